import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackHome } from '../../tools/dev/home/home';
import { Contestant } from '../contest/contestant';
import type { Client, ClientSettings, Job } from './client';

/** Starts who sends acceptances; `name` tells the clients of one run apart. */
export async function startClient(
  name: string,
  url: string,
  jobs: readonly Job[],
): Promise<Contestant<Client>> {
  const folder = stackHome().dir;
  const jobsFile = join(folder, `jobs-${name}.json`);
  mkdirSync(folder, { recursive: true });
  // Tokens stand in it.
  writeFileSync(jobsFile, JSON.stringify(jobs), { mode: 0o600 });
  const settings: ClientSettings = { url, jobsFile };
  return Contestant.start<Client>('acceptance/client', settings);
}
