import { promisify } from 'node:util';
import { constants, inflate } from 'node:zlib';

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

/** Of all its streams together that are not pictures. */
const MOST_INFLATED_BYTES = 64 * 1024 * 1024;
const HEAD_BYTES = 1024;

const inflated = promisify<Buffer, object, Buffer>(inflate);

/**
 * Whether a file is a PDF from its first byte to its last and holds nothing but pages: header, trailer, no encryption, no actions that run
 * programs, no files inside, no page of HTML for a browser that guesses. Looks into compressed objects too; a bomb is no PDF.
 */
export async function isPlainPdf(bytes: Buffer): Promise<boolean> {
  // One character a byte.
  const text = bytes.toString('latin1');
  if (!/^%PDF-[12]\.\d/.test(text)) return false;
  if (!/\bstartxref\s+\d+\s+%%EOF\s*$/.test(text.slice(-HEAD_BYTES))) return false;
  if (/<(!doctype|html|script|svg|body)\b/i.test(text.slice(0, HEAD_BYTES))) return false;
  if (hasForbidden(text)) return false;
  return areStreamsPlain(bytes, text);
}

async function areStreamsPlain(bytes: Buffer, text: string): Promise<boolean> {
  let left = MOST_INFLATED_BYTES;
  for (const { index, 0: keyword } of text.matchAll(/\bstream\r?\n/g)) {
    const names = namesOf(text.slice(Math.max(text.lastIndexOf(' obj', index), 0), index));
    if (!names.has('ObjStm') && names.has('Image')) continue;
    if (!names.has('FlateDecode')) {
      // Objects packed in another way cannot be looked into; anything else stood open in the text.
      if (names.has('ObjStm') && names.has('Filter')) return false;
      continue;
    }
    const content = await unpacked(bytes.subarray(index + keyword.length), left);
    if (!content) return false;
    left -= content.length;
    if (hasForbidden(content.toString('latin1'))) return false;
  }
  return true;
}

/** `undefined`: it is no such stream, or longer than it may be. What follows its end does not matter. */
async function unpacked(packed: Buffer, maxOutputLength: number): Promise<Buffer | undefined> {
  if (maxOutputLength <= 0) return undefined;
  try {
    return await inflated(packed, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

function hasForbidden(text: string): boolean {
  return [...namesOf(text)].some((name) => FORBIDDEN.has(name));
}

/** Names as a reader understands them: `/J#61vaScript` is JavaScript. */
function namesOf(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, name = ''] of text.matchAll(/\/([^\s()<>[\]{}/%\0]{2,60})/g)) {
    names.add(
      name.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(parseInt(hex, 16)),
      ),
    );
  }
  return names;
}
