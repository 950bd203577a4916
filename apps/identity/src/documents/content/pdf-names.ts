/** What a document needs nothing of: secrets, programs, other files, forms that send. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'Encrypt',
  'JavaScript',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'RichMedia',
  'Rendition',
  'SubmitForm',
  'ImportData',
  'XFA',
]);
const SLASH = 0x2f;
const HASH = 0x23;

/** Whether a sign belongs to a word: no white space and none that begins something else. */
const IN_WORDS: readonly boolean[] = Array.from(
  { length: 256 },
  (_, sign) => sign > 0x20 && !'()<>[]{}/%'.includes(String.fromCharCode(sign)),
);

/** What may follow within a forbidden name, by sign. */
interface Place {
  next: (Place | undefined)[];
  isWhole: boolean;
}
const START = placesOf(FORBIDDEN);

function placesOf(names: ReadonlySet<string>): Place {
  const start: Place = { next: [], isWhole: false };
  for (const name of names) {
    let place = start;
    for (const sign of Buffer.from(name)) place = place.next[sign] ??= { next: [], isWhole: false };
    place.isWhole = true;
  }
  return start;
}

/** Where the word that begins here ends. */
export function endOfWord(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && IN_WORDS[bytes[at] ?? 0]) at += 1;
  return at;
}

/** A name as a reader understands it: `/J#61vaScript` is JavaScript. */
export function nameIn(bytes: Buffer, from: number, to: number): string {
  const name = bytes.toString('latin1', from, to);
  if (!name.includes('#')) return name;
  return name.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

/**
 * Anywhere, in texts and pictures too: who reads a file decides by themselves where its objects are. No name becomes a text of its own: a file that
 * wants to be slow has millions.
 */
export function hasForbiddenName(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === SLASH && isForbidden(bytes, at + 1)) return true;
  }
  return false;
}

function isForbidden(bytes: Buffer, from: number): boolean {
  let place: Place | undefined = START;
  let at = from;
  while (place && at < bytes.length && IN_WORDS[bytes[at] ?? 0]) {
    const escaped: number = bytes[at] === HASH ? escapedAt(bytes, at) : NaN;
    place = place.next[Number.isNaN(escaped) ? (bytes[at] ?? 0) : escaped];
    at += Number.isNaN(escaped) ? 1 : 3;
  }
  return place?.isWhole ?? false;
}

/** The sign that `#xx` stands for; NaN where it stands for none. */
function escapedAt(bytes: Buffer, at: number): number {
  return hexDigit(bytes[at + 1]) * 16 + hexDigit(bytes[at + 2]);
}

function hexDigit(sign = 0): number {
  if (sign >= 0x30 && sign <= 0x39) return sign - 0x30;
  const letter = sign | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NaN;
}
