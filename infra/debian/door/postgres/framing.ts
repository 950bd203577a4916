/** Cuts a byte stream into length-prefixed messages without copying a large message more than once. */
export class Framer {
  private chunks: Buffer[] = [];
  private length = 0;
  private needed: number;

  /** `lengthOf` gets `headSize` bytes and returns the length of the whole message; it may throw. */
  constructor(
    private readonly headSize: number,
    private readonly lengthOf: (head: Buffer) => number,
  ) {
    this.needed = headSize;
  }

  push(chunk: Buffer, onMessage: (message: Buffer) => void): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
    if (this.length < this.needed) return;
    let all = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks, this.length);
    this.needed = this.headSize;
    while (all.length >= this.headSize) {
      const length = this.lengthOf(all);
      if (all.length < length) {
        this.needed = length;
        break;
      }
      onMessage(all.subarray(0, length));
      all = all.subarray(length);
    }
    this.chunks = all.length > 0 ? [all] : [];
    this.length = all.length;
  }
}
