import { Cursors } from './commands/cursors';
import { Engine } from './commands/engine';
import { log, logProblem } from './log';
import { DoorServer } from './server';
import { readSettings, type Settings } from './settings';
import { Transactions } from './commands/transactions';

const CLOSE_GRACE_MS = 3000;

async function main(settings: Settings): Promise<void> {
  const engine = new Engine(settings.postgres);
  const server = new DoorServer((clients) => ({
    engine,
    transactions: new Transactions(engine, settings.transactionIdleMs),
    cursors: new Cursors((connection) => engine.plain.release(connection)),
    startedAt: Date.now(),
    clients,
    maxClients: settings.maxClients,
  }));
  const stop = async (): Promise<void> => {
    log('info', 'stopping');
    await server.close(CLOSE_GRACE_MS);
    await server.door.transactions.close();
    engine.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());

  await server.listen(settings.port, settings.host);
  log('info', 'listening', { port: settings.port });
  await installWhenReachable(engine);
  log('info', 'ready', { port: settings.port });

  setInterval(() => {
    server.door.transactions.rollBackIdle(Date.now());
    server.door.cursors.dropIdle(Date.now());
  }, settings.transactionIdleMs / 12).unref();
  setInterval(() => void engine.forgetOldSessions().catch(() => undefined), 600_000).unref();
}

async function installWhenReachable(engine: Engine): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await engine.install();
      return;
    } catch (error) {
      if (attempt % 50 === 1) logProblem('waiting for the database', error);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

try {
  main(readSettings(process.env)).catch((error: unknown) => {
    logProblem('could not start', error);
    process.exit(1);
  });
} catch (error) {
  process.stderr.write(`infra/debian/door: ${error instanceof Error ? error.message : ''}\n`);
  process.exit(1);
}
