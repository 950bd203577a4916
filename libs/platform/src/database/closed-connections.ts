import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

/** The driver's class of one connection, which it does not export. */
interface DriverConnection {
  socket: Socket;
  /** When the socket has closed: fails the command that waits for an answer, and every later one. */
  onClose: (this: DriverConnection) => void;
}

const { Connection } = createRequire(__filename)('mongodb/lib/cmap/connection') as {
  Connection: { prototype: DriverConnection };
};
const { onClose } = Connection.prototype;

// A command written between a socket's end and its `close` is told to wait for `drain`, which never comes: the command hangs for
// good, and where it was the monitor's, the server counts as lost until the process ends (docs/decisions/0010).
Connection.prototype.onClose = function () {
  onClose.call(this);
  this.socket.emit('drain');
};
