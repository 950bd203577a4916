import { badRequest } from './errors';

/** What the door itself needs to know of a command; everything else goes to the engine unread. */
export interface Head {
  command: string;
  /** The command's own value if it is a string: usually the collection. */
  target: string;
  db: string;
  session: Buffer | null;
  txnNumber: bigint | null;
  /** `autocommit: false`: part of a transaction. */
  inTransaction: boolean;
  startTransaction: boolean;
  maxTimeMs: number;
  /** Of `getMore`. */
  cursorId: bigint;
  /** `aggregate` and friends: the bytes of the field `pipeline`. */
  pipeline: Buffer | null;
}

const FIXED: Record<number, number> = {
  0x01: 8,
  0x06: 0,
  0x07: 12,
  0x08: 1,
  0x09: 8,
  0x0a: 0,
  0x10: 4,
  0x11: 8,
  0x12: 8,
  0x13: 16,
  0x7f: 0,
  0xff: 0,
};

interface Element {
  key: string;
  type: number;
  value: Buffer;
}

/** The fields of a BSON document, without reading into them. */
function* elements(body: Buffer): Generator<Element> {
  const end = body.readInt32LE(0) - 1;
  if (end < 4 || end >= body.length || body[end] !== 0) throw badRequest('broken BSON document');
  let at = 4;
  while (at < end) {
    const type = body[at] ?? 0;
    const keyEnd = body.indexOf(0, at + 1);
    if (keyEnd < 0 || keyEnd >= end) throw badRequest('broken BSON field name');
    const start = keyEnd + 1;
    const size = valueSize(body, type, start, end);
    if (size < 0 || start + size > end) throw badRequest('broken BSON value');
    yield {
      key: body.toString('utf8', at + 1, keyEnd),
      type,
      value: body.subarray(start, start + size),
    };
    at = start + size;
  }
}

function valueSize(body: Buffer, type: number, at: number, end: number): number {
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed;
  if (type === 0x0b) return body.indexOf(0, body.indexOf(0, at) + 1) + 1 - at;
  if (at + 4 > end) throw badRequest('broken BSON value');
  const length = body.readInt32LE(at);
  if (length < 0) throw badRequest('broken BSON length');
  if (type === 0x02 || type === 0x0d || type === 0x0e) return length + 4;
  if (type === 0x03 || type === 0x04 || type === 0x0f) return length;
  if (type === 0x05) return length + 5;
  if (type === 0x0c) return length + 16;
  throw badRequest(`unknown BSON type ${type}`);
}

export function readHead(body: Buffer): Head {
  const head: Head = {
    command: '',
    target: '',
    db: 'admin',
    session: null,
    txnNumber: null,
    inTransaction: false,
    startTransaction: false,
    maxTimeMs: 0,
    cursorId: 0n,
    pipeline: null,
  };
  for (const element of elements(body)) {
    if (head.command === '') {
      head.command = element.key;
      head.target = string(element);
      if (element.key === 'getMore') head.cursorId = integer(element);
    } else readField(head, element);
  }
  return head;
}

function readField(head: Head, element: Element): void {
  switch (element.key) {
    case '$db':
      head.db = string(element);
      break;
    case 'lsid':
      head.session = sessionId(element);
      break;
    case 'txnNumber':
      head.txnNumber = integer(element);
      break;
    case 'autocommit':
      head.inTransaction = element.type === 0x08 && element.value[0] === 0;
      break;
    case 'startTransaction':
      head.startTransaction = element.type === 0x08 && element.value[0] === 1;
      break;
    case 'maxTimeMS':
      head.maxTimeMs = Number(integer(element));
      break;
    case 'pipeline':
      head.pipeline = element.value;
      break;
    case 'collection':
      if (head.command === 'getMore') head.target = string(element);
      break;
  }
}

function string({ type, value }: Element): string {
  return type === 0x02 ? value.toString('utf8', 4, value.length - 1) : '';
}

function integer({ type, value }: Element): bigint {
  if (type === 0x10) return BigInt(value.readInt32LE(0));
  if (type === 0x12) return value.readBigInt64LE(0);
  if (type === 0x01 && Number.isInteger(value.readDoubleLE(0)))
    return BigInt(value.readDoubleLE(0));
  throw badRequest('a whole number was expected');
}

/** `{id: UUID}`; the sixteen bytes. */
function sessionId({ type, value }: Element): Buffer | null {
  if (type !== 0x03) throw badRequest('lsid must be a document');
  for (const { key, type: idType, value: id } of elements(value)) {
    if (key === 'id' && idType === 0x05 && id.length === 21) return id.subarray(5);
  }
  throw badRequest('lsid.id must be a UUID');
}

/** Name of a pipeline's first stage. */
export function firstStage(pipeline: Buffer): string {
  for (const { type, value } of elements(pipeline)) {
    if (type !== 0x03) return '';
    for (const { key } of elements(value)) return key;
  }
  return '';
}
