import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { claim } from './claims';
import { PORT_NAMES, type PortName, type Ports } from './names';

const FIRST_GATEWAY_PORT = 3000;
/** Below the range from which systems take ports for outgoing connections: a port must still be free when its process restarts. */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 31_999;

/**
 * One port a name. What was chosen earlier is kept while it is free; the gateway takes 3000 or the next free one,
 * whatever it had before.
 */
export async function choosePorts(
  kept: Partial<Ports>,
  isFree: (port: number) => Promise<boolean>,
  candidate: () => number = () => randomInt(LOWEST_PORT, HIGHEST_PORT + 1),
): Promise<Ports> {
  const chosen: Partial<Ports> = {};
  const take = async (port: number): Promise<boolean> =>
    !Object.values(chosen).includes(port) && (await isFree(port));
  for (const name of PORT_NAMES) {
    chosen[name] =
      name === 'gateway'
        ? await firstFree(take, FIRST_GATEWAY_PORT)
        : await keptOrNew(name, kept, take, candidate);
  }
  return chosen as Ports;
}

async function keptOrNew(
  name: PortName,
  kept: Partial<Ports>,
  take: (port: number) => Promise<boolean>,
  candidate: () => number,
): Promise<number> {
  const before = kept[name];
  if (before !== undefined && (await take(before))) return before;
  for (let attempt = 0; attempt < 500; attempt++) {
    const port = candidate();
    if (await take(port)) return port;
  }
  throw new Error(`no free port on 127.0.0.1 for ${name}`);
}

async function firstFree(take: (port: number) => Promise<boolean>, from: number): Promise<number> {
  for (let port = from; port < from + 1_000; port++) {
    if (await take(port)) return port;
  }
  throw new Error(`no free port on 127.0.0.1 from ${String(from)} on`);
}

/** Free for this process: nobody listens there, and no other stack of this machine has chosen it. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port)) && (await claim(`port/${String(port)}`));
}

export async function canListen(port: number): Promise<boolean> {
  for (const host of ['0.0.0.0', '127.0.0.1']) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once('error', () => {
        resolve(false);
      });
      server.listen({ port, host, exclusive: true }, () => {
        server.close(() => {
          resolve(true);
        });
      });
    });
    if (!free) return false;
  }
  return true;
}
