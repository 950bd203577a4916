import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';
import type { DocumentInfo, Session } from '@demerit/contracts';
import sharp from 'sharp';
import {
  api,
  inDatabases,
  kindsOf,
  logIn,
  mibOf,
  newCitizen,
  newcomer,
  newKey,
  ok,
  stack,
  type Answer,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

/** Of its container. */
const IDENTITY_MIB = 384;
const END = 'trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n';
const HEAD = '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n';
const PLAIN = Buffer.from(`${HEAD}${END}`);

function formOf(content: Buffer): FormData {
  const form = new FormData();
  form.set('kind', 'evidence');
  form.set('file', new Blob([new Uint8Array(content)]), 'file');
  return form;
}

function send({ api: caller }: Citizen, content: Buffer) {
  return caller.post<DocumentInfo>('/v1/me/documents', formOf(content));
}

/** As `send`; whoever sends it goes away at the signal. */
function sendUntil(signal: AbortSignal, token: string, content: Buffer): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': newKey() };
  const request = { method: 'POST', headers, body: formOf(content), signal };
  return fetch(`${stack().gatewayUrl}/v1/me/documents`, request);
}

/** How many files the owner of this one has brought. */
function uploadsOfOwner(documentId: string): Promise<number> {
  return inDatabases(async (of) => {
    const documents = of('identity').collection<{ _id: string; accountId: string }>('documents');
    const { accountId } = (await documents.findOne({ _id: documentId }))!;
    return documents.countDocuments({ accountId });
  });
}

/** How long others wait at most for what identity statuses, while something goes on. */
async function longestWaitDuring(work: Promise<unknown>, bystander: Citizen): Promise<number> {
  const over = { isOver: false };
  const watching = watch(bystander, over);
  await work;
  over.isOver = true;
  return watching;
}

async function watch({ api: caller }: Citizen, over: { isOver: boolean }): Promise<number> {
  let longest = 0;
  while (!over.isOver) {
    const since = performance.now();
    await ok(caller.get('/v1/me'));
    longest = Math.max(longest, performance.now() - since);
  }
  return longest;
}

let attacker: Citizen;
let bystander: Citizen;

beforeAll(async () => {
  attacker = await newCitizen();
  bystander = await newCitizen();
});

describe('a PDF made to take long', () => {
  /** Objects of nothing but names, each another one: 13 MB that are sent as less than 5. */
  function fullOfNames(): string | Buffer {
    const names = Array.from({ length: 2_100_000 }, (_, at) => `/J${at.toString(36)}`).join('');
    const packed = deflateSync(Buffer.from(names), { level: 1 });
    const head = '3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n';
    const stream = [Buffer.from(head), packed, Buffer.from('\nendstream\nendobj\n')];
    return Buffer.concat([Buffer.from(HEAD), ...stream, Buffer.from(END)]);
  }

  it.each([
    [
      '65 800 beginnings of streams',
      () => `%PDF-1.4\n${'stream\n'.repeat(65_800)}startxref 0 %%EOF`,
    ],
    ['2.1 million names', fullOfNames],
  ])(
    '§1.document.plain: given %s, then nobody else notices it, and it is answered',
    async (_what, made) => {
      const sending = send(attacker, Buffer.from(made()));
      expect(await longestWaitDuring(sending, bystander)).toBeLessThan(2_000);
      expect([201, 415]).toContain((await sending).status);
    },
  );

  it.each(['stream\r', 'stream \n'])(
    '§1.document.plain: given %j before a script that is packed, then 415',
    async (keyword) => {
      const packed = deflateSync(Buffer.from('4 0 << /S /JavaScript /JS (1) >>'));
      const file = Buffer.concat([
        Buffer.from(
          `${HEAD}3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\n${keyword}`,
        ),
        packed,
        Buffer.from(`\nendstream\nendobj\n${END}`),
      ]);
      expect((await send(attacker, file)).status).toBe(415);
    },
  );
});

describe('pictures that are more than they look', () => {
  async function bomb(side: number): Promise<Buffer> {
    const create = { width: side, height: side, channels: 3 as const, background: 'red' };
    return sharp({ create, limitInputPixels: false })
      .jpeg({ progressive: true })
      .withMetadata({ orientation: 6 })
      .toBuffer();
  }

  /** A PNG of one pixel with a text that unpacks to 50 MB. */
  async function wordy(): Promise<Buffer> {
    const create = { width: 1, height: 1, channels: 3 as const, background: 'red' };
    const png = await sharp({ create }).png().toBuffer();
    const text = Buffer.concat([Buffer.from('zTXta\0\0'), deflateSync(Buffer.alloc(50_000_000))]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(text.length - 4);
    sum.writeUInt32BE(crc32(text));
    return Buffer.concat([png.subarray(0, 33), length, text, sum, png.subarray(33)]);
  }

  it('§1.document.turns: given one that would be whole in memory twice, then 415', async () => {
    expect((await send(attacker, await bomb(5_650))).status).toBe(415);
  });

  it('§1.document.turns: given eight large ones and four with much text at once, then others’ small ones are taken meanwhile, each is answered, and identity keeps to its memory', async () => {
    const [large, text] = [await bomb(3_200), await wordy()];
    const files = [...Array<Buffer>(4).fill(text), ...Array<Buffer>(8).fill(large)];
    const small = await sharp({
      create: { width: 40, height: 40, channels: 3, background: 'blue' },
    })
      .png()
      .toBuffer();
    await keepsToItsMemory(async () => {
      const sending = Promise.all(files.map((file) => send(attacker, file)));
      expect((await send(bystander, PLAIN)).status).toBe(201);
      expect((await send(bystander, small)).status).toBe(201);
      return sending;
    });
  });

  it('§1.document.turns: given whoever goes away while theirs wait, then those are not drawn', async () => {
    const large = await bomb(3_200);
    const { accessToken } = await logIn(api(), newcomer().phone);
    const gone = new AbortController();
    const four = Array.from({ length: 4 }, () => sendUntil(gone.signal, accessToken, large));
    const first = await Promise.race(four);
    gone.abort();
    await Promise.allSettled(four);
    expect(first.status).toBe(201);
    const mine = api().as(accessToken);
    const last = await ok(mine.post<DocumentInfo>('/v1/me/documents', formOf(large)));
    // The first, the last, and the one that was being drawn when they went.
    expect(await uploadsOfOwner(last.documentId)).toBeLessThanOrEqual(3);
  });

  it('§1.document.turns: given four of the largest and eight PDFs of 5 MB, of twelve people, then each is answered, and identity keeps to its memory', async () => {
    const largest = await bomb(4_270);
    const pages = Buffer.concat([
      Buffer.from(`${HEAD}9 0 obj\n<< /Length 4900000 >>\nstream\n`),
      randomBytes(4_900_000).map((byte) => byte | 0x80),
      Buffer.from(`\nendstream\nendobj\n${END}`),
    ]);
    const people = await Promise.all(Array.from({ length: 12 }, () => newCitizen()));
    const files = people.map((_, at) => (at % 3 === 0 ? largest : pages));
    for (let round = 0; round < 2; round += 1)
      await keepsToItsMemory(() =>
        Promise.all(people.map((person, at) => send(person, files[at]!))),
      );
  });
});

/** Each of what is sent meanwhile is taken, or may come again. */
async function keepsToItsMemory(work: () => Promise<Answer<unknown>[]>): Promise<void> {
  const mib: number[] = [];
  const watch = setInterval(() => mib.push(mibOf('identity')), 100);
  try {
    const kinds = Object.keys(kindsOf(await work()));
    expect(kinds.filter((kind) => !['201', '429 RATE_LIMITED'].includes(kind))).toEqual([]);
  } finally {
    clearInterval(watch);
  }
  expect(Math.max(...mib)).toBeLessThan(IDENTITY_MIB);
}

describe('files that are half sent', () => {
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** Sends the beginning of a form and then nothing; what is answered to it. */
  function halfSent(token: string): Promise<string> {
    const { hostname, port } = new URL(stack().gatewayUrl);
    const form =
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nhalf of it';
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `POST /v1/me/documents HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n` +
          `Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n${form}`,
      ),
    );
    sockets.push(socket);
    return new Promise((resolve) => {
      socket.on('error', () => resolve('cut'));
      socket.once('data', (data) => resolve(data.toString('latin1').slice(9, 12)));
    });
  }

  it('§1.document.fair: given 32 of one person, then theirs beyond 16 are refused at once, and others upload as ever', async () => {
    const token = (await logIn(api(), newcomer().phone)).accessToken;
    const statuses: string[] = [];
    for (let count = 0; count < 32; count += 1)
      void halfSent(token).then((status) => statuses.push(status));
    while (statuses.length < 16) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(statuses).toEqual(Array.from({ length: 16 }, () => '429'));
    expect((await send(bystander, PLAIN)).status).toBe(201);
  });
});

describe('streams of events', () => {
  it('§10.forms.open: given ten of one person, then the next is refused, and nobody else’s', async () => {
    const [crowd, other] = [
      await logIn(api(), newcomer().phone),
      await logIn(api(), newcomer().phone),
    ];
    const ends = new AbortController();
    const open = async ({ accessToken }: Session): Promise<number> => {
      const headers = { authorization: `Bearer ${accessToken}` };
      const { status } = await fetch(`${stack().gatewayUrl}/v1/me/events`, {
        headers,
        signal: ends.signal,
      });
      return status;
    };
    const eleven = [];
    for (let count = 0; count < 11; count += 1) eleven.push(await open(crowd));
    expect(eleven).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    expect(await open(other)).toBe(200);
    ends.abort();
  });
});
