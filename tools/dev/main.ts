import { complain, Failure, reasonOf } from './home/terminal';

/** The commands behind `./dev` that need Node; `dev` has checked the words, so they are only looked up here. */
const COMMANDS: Record<string, (words: string[]) => Promise<void>> = {
  up: async (words) => (await import('./commands/up.js')).up(words.includes('--detach')),
  supervise: async ([extent]) =>
    (await import('./commands/up.js')).supervise(extent === 'stores' ? 'stores' : 'all'),
  down: async (words) => (await import('./commands/down.js')).down(words.includes('--keep')),
  test: async ([name, part]) => {
    if (name === 'all') return (await import('./commands/test-all.js')).testAll();
    if (name === 'compose') return (await import('../../infra/compose/check.js')).checkCompose();
    if (name === 'alerts')
      return (await import('../../infra/observability/alerts.js')).checkAlerts();
    const { testRun, testRunInContainers } = await import('./commands/test-run.js');
    return name === '--containers' ? testRunInContainers(part) : testRun(name);
  },
  logs: async ([name]) => (await import('./commands/logs.js')).logs(name),
  token: async ([name]) => (await import('./commands/token.js')).token(name ?? ''),
  events: async () => (await import('./commands/events.js')).events(),
  doctor: async () => (await import('./commands/doctor.js')).doctor(),
  bench: async (words) => (await import('./commands/bench.js')).bench(words),
  fuzz: async (words) => (await import('./commands/fuzz.js')).fuzz(words),
  demo: async ([part]) =>
    part === 'race'
      ? (await import('./story/demo-race.js')).demoRace()
      : (await import('./story/demo.js')).demo(),
};

async function main([name = '', ...words]: string[]): Promise<void> {
  // A reader that has seen enough (`| head`) or a closed terminal is no reason to leave a stack half stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const command = COMMANDS[name];
    if (!command) throw new Failure(`unknown command ${name}`, 2);
    await command(words);
  } catch (error) {
    if (reasonOf(error) !== '') complain(reasonOf(error));
    process.exitCode = error instanceof Failure ? error.exitCode : 1;
  }
  // Open connections must not keep a finished command alive.
  process.exit();
}

void main(process.argv.slice(2));
