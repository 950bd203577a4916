import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to the broker or the database that can be cut and mended. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private open = false;
  private readonly server = createServer((near) => {
    if (!this.open) return void near.destroy();
    const far = connect(Number(this.target.port), this.target.hostname);
    near.pipe(far).pipe(near);
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        other.destroy();
        this.sockets.delete(socket);
      });
    }
  });

  constructor(private readonly target: URL) {}

  /** The same address by way of this line, which is cut at first. */
  async url(): Promise<string> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  mend(): void {
    this.open = true;
  }

  cut(): void {
    this.open = false;
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
