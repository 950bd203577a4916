import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { stackHome } from '../../tools/dev/home/home';
import { choosePorts, isPortFree } from '../../tools/dev/home/ports';
import { complain, Failure, reasonOf, say, seconds } from '../../tools/dev/home/terminal';
import { Compose, someEngine, someImages } from './docker';
import { lifeOf } from './life';
import { refusalsOf } from './refused-starts';
import type { Step } from './step';
import { Driver } from './upgrade/driver';
import { unpackReleaseBefore } from './upgrade/release-before';
import { Upgrade } from './upgrade/upgrade';

const PROJECT = 'demerit-check';
const CERTIFICATES = process.env['NODE_EXTRA_CA_CERTS'];

/**
 * `./dev test compose`: the whole life of docker-compose.yml under a project name of its own, on the engine there is or on
 * one from Debian's packages, with the official images or with local ones. Ends with `Tests: N passed, N failed`.
 */
export async function checkCompose(): Promise<void> {
  const { root } = stackHome();
  const folder = await unpackReleaseBefore(root);
  try {
    const engine = await someEngine(root);
    try {
      await checkOn(root, folder);
    } finally {
      await engine.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function checkOn(root: string, folder: string): Promise<void> {
  const ports = await choosePorts({}, isPortFree);
  const compose = new Compose(root, PROJECT, {
    ...(await someImages(root, ['broker', 'database', 'node', 'prometheus'])),
    // A network that inspects TLS needs its certificates while the image is built.
    ...(CERTIFICATES !== undefined && existsSync(CERTIFICATES) ? { CA_FILE: CERTIFICATES } : {}),
    GATEWAY_PORT: String(ports.gateway),
    MANAGEMENT_PORT: String(ports.brokerManagement),
    PAY_PAGE_PORT: String(ports['payment-sandbox']),
    PROMETHEUS_PORT: String(ports.brokerPrometheus),
  });
  const interrupted = new Promise<never>((_, reject) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(name, () => reject(new Failure('Interrupted.', 130)));
  });
  const gatewayUrl = `http://127.0.0.1:${String(ports.gateway)}`;
  const before = compose.of(folder, { DEMERIT_IMAGE: 'demerit:before' });
  const driver = new Driver(stackHome({}, folder), gatewayUrl);
  const steps = [
    ...refusalsOf(compose),
    ...lifeOf(compose, gatewayUrl),
    ...new Upgrade({ now: compose, before }, driver).steps(),
  ];
  await compose.run(['down', '--volumes', '--remove-orphans']);
  let passed = 0;
  try {
    for (const step of steps) {
      await Promise.race([timed(step), interrupted]);
      passed++;
    }
  } catch (error) {
    complain(reasonOf(error));
    complain((await compose.attempt(['ps', '--all'])).output);
    complain(await compose.complaints());
    complain((await compose.attempt(['logs', '--tail', '20'])).output);
  } finally {
    await compose.run(['down', '--volumes', '--remove-orphans', '--timeout', '5']);
  }
  const failed = passed === steps.length ? 0 : 1;
  say(`Tests: ${String(passed)} passed, ${String(failed)} failed`);
  if (failed > 0) throw new Failure('', 1);
}

async function timed({ what, holds }: Step): Promise<void> {
  const since = performance.now();
  try {
    await holds();
  } catch (error) {
    throw new Failure(`✗ ${what}: ${reasonOf(error)}`);
  }
  say(`✓ ${what} (${seconds(since)})`);
}
