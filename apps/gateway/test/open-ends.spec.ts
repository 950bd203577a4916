import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { TrialGateway } from './gateway';

describe('what stays open', () => {
  let gateway: TrialGateway;
  let port: number;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    gateway = await TrialGateway.start({ connectionsPerAddress: 3 });
    gateway.learnKeys();
    await gateway.app.listen({ port: 0, host: '127.0.0.1' });
    port = (gateway.app.getHttpServer().address() as AddressInfo).port;
  }, 30_000);
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(() => gateway.app.close());

  function opened(bytes = ''): Socket {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  }

  const closed = (socket: Socket): Promise<boolean> =>
    Promise.race([
      once(socket, 'close').then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 2_000)),
    ]);

  it('§10.forms.open: given more connections of one address than it may have, then the last is cut, until one is closed', async () => {
    const three = [opened(), opened(), opened()];
    const fourth = opened();
    expect(await closed(fourth)).toBe(true);
    expect(three.map(({ destroyed }) => destroyed)).toEqual([false, false, false]);
    const [first] = three;
    first!.destroy();
    await once(first!, 'close');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await closed(opened())).toBe(false);
  });

  it('§10.forms.time: given headers that do not come in time, or none at all, then the connection is soon cut', async () => {
    const { server } = gateway.app.getHttpAdapter().getInstance();
    const before = server.headersTimeout;
    server.headersTimeout = 300;
    const ends = [opened('GET / HTTP/1.1\r\nHost:'), opened()].map(closed);
    expect(await Promise.all(ends)).toEqual([true, true]);
    server.headersTimeout = before;
  });
});
