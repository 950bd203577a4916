import { createServer, type Server, type Socket } from 'node:net';
import type { Client, Door } from './commands/call';
import { dispatch } from './dispatch';
import { errorReply, toCommandError } from './wire/errors';
import { Framer } from './postgres/framing';
import { log } from './log';
import { encodeReply, messageLength, parseRequest, type Request } from './wire/wire';

/** A driver has one request under way per connection; more than a few waiting ones are somebody else's protocol. */
const MAX_QUEUED = 16;

class Connection implements Client {
  readonly address: string;
  private readonly queue: Buffer[] = [];
  private working = false;

  constructor(
    readonly id: number,
    private readonly socket: Socket,
    private readonly door: Door,
    private readonly onIdle: () => void,
  ) {
    this.address = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
    socket.setNoDelay(true);
    const framer = new Framer(16, messageLength);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      try {
        framer.push(chunk, (message) => this.enqueue(message));
      } catch {
        socket.destroy();
      }
    });
  }

  get busy(): boolean {
    return this.working;
  }

  destroy(): void {
    this.socket.destroy();
  }

  private enqueue(message: Buffer): void {
    this.queue.push(message);
    if (this.queue.length > MAX_QUEUED) return this.destroy();
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let message = this.queue.shift(); message; message = this.queue.shift()) {
      if (this.socket.destroyed) break;
      await this.answer(message);
    }
    this.working = false;
    this.onIdle();
  }

  private async answer(message: Buffer): Promise<void> {
    let request: Request;
    try {
      request = parseRequest(message);
    } catch (error) {
      // What it wants answered cannot be known for sure, so the connection does not go on.
      const reply = { id: message.readInt32LE(4), legacy: false };
      this.send(encodeReply(reply, errorReply(toCommandError(error))));
      this.socket.end();
      return;
    }
    const answer = await dispatch({ request, client: this, door: this.door });
    if (!request.silent) this.send(encodeReply(request, answer));
  }

  private send(parts: Buffer[]): void {
    if (this.socket.destroyed) return;
    this.socket.cork();
    for (const part of parts) this.socket.write(part);
    this.socket.uncork();
  }
}

/** Listens for MongoDB drivers. */
export class DoorServer {
  private readonly server: Server;
  private readonly connections = new Set<Connection>();
  private nextId = 1;
  private whenIdle: (() => void) | null = null;

  readonly door: Door;

  constructor(makeDoor: (clients: ReadonlySet<Client>) => Door) {
    this.door = makeDoor(this.connections);
    this.server = createServer((socket) => this.accept(socket));
  }

  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ port, host, backlog: 511 }, resolve);
    });
  }

  /** Lets commands under way finish, but not for long; then everything open is rolled back by its client's absence. */
  async close(graceMs: number): Promise<void> {
    this.server.close();
    const idle = new Promise<void>((resolve) => (this.whenIdle = resolve));
    this.checkIdle();
    const timer = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([idle, timer]);
    for (const connection of this.connections) connection.destroy();
  }

  private accept(socket: Socket): void {
    if (this.connections.size >= this.door.maxClients) {
      log('warn', 'too many connections', { limit: this.door.maxClients });
      socket.destroy();
      return;
    }
    const connection = new Connection(this.nextId++, socket, this.door, () => this.checkIdle());
    this.connections.add(connection);
    socket.on('close', () => {
      this.connections.delete(connection);
      this.door.transactions.clientGone(connection);
    });
  }

  private checkIdle(): void {
    if (this.whenIdle && ![...this.connections].some(({ busy }) => busy)) this.whenIdle();
  }
}
