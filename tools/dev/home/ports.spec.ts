import { createServer, type Server } from 'node:net';
import { PORT_NAMES } from './names';
import { canListen, choosePorts } from './ports';

const counting = (first: number) => {
  let next = first;
  return () => next++;
};
const everyPortIsFree = () => Promise.resolve(true);

describe('the choice of ports', () => {
  it('gives every name a port of its own and the gateway 3000', async () => {
    const ports = await choosePorts({}, everyPortIsFree, counting(20_000));
    expect(ports.gateway).toBe(3000);
    expect(new Set(Object.values(ports)).size).toBe(PORT_NAMES.length);
  });

  it('keeps what was chosen earlier while it is free', async () => {
    const before = await choosePorts({}, everyPortIsFree, counting(20_000));
    expect(await choosePorts(before, everyPortIsFree, counting(25_000))).toEqual(before);
  });

  it('replaces a kept port that somebody else has taken meanwhile', async () => {
    const before = await choosePorts({}, everyPortIsFree, counting(20_000));
    const isFree = (port: number) => Promise.resolve(port !== before.ledger);
    const after = await choosePorts(before, isFree, counting(25_000));
    expect(after).toEqual({ ...before, ledger: 25_000 });
  });

  it('gives the gateway the next free port, and 3000 again as soon as that is free', async () => {
    const taken = new Set([3000, 3001]);
    const isFree = (port: number) => Promise.resolve(!taken.has(port));
    const before = await choosePorts({}, isFree, counting(20_000));
    expect(before.gateway).toBe(3002);
    expect((await choosePorts(before, everyPortIsFree, counting(25_000))).gateway).toBe(3000);
  });

  it('never gives one port to two names', async () => {
    const alwaysTheSameTwice = () => Math.floor(counter++ / 2) + 20_000;
    let counter = 0;
    const ports = await choosePorts({ broker: 20_003 }, everyPortIsFree, alwaysTheSameTwice);
    expect(new Set(Object.values(ports)).size).toBe(PORT_NAMES.length);
  });
});

describe('a port of this machine', () => {
  const listening = async (host: string): Promise<{ server: Server; port: number }> => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { server, port: address.port };
  };

  it.each(['127.0.0.1', '0.0.0.0'])('is not free while somebody listens on %s', async (host) => {
    const { server, port } = await listening(host);
    expect(await canListen(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await canListen(port)).toBe(true);
  });
});
