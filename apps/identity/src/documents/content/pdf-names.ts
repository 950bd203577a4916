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
/** The others are millions in a file that wants to be slow. */
const FIRST_SIGNS: ReadonlySet<number> = new Set([
  HASH,
  ...[...FORBIDDEN].map((name) => name.charCodeAt(0)),
]);

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

/** Anywhere, in texts and pictures too: who reads a file decides by themselves where its objects are. */
export function hasForbiddenName(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== SLASH || !FIRST_SIGNS.has(bytes[at + 1] ?? 0)) continue;
    const end = endOfWord(bytes, at + 1);
    if (FORBIDDEN.has(nameIn(bytes, at + 1, end))) return true;
    at = end - 1;
  }
  return false;
}
