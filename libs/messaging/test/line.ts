import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A piece of what goes over a connection. */
export interface Piece {
  bytes: Buffer;
  from: 'client' | 'server';
  /** Of its connection, so that an answer is known for that of a question. */
  connection: object;
  passOn: () => void;
  /** Ends its connection, at both ends. */
  cut: () => void;
}

/** A way to the broker or the database on which somebody decides what becomes of each piece; unless told otherwise all pass. */
export class Line {
  decide: (piece: Piece) => void = ({ passOn }) => passOn();
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((near) => {
    const far = connect({ port: Number(this.target.port), host: this.target.hostname });
    this.watch(near, far, 'client');
    this.watch(far, near, 'server');
  });

  constructor(private readonly target: URL) {}

  /** The same address by way of this line. */
  async url(): Promise<string> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Ends all connections; new ones may be made at once. */
  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.server.close();
    this.cutAll();
  }

  private watch(socket: Socket, other: Socket, from: Piece['from']): void {
    this.sockets.add(socket);
    const connection = from === 'client' ? socket : other;
    const cut = (): void => {
      socket.destroy();
      other.destroy();
    };
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      this.decide({ bytes, from, connection, passOn: () => void other.write(bytes), cut });
    });
    socket.on('error', cut);
    socket.on('close', () => {
      this.sockets.delete(socket);
      other.destroy();
    });
  }
}
