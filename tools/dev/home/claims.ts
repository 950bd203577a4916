import { createServer, type Server } from 'node:net';
import type { Home } from './home';
import { Failure } from './terminal';

const claimed = new Map<string, Server>();

/**
 * Claims a name for the life of this process; false when another process holds it. Two stacks that start at the
 * same moment would otherwise both find port 3000 free. An abstract socket vanishes with its process however that
 * ends, so a claim is never stale; it exists on Linux only, elsewhere every claim is granted.
 */
export async function claim(name: string): Promise<boolean> {
  if (process.platform !== 'linux' || claimed.has(name)) return true;
  const server = createServer((socket) => socket.destroy());
  const granted = await new Promise<boolean>((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(`\0demerit/${name}`, () => {
      resolve(true);
    });
  });
  if (!granted) return false;
  server.unref();
  claimed.set(name, server);
  return true;
}

/** For the life of this process nobody else stops the stack of this home to have a fresh one. @throws Failure when somebody does already. */
export async function claimWork(home: Home, command: string): Promise<void> {
  if (!(await claim(`runs/${home.id}`)))
    throw new Failure(
      `Another ${command} runs in this checkout, and would lose its stack: wait until it has ended, then again.`,
    );
}
