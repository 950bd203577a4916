import type { IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { TrialGateway } from './gateway';

/** What Node's own reader of HTTP refuses: clients that encode nothing meet it, and `inject` does not. */
describe('a request that cannot be read', () => {
  let gateway: TrialGateway;
  let port: number;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
    await gateway.app.listen({ port: 0, host: '127.0.0.1' });
    port = (gateway.app.getHttpServer().address() as AddressInfo).port;
  }, 30_000);
  afterAll(() => {
    gateway.app.getHttpServer().closeAllConnections();
    return gateway.app.close();
  });

  function answerTo(bytes: string): Promise<{ head: string; problem: Record<string, unknown> }> {
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (part) => parts.push(part));
      socket.on('error', reject);
      socket.on('close', () => {
        const [head = '', body = ''] = Buffer.concat(parts).toString().split('\r\n\r\n');
        resolve({ head, problem: JSON.parse(body) as Record<string, unknown> });
      });
    });
  }

  it.each([
    ['en', 'The request is not well formed'],
    ['zh', '请求的格式不正确'],
  ])(
    '§10.forms.utf8: given Chinese in an address as it is, then it is refused and says how it is sent, in %s',
    async (language, title) => {
      const { head, problem } = await answerTo(
        `GET /v1/violations?plateNumber=浙A8K2M6 HTTP/1.1\r\nHost: a\r\nAccept-Language: ${language}\r\n\r\n`,
      );
      expect(head).toContain('HTTP/1.1 400 Bad Request');
      expect(head).toContain('application/problem+json');
      expect(problem).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', title });
      expect(problem['errors']).toMatchObject([{ field: 'path' }]);
      expect(JSON.stringify(problem['errors'])).toMatch(/percent-encoded|百分号编码/);
      expect(head).toContain(`x-request-id: ${String(problem['requestId'])}`);
    },
  );

  it.each([
    ['request', 400, 'hello\r\n\r\n'],
    ['headers', 431, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
  ])(
    'given %s that no one can read, then a problem as well, under %s',
    async (field, status, sent) => {
      const { head, problem } = await answerTo(sent);
      expect(head).toContain(`HTTP/1.1 ${status} `);
      expect(problem).toMatchObject({ status, code: 'VALIDATION_FAILED' });
      expect(problem['errors']).toMatchObject([{ field }]);
    },
  );

  it('§1.watch.line: given one that nobody can read, then it leaves a line as well', async () => {
    const logged = jest.spyOn(Logger.prototype, 'log').mockImplementation();
    const { problem } = await answerTo('hello\r\n\r\n');
    expect(logged.mock.calls).toEqual([
      [
        {
          msg: 'answered',
          route: 'none',
          status: 400,
          refusal: 'VALIDATION_FAILED',
          requestId: problem['requestId'],
          address: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
        },
      ],
    ]);
    logged.mockRestore();
  });

  it('given a body that its sender breaks off, then nobody is there to be answered, and no failure is logged', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const head = 'POST /v1/auth/codes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    const ended = Promise.withResolvers<undefined>();
    const { server } = gateway.app.getHttpAdapter().getInstance();
    server.once('request', (request: IncomingMessage) => {
      request.once('data', () => socket.destroy());
      request.once('close', () => setTimeout(() => ended.resolve(undefined), 50));
    });
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${head}Content-Length: 100\r\n\r\n{"phone":`);
    });
    await ended.promise;
    expect(logged).not.toHaveBeenCalled();
    logged.mockRestore();
  });

  it('given an expectation that nobody knows, then the request is answered as without it', async () => {
    const { head, problem } = await answerTo(
      'GET /v1/me HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
    );
    expect(head).toContain('HTTP/1.1 401 ');
    expect(problem).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['GET', '/v1/me', '1.1', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/nothing', '1.1', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/me', '1.0', 401, 'UNAUTHENTICATED'],
  ])(
    'given %s %s of HTTP/%s without Host, then a problem under %i',
    async (method, path, version, status, code) => {
      const { head, problem } = await answerTo(
        `${method} ${path} HTTP/${version}\r\nConnection: close\r\n\r\n`,
      );
      expect(head).toContain(`HTTP/1.1 ${status} `);
      expect(problem).toMatchObject({ status, code });
    },
  );

  it('given one that does not come to its end in time, then a problem as well, under 408', async () => {
    const code = 'ERR_HTTP_REQUEST_TIMEOUT';
    const server = gateway.app.getHttpServer();
    server.once('connection', (socket) =>
      server.emit('clientError', Object.assign(new Error('Request timeout'), { code }), socket),
    );
    const { head, problem } = await answerTo('');
    expect(head).toContain('HTTP/1.1 408 Request Timeout');
    expect(problem).toMatchObject({ status: 408, errors: [{ field: 'request' }] });
  });

  it('§10.forms.time: given headers that do not come within 30 s, then Node ends them', () => {
    expect(gateway.app.getHttpServer().headersTimeout).toBe(30_000);
  });

  describe('given a body that comes too slowly', () => {
    afterEach(() => jest.restoreAllMocks());

    function watched() {
      const looks: (() => void)[] = [];
      const first = Promise.withResolvers<true>();
      jest.spyOn(global, 'setInterval').mockImplementation((look: () => void) => {
        looks.push(look);
        first.resolve(true);
        return setTimeout(() => undefined).unref();
      });
      return { looks, first: first.promise };
    }

    /** Sends a head, and lets so many seconds go by before anything else comes. */
    async function afterSeconds(seconds: number, path: string, type: string) {
      const { looks, first } = watched();
      const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nAccept-Language: zh\r\nContent-Type: ${type}\r\n`;
      const answer = answerTo(`${head}Content-Length: 1000\r\n\r\n`);
      await first;
      for (let second = 0; second < seconds; second += 1) for (const look of looks) look();
      return answer;
    }

    it('§10.forms.time: then it is 408 after 60 s, in the language of its sender', async () => {
      const { head, problem } = await afterSeconds(61, '/v1/auth/codes', 'application/json');
      expect(head).toContain('HTTP/1.1 408 Request Timeout');
      expect(problem['errors']).toEqual([{ field: 'request', message: 'request 未能及时到达' }]);
    });

    it('§10.forms.time: given that it was answered and nobody reads the rest, then the connection is cut all the same', async () => {
      gateway.learnKeys();
      const { looks } = watched();
      const field = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n';
      const head = `POST /v1/me/documents HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${await gateway.token()}\r\n`;
      const body = `${field.repeat(6)}${'x'.repeat(300_000)}`;
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(
          `${head}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n${body}`,
        ),
      );
      socket.on('error', () => undefined);
      const answer = String(await new Promise<Buffer>((resolve) => socket.once('data', resolve)));
      expect(answer).toContain('HTTP/1.1 400 ');
      const closed = new Promise((resolve) => socket.once('close', resolve));
      for (let second = 0; second < 61; second += 1) for (const look of looks) look();
      await closed;
    });
  });
});
