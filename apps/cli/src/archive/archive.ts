import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BSON, type Document } from 'mongodb';
import { Failure } from '../terminal/failure';

/**
 * One file: this line, a gzip stream of frames, and the SHA-256 of all before it. A frame is a letter and a BSON document:
 * B begins (what and when), C begins a collection (its indexes), D is a document as the database had it, E ends (how many there were).
 */
const MAGIC = Buffer.from('DEMERIT-BACKUP 1\n');
const SEAL_BYTES = 32;

interface Begin {
  at: string;
  services: string[];
}
export interface CollectionBegin {
  service: string;
  collection: string;
  indexes: Document[];
}
interface End {
  collections: number;
  documents: number;
}
export type Frame =
  | { kind: 'B'; body: Begin }
  | { kind: 'C'; body: CollectionBegin }
  | { kind: 'D'; document: Uint8Array }
  | { kind: 'E'; body: End };

/**
 * Writes the frames into `file`, which is there whole or not at all: it gets its name after the last byte is on disk.
 * Answers the size in bytes. @throws Failure with a line for a full disk, a name that is taken, an interruption.
 */
export async function writeArchive(
  file: string,
  frames: AsyncIterable<Frame>,
  signal: AbortSignal,
): Promise<number> {
  const part = `${file}.part`;
  try {
    const out = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(Readable.from(encoded(frames)), createGzip(), new Sealing(), out, { signal });
    await rename(part, file);
    await syncFolder(dirname(file));
    return out.bytesWritten;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await rm(part, { force: true });
    throw inWords(error, part);
  }
}

/** @throws Failure unless the file is whole and unchanged. */
export async function checkArchive(file: string): Promise<void> {
  const size = await sizeOf(file);
  if (size <= MAGIC.length + SEAL_BYTES) throw new Failure(`${file} is no backup of Demerit`);
  const hash = createHash('sha256');
  const head = createReadStream(file, { end: size - SEAL_BYTES - 1 });
  let first = true;
  for await (const chunk of head as AsyncIterable<Buffer>) {
    if (first && !chunk.subarray(0, MAGIC.length).equals(MAGIC))
      throw new Failure(`${file} is no backup of Demerit, or one of another version`);
    first = false;
    hash.update(chunk);
  }
  const seal = createReadStream(file, { start: size - SEAL_BYTES });
  const read = await buffer(seal);
  if (!hash.digest().equals(read))
    throw new Failure(`${file} is damaged: its checksum does not agree; nothing was restored`);
}

/** The frames of a file that `checkArchive` has found whole. */
export async function* readArchive(file: string): AsyncGenerator<Frame> {
  const size = await sizeOf(file);
  const packed = createReadStream(file, { start: MAGIC.length, end: size - SEAL_BYTES - 1 });
  const unpacked = packed.pipe(createGunzip());
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < 5) break;
      const length = 1 + rest.readInt32LE(1);
      if (rest.length < length) break;
      yield decoded(rest.subarray(0, 1).toString(), rest.subarray(1, length));
      rest = rest.subarray(length);
    }
  }
  if (rest.length > 0) throw new Failure(`${file} ends within a document`);
}

async function* encoded(frames: AsyncIterable<Frame>): AsyncGenerator<Uint8Array> {
  for await (const frame of frames) {
    yield Buffer.from(frame.kind);
    yield 'document' in frame ? frame.document : BSON.serialize(frame.body);
  }
}

function decoded(kind: string, body: Buffer): Frame {
  if (kind === 'D') return { kind, document: body };
  const read = BSON.deserialize(body);
  if (kind === 'B') return { kind, body: read as Begin };
  if (kind === 'C') return { kind, body: read as CollectionBegin };
  if (kind === 'E') return { kind, body: read as End };
  throw new Failure(`a frame ${kind} is unknown: the backup is of another version`);
}

/** Puts the first line before what passes and its checksum behind. */
class Sealing extends Transform {
  private readonly hash: Hash = createHash('sha256').update(MAGIC);

  constructor() {
    super();
    this.push(MAGIC);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(null, this.hash.digest());
  }
}

async function sizeOf(file: string): Promise<number> {
  const handle = await open(file).catch((error: unknown) => {
    throw new Failure(`${file} cannot be read (${codeOf(error) ?? String(error)})`);
  });
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** The name is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

function inWords(error: unknown, part: string): Error {
  const folder = dirname(part);
  const full = `no space is left in ${folder}; nothing was kept. Free some, or name a file on another disk`;
  const lines: Partial<Record<string, string>> = {
    ENOSPC: full,
    EDQUOT: full,
    EEXIST: `${part} is there: another backup runs, or one was killed; then delete it`,
    ENOENT: `there is no folder ${folder}`,
    EACCES: `${folder} may not be written to`,
    EROFS: `${folder} may not be written to`,
  };
  const code = codeOf(error);
  if (code === 'ABORT_ERR') return new Failure('interrupted; nothing was kept', 130);
  const line = code === undefined ? undefined : lines[code];
  if (line !== undefined) return new Failure(line);
  return error instanceof Error ? error : new Error(String(error));
}

function codeOf(error: unknown): string | undefined {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
