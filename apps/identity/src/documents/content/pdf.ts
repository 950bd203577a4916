import { constants, inflateSync } from 'node:zlib';
import { hasForbiddenName } from './pdf-names.ts';
import { streamsIn, type Stream } from './pdf-objects.ts';

/** Of all its streams together that are not pictures, and of each. */
const MOST_INFLATED_BYTES = 64 * 1024 * 1024;
const LARGEST_STREAM_BYTES = 16 * 1024 * 1024;
const MOST_STREAMS = 10_000;
const HEAD_BYTES = 1024;

/** What may still be spent on one file. */
interface Budget {
  packedBytes: number;
  inflatedBytes: number;
  streams: number;
}

/**
 * Whether a file is a PDF from its first byte to its last and holds nothing but pages: header, trailer, no encryption, no actions that run
 * programs, no files inside, no page of HTML for a browser that guesses. Looks into compressed objects too; a bomb is no PDF. Its work grows with
 * the size of the file and no faster; a file that costs more than any paper does is not plain.
 */
export function isPlainPdf(bytes: Buffer): boolean {
  return isWholePdf(bytes) && !hasForbiddenName(bytes) && areStreamsPlain(bytes);
}

function isWholePdf(bytes: Buffer): boolean {
  const head = bytes.subarray(0, HEAD_BYTES).toString('latin1');
  const tail = bytes.subarray(-HEAD_BYTES).toString('latin1');
  if (!/^%PDF-[12]\.\d/.test(head)) return false;
  if (!/\bstartxref\s+\d+\s+%%EOF\s*$/.test(tail)) return false;
  return !/<(!doctype|html|script|svg|body)\b/i.test(head);
}

function areStreamsPlain(bytes: Buffer): boolean {
  const left: Budget = {
    // Streams lie side by side: each byte is unpacked once.
    packedBytes: bytes.length,
    inflatedBytes: MOST_INFLATED_BYTES,
    streams: MOST_STREAMS,
  };
  for (const stream of streamsIn(bytes)) {
    left.streams -= 1;
    if (stream === 'malformed' || left.streams < 0) return false;
    if (!isPlain(stream, bytes, left)) return false;
  }
  return true;
}

function isPlain(stream: Stream, bytes: Buffer, left: Budget): boolean {
  const { mayHoldObjects, isPicture, filters } = stream;
  if (isPicture && !mayHoldObjects) return true;
  const isInflated = filters[0] === 'FlateDecode';
  if (mayHoldObjects && stream.isPacked) {
    // Objects that are packed in another way, or more than once, cannot be looked into.
    if (!isInflated || filters.length > 1 || stream.isPredicted) return false;
  }
  // What is not packed stands open in the file; what is packed otherwise holds no objects.
  if (!isInflated) return true;
  const content = unpacked(bytes.subarray(stream.dataAt), left);
  return content !== undefined && !hasForbiddenName(content);
}

/** `undefined`: it is no such stream, or longer than it may be. What follows its end does not matter. */
function unpacked(packed: Buffer, left: Budget): Buffer | undefined {
  const maxOutputLength = Math.min(left.inflatedBytes, LARGEST_STREAM_BYTES);
  if (maxOutputLength <= 0) return undefined;
  try {
    const options = { info: true, maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH };
    // What it answers with `info`, its types do not say.
    const { buffer, engine } = inflateSync(packed, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    left.inflatedBytes -= buffer.length;
    left.packedBytes -= engine.bytesWritten;
    return left.packedBytes < 0 ? undefined : buffer;
  } catch {
    return undefined;
  }
}
