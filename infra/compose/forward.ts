import { connect, createServer } from 'node:net';

/** `forward <host> <port>`: hands connections at 3000 on, so that a container's page can be published while the profile `tools` is on. */
const [host = '', port = ''] = process.argv.slice(2);

const server = createServer((inside) => {
  const outside = connect({ host, port: Number(port) });
  inside.pipe(outside).pipe(inside);
  inside.on('error', () => outside.destroy());
  outside.on('error', () => inside.destroy());
});
server.listen(3000, '0.0.0.0');
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => process.exit(0));
