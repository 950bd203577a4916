import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailable } from '@demerit/messaging';
import { GatewayConfig } from './gateway.config';
import { InternalHttp } from './internal-http';

const TIMEOUT_MS = 300;

/** What a service answers when it does so. */
async function answerOf(answering: (response: ServerResponse) => Promise<void>): Promise<string> {
  const server = createServer((_request, response) => void answering(response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  try {
    const http = new InternalHttp(Object.assign(new GatewayConfig(), { internalToken: 'secret' }));
    return await (await http.call('identity', url, { method: 'GET' }, TIMEOUT_MS)).text();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('an answer of another program over HTTP', () => {
  it('whose head is there in time may take longer, as a file does to a slow reader', async () => {
    const whole = answerOf(async (response) => {
      response.write('half of it, ');
      await sleep(2 * TIMEOUT_MS);
      response.end('and the rest');
    });
    expect(await whole).toBe('half of it, and the rest');
  });

  it('that does not begin in time is none', async () => {
    const late = answerOf(async (response) => {
      await sleep(4 * TIMEOUT_MS);
      response.end('too late');
    });
    await expect(late).rejects.toThrow(ServiceUnavailable);
  });
});
