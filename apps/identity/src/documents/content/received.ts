import { MAX_DOCUMENT_BYTES } from '../documents.rules';

/** What came of a file, at most what a document may have, and how much came in all. */
export interface Received {
  bytes: Buffer;
  size: number;
}

/**
 * Reads to the end, so that the sender gets the answer, but keeps no more than a document may have. `length`: how much will come, where it is
 * said; the bytes lie where they stay from the first on, since pieces of them would wait for the collector.
 */
export async function receive(content: AsyncIterable<Buffer>, length?: number): Promise<Received> {
  const place = Buffer.allocUnsafeSlow(Math.min(length ?? MAX_DOCUMENT_BYTES, MAX_DOCUMENT_BYTES));
  let size = 0;
  for await (const piece of content) {
    if (size < place.length) piece.copy(place, size);
    size += piece.length;
  }
  return { bytes: place.subarray(0, size), size };
}

/** Gives memory that is its own back at once, unless it went elsewhere: by itself the collector comes for it after 64 MB, a sixth of what a container has. */
export function release({ buffer, byteLength }: Buffer): void {
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  if (isOwn && !buffer.detached) buffer.transfer(0);
}
