import { deserialize, serialize, type Document } from 'bson';
import { badRequest } from './errors';
import { readHead, type Head } from './head';

export const MAX_MESSAGE_BYTES = 48_000_000;
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const READABLE_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;

export interface Request {
  id: number;
  legacy: boolean;
  /** The client wants no answer (write concern 0). */
  silent: boolean;
  head: Head;
  body: Buffer;
  /** The documents of a document sequence, one after the other, as the engine takes them. */
  documents: Buffer | null;
}

/** Length of a message from its first bytes; refuses what is no message before anything is kept for it. */
export function messageLength(head: Buffer): number {
  const length = head.readInt32LE(0);
  if (length < 16 || length > MAX_MESSAGE_BYTES) throw badRequest(`message of ${length} bytes`);
  return length;
}

export function parseRequest(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) return parseMsg(id, message);
  if (opCode === OP_QUERY) return parseQuery(id, message);
  throw badRequest(`opcode ${opCode} is not offered`);
}

function parseMsg(id: number, message: Buffer): Request {
  const flags = message.readUInt32LE(16);
  if ((flags & 0xffff & ~READABLE_REQUIRED_FLAGS) !== 0) throw badRequest('unknown required flag');
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let body: Buffer | null = null;
  let documents: Buffer | null = null;
  for (let at = 20; at < end;) {
    const kind = message[at];
    const length = at + 5 <= end ? message.readInt32LE(at + 1) : 0;
    const next = at + 1 + length;
    if (length < 5 || next > end) throw badRequest('section longer than its message');
    if (kind === 0) {
      body = message.subarray(at + 1, next);
    } else if (kind === 1 && documents === null) {
      const nameEnd = message.indexOf(0, at + 5);
      if (nameEnd < 0 || nameEnd >= next) throw badRequest('document sequence without a name');
      documents = message.subarray(nameEnd + 1, next);
    } else throw badRequest(`section kind ${kind} is not offered here`);
    at = next;
  }
  if (!body) throw badRequest('message without a body');
  const silent = (flags & MORE_TO_COME) !== 0;
  return { id, legacy: false, silent, head: readHead(body), body, documents };
}

/** Only for the first `hello`; drivers speak OP_MSG afterwards. */
function parseQuery(id: number, message: Buffer): Request {
  const nameEnd = message.indexOf(0, 20);
  const body = nameEnd < 0 ? Buffer.alloc(0) : message.subarray(nameEnd + 9);
  if (body.length < 5 || body.readInt32LE(0) > body.length) throw badRequest('broken OP_QUERY');
  return { id, legacy: true, silent: false, head: readHead(body), body, documents: null };
}

/** The answer as parts to be written one after the other; BSON from the engine is not copied. */
export function encodeReply(request: { id: number; legacy: boolean }, answer: Buffer | Document) {
  const body = Buffer.isBuffer(answer) ? answer : Buffer.from(serialize(answer));
  const head = Buffer.alloc(request.legacy ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(request.id, 8);
  head.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) head.writeInt32LE(1, 32);
  return [head, body];
}

/** The whole command as an object, for the small commands; the data commands never do this. */
export function decode(body: Buffer, useBigInt64 = false): Document {
  return deserialize(body, { useBigInt64 });
}
