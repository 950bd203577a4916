import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withStack } from '../../tools/dev/commands/borrowed-stack';
import { eventually } from '../../tools/dev/client/eventually';
import { readJson } from '../../tools/dev/home/files';
import { stackHome, type Home } from '../../tools/dev/home/home';
import { SERVICE_NAMES, type Ports } from '../../tools/dev/home/names';
import { choosePorts, isPortFree } from '../../tools/dev/home/ports';
import type { StackFile } from '../../tools/dev/home/stack-file';
import { complain, Failure, reasonOf, say, seconds } from '../../tools/dev/home/terminal';
import { Prometheus, type Firing } from './prometheus';
import { provoke } from './provocations';

/** The longest: ten minutes of slow answers, in a window of five. */
const ALL_FIRE_WITHIN_MS = 20 * 60_000;
const LOOK_EVERY_MS = 2_000;

/**
 * `./dev test alerts`: a stack and a Prometheus of its own with the repository's rules; each condition is brought about for real, and
 * each alert seen firing over Prometheus' API. Takes a quarter of an hour, because the rules wait; `ALERTS_FOR=10s` takes a copy of them
 * whose `for` is that. Ends with `Tests: N passed, N failed`.
 */
export async function checkAlerts(): Promise<void> {
  const home = stackHome({ ...process.env, DEMERIT_HOME: join(stackHome().dir, 'alerts') });
  process.env['DEMERIT_HOME'] = home.dir;
  const rules = readFileSync(join(home.root, 'infra/observability/alerts.yml'), 'utf8');
  const wanted = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name ?? '');
  let fired: string[] = [];
  await withStack(home, async (stack) => {
    const prometheus = await Prometheus.start({
      root: home.root,
      dir: join(home.dir, 'prometheus'),
      rulesFile: rulesFile(home, rules),
      port: await freePort(home),
      targets: targetsOf(home),
    });
    try {
      fired = await seenFiring(home, stack, prometheus, wanted);
    } finally {
      await prometheus.stop();
    }
  });
  const missing = wanted.filter((name) => !fired.includes(name));
  if (missing.length > 0) complain(`Never seen firing: ${missing.join(', ')}`);
  say(`Tests: ${String(fired.length)} passed, ${String(missing.length)} failed`);
  if (missing.length > 0) throw new Failure('', 1);
}

/** The repository's own, unless a shorter wait is asked for. */
function rulesFile(home: Home, rules: string): string {
  const wait = process.env['ALERTS_FOR'];
  if (wait === undefined) return join(home.root, 'infra/observability/alerts.yml');
  if (!/^\d+[sm]$/.test(wait)) throw new Failure(`ALERTS_FOR is like 10s, not ${wait}`, 2);
  const file = join(home.dir, 'prometheus', 'alerts.yml');
  mkdirSync(join(home.dir, 'prometheus'), { recursive: true });
  writeFileSync(file, rules.replace(/^( +for:) .*$/gm, `$1 ${wait}`));
  say(`Every alert fires after ${wait}, by a copy of the rules; the repository's wait longer.`);
  return file;
}

async function freePort(home: Home): Promise<number> {
  const others = readJson(home.portsFile) as Ports;
  const { brokerPrometheus } = await choosePorts({}, async (port) =>
    Object.values(others).includes(port) ? false : isPortFree(port),
  );
  return brokerPrometheus;
}

function targetsOf(home: Home): string[] {
  const ports = readJson(home.portsFile) as Ports;
  return SERVICE_NAMES.map((name) => `127.0.0.1:${String(ports[name])}`);
}

/** Nothing fires before anything is wrong; then one alert after the other. Answers those that did. */
async function seenFiring(
  home: Home,
  stack: StackFile,
  prometheus: Prometheus,
  wanted: string[],
): Promise<string[]> {
  await eventually(async () => (await prometheus.upCount()) === SERVICE_NAMES.length, {
    withinMs: 60_000,
    everyMs: LOOK_EVERY_MS,
  });
  const early = await prometheus.firing();
  if (early.length > 0) throw new Failure(`${early[0]?.name ?? ''} fires though all is well`);
  say('All is well, and no alert fires. Now things go wrong.');
  const since = performance.now();
  const seen = new Map<string, Firing>();
  const provoking = provoke(home, stack);
  const failed = provoking.done.catch((error: unknown) => complain(reasonOf(error)));
  try {
    await eventually(
      async () => {
        for (const alert of await prometheus.firing()) {
          if (!seen.has(alert.name)) say(`✓ ${alert.name} (${seconds(since)}): ${alert.summary}`);
          seen.set(alert.name, alert);
        }
        return wanted.every((name) => seen.has(name));
      },
      { withinMs: ALL_FIRE_WITHIN_MS, everyMs: LOOK_EVERY_MS },
    );
  } catch (error) {
    complain(reasonOf(error));
  } finally {
    provoking.stop();
    await failed;
  }
  return wanted.filter((name) => seen.has(name));
}
