import type { ImportAnswer } from '@demerit/contracts';
import { request, type ClientRequest } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Problem } from '../../tools/dev/client/api';
import { tokenOf } from '../../tools/dev/client/sessions';
import { home, stack } from './stack';

type Register = 'vehicles' | 'licences' | 'study-certificates' | 'opening-balances' | 'violations';

export interface ImportReply {
  status: number;
  body: ImportAnswer & Partial<Problem>;
}

/** A request for an import, whose body is still to be written. Not fetch: that one gives up where an answer takes five minutes. */
export async function openImport(
  register: Register,
  account = 'registrar',
): Promise<ClientRequest> {
  const token = await tokenOf(home(), stack(), account);
  return request(`${stack().gatewayUrl}/v1/registry/${register}`, {
    method: register === 'violations' ? 'POST' : 'PUT',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}` },
  });
}

/** Sends lines, as fast as they are taken, and waits for what became of them. */
export async function importLines(
  register: Register,
  lines: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  account?: string,
): Promise<ImportReply> {
  const sending = await openImport(register, account);
  const answered = answerOf(sending);
  const sent = pipeline(Readable.from(lines, { objectMode: false }), sending);
  try {
    // Node's client writes no more when it has read the whole of an early answer.
    return await Promise.race([answered, sent.then(() => answered)]);
  } finally {
    sent.catch(() => undefined);
    sending.destroy();
  }
}

/** Sends objects, a line each; the answer must be a success. */
export async function importAll(register: Register, objects: object[]): Promise<ImportAnswer> {
  const { status, body } = await importLines(
    register,
    objects.map((one) => `${JSON.stringify(one)}\n`),
  );
  if (status !== 200) throw new Error(`the import was answered ${status} ${JSON.stringify(body)}`);
  return body;
}

function answerOf(sending: ClientRequest): Promise<ImportReply> {
  return new Promise((resolve, reject) => {
    sending.on('error', reject);
    sending.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const body = JSON.parse(Buffer.concat(parts).toString()) as ImportReply['body'];
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
  });
}
