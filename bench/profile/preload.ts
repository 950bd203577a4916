/** Required by a service before its own program: a SIGUSR2 starts V8's profiler, the next stops it and leaves what it saw in the folder `BENCH_PROFILES`. */
import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

const SAMPLE_EVERY_US = 500;

const file = join(process.env['BENCH_PROFILES'] ?? '.', `${process.pid}.cpuprofile`);
let session: Session | undefined;

async function start(): Promise<void> {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
  await session.post('Profiler.start');
}

async function stop(running: Session): Promise<void> {
  session = undefined;
  const { profile } = await running.post('Profiler.stop');
  running.disconnect();
  writeFileSync(`${file}.new`, JSON.stringify(profile));
  renameSync(`${file}.new`, file);
}

process.on('SIGUSR2', () => void (session ? stop(session) : start()));
