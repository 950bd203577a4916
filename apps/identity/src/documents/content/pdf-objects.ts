import { endOfWord, nameIn } from './pdf-names.ts';

/** A stream of a PDF, as the dictionary before it describes it. */
export interface Stream {
  dataAt: number;
  /** Every list of objects names its `First`; a name in another place is taken for it too. */
  mayHoldObjects: boolean;
  isPicture: boolean;
  /** By a filter that it names, or by one that stands somewhere else. */
  isPacked: boolean;
  /** What is unpacked is not what is read. */
  isPredicted: boolean;
  /** In their order. */
  filters: readonly string[];
}

const FILTERS: ReadonlySet<string> = new Set([
  ...['FlateDecode', 'LZWDecode', 'ASCII85Decode', 'ASCIIHexDecode', 'RunLengthDecode'],
  ...['DCTDecode', 'CCITTFaxDecode', 'JPXDecode', 'JBIG2Decode', 'BrotliDecode', 'Crypt'],
  // In short, which is for pictures within a page; readers take them elsewhere too.
  ...['Fl', 'LZW', 'A85', 'AHx', 'RL', 'DCT', 'CCF'],
]);

/** A dictionary lies within no other one but as its part: so often is each byte looked at. */
const LOOKS_PER_BYTE = 2;
const [LF, CR, SPACE, TAB] = codesOf('\n\r \t');
const [SLASH, PERCENT, BACKSLASH, LESS, MORE] = codesOf('/%\\<>');
const [OPEN_LIST, CLOSE_LIST, OPEN_TEXT, CLOSE_TEXT] = codesOf('[]()');

/**
 * The streams of a file, wherever it says `obj`: what a table at its end says of their places, nobody believes. `malformed`: readers would not
 * agree on where a dictionary or a stream begins or ends, or it takes too long to find out.
 */
export function* streamsIn(bytes: Buffer): Generator<Stream | 'malformed'> {
  let left = LOOKS_PER_BYTE * bytes.length;
  for (let at = bytes.indexOf('obj'); at >= 0; at = bytes.indexOf('obj', at + 3)) {
    const begin = afterSpace(bytes, at + 3);
    const names = isPair(bytes, begin) ? namesOfDictionary(bytes, begin) : undefined;
    left -= (names === undefined ? begin : afterSpace(bytes, names.end)) - at;
    if (names?.isMalformed || left < 0) yield 'malformed';
    else if (names) yield* streamAfter(bytes, names);
  }
}

interface Names {
  end: number;
  isMalformed: boolean;
  has: Set<string>;
  filters: string[];
}

/** Names that say something of a stream; the others are only many. */
const TELLING: ReadonlySet<string> = new Set([
  ...['ObjStm', 'First', 'Image', 'Filter', 'F', 'DecodeParms', 'DP'],
]);

/** Of the dictionary that begins here and of all within it. */
function namesOfDictionary(bytes: Buffer, from: number): Names {
  const names: Names = { end: from, isMalformed: true, has: new Set(), filters: [] };
  /** What is open: a list, or else a dictionary. */
  const open: number[] = [];
  let at = from;
  while (at < bytes.length) {
    const sign = bytes[at] ?? 0;
    const isTwice = bytes[at + 1] === sign;
    if (sign === SLASH) at = addName(names, bytes, at + 1);
    else if (sign === LESS && isTwice) {
      open.push(sign);
      at += 2;
    } else if (sign === LESS) at = after(bytes, MORE, at);
    else if (sign === OPEN_LIST) {
      open.push(sign);
      at += 1;
    } else if (sign === OPEN_TEXT) at = afterText(bytes, at);
    else if (sign === PERCENT) at = afterLine(bytes, at);
    else if (sign === MORE || sign === CLOSE_LIST) {
      const isList = sign === CLOSE_LIST;
      if (open.pop() !== (isList ? OPEN_LIST : LESS) || !(isList || isTwice)) break;
      at += isList ? 1 : 2;
      if (open.length === 0) return { ...names, end: at, isMalformed: false };
    } else at = Math.max(endOfWord(bytes, at), at + 1);
  }
  return { ...names, end: at };
}

/** Answers where it ends. */
function addName({ has, filters }: Names, bytes: Buffer, from: number): number {
  const end = endOfWord(bytes, from);
  const name = nameIn(bytes, from, end);
  if (TELLING.has(name)) has.add(name);
  if (FILTERS.has(name)) filters.push(name);
  return end;
}

function* streamAfter(bytes: Buffer, names: Names): Generator<Stream | 'malformed'> {
  const at = afterSpace(bytes, names.end);
  if (bytes.toString('latin1', at, at + 6) !== 'stream') return;
  const dataAt = dataAfter(bytes, at + 6);
  const { has, filters } = names;
  if (dataAt === undefined) yield 'malformed';
  else
    yield {
      dataAt,
      mayHoldObjects: has.has('ObjStm') || has.has('First'),
      isPicture: has.has('Image'),
      isPacked: has.has('Filter') || has.has('F') || filters.length > 0,
      isPredicted: has.has('DecodeParms') || has.has('DP'),
      filters,
    };
}

/** After the end of the line. Readers agree on where that is when nothing but blanks stands before it. */
function dataAfter(bytes: Buffer, from: number): number | undefined {
  let at = from;
  while (bytes[at] === SPACE || bytes[at] === TAB) at += 1;
  if (bytes[at] === LF) return at + 1;
  if (bytes[at] !== CR) return undefined;
  return bytes[at + 1] === LF ? at + 2 : at + 1;
}

/** After white space and comments. */
function afterSpace(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const sign = bytes[at];
    if (sign === undefined) return at;
    if (sign === PERCENT) at = afterLine(bytes, at);
    else if (sign <= SPACE) at += 1;
    else return at;
  }
}

/** A text in brackets, which may hold such in pairs, and others behind `\\`. */
function afterText(bytes: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at += 1) {
    const sign = bytes[at];
    if (sign === BACKSLASH) at += 1;
    else if (sign === OPEN_TEXT) depth += 1;
    else if (sign === CLOSE_TEXT) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return bytes.length;
}

function afterLine(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at += 1;
  return at;
}

function after(bytes: Buffer, sign: number, from: number): number {
  const at = bytes.indexOf(sign, from);
  return at < 0 ? bytes.length : at + 1;
}

function isPair(bytes: Buffer, at: number): boolean {
  return bytes[at] === LESS && bytes[at + 1] === LESS;
}

/** As many as are asked for. */
function codesOf(signs: string): [number, number, number, number, number] {
  return [...signs].map((sign) => sign.charCodeAt(0)) as [number, number, number, number, number];
}
