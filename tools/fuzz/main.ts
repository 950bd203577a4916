/** What `./dev fuzz` starts on the stack that it brought up: makes the list, sends it, judges the answers, and says what became of all. */
import { parseArgs } from 'node:util';
import { Api, ok } from '../dev/client/api';
import { readJson } from '../dev/home/files';
import { stackHome } from '../dev/home/home';
import type { StackFile } from '../dev/home/stack-file';
import { complain, say, seconds } from '../dev/home/terminal';
import { attack } from './attack';
import { Judge } from './judge/judge';
import { Logs } from './judge/logs';
import { MemoryWatch } from './judge/memory';
import { report, type Flooding } from './judge/report';
import { Tally } from './judge/tally';
import { flood, lineOf } from './messages/flood';
import { Neighbour } from './messages/neighbour';
import { callersOf, routesOf, type Document } from './requests/document';
import { digestOf, leastOf, plan } from './requests/plan';
import { SCENES } from './world/scenes';
import { World } from './world/world';

async function main(words: string[]): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      requests: { type: 'string' },
      messages: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const [seed, count] = [Number(values.seed), Number(values.requests)];
  const messages = Number(values.messages ?? 0);
  const home = stackHome();
  const stack = readJson(process.env['DEMERIT_STACK'] ?? '') as StackFile | undefined;
  if (!stack) throw new Error('needs a running stack: ./dev fuzz');
  const document = await ok(new Api(stack.gatewayUrl).get<Document>('/openapi.json'));
  const routes = routesOf(document);
  const callers = callersOf(routes);
  const least = leastOf({ routes, callers });
  if (count < least) {
    complain(`${String(least)} requests are the fewest: five of every route by everybody`);
    return 2;
  }
  const scenes = new Set(Object.keys(SCENES));
  const list = plan({ document, routes, callers, scenes, seed, count });
  say(
    `Seed ${String(seed)}: ${String(list.length)} requests to ${String(routes.length)} routes by ${callers.join(', ')}; list ${digestOf(list)}.`,
  );
  let since = performance.now();
  const world = new World(home, stack);
  await world.open();
  say(`The people of the run are there after ${seconds(since)}.`);
  since = performance.now();
  const tally = new Tally(routes, callers);
  const memory = new MemoryWatch(stack);
  const logs = new Logs(home.logs);
  const byName = new Map(routes.map((route) => [route.name, route]));
  const { gatewayUrl } = stack;
  await attack({ world, routes: byName, judge: new Judge(document), tally, gatewayUrl }, list);
  memory.stop();
  say(`Sent and answered after ${seconds(since)}.`);
  const failures = logs.failures();
  const flooded = messages > 0 ? await floodAll(stack, messages, seed) : undefined;
  const after = readJson(home.stackFile) as StackFile | undefined;
  const facts = { tally, memory, failures, flooded, before: stack, after };
  return report({
    ...facts,
    again: `--requests ${String(count)} --messages ${String(messages)} --seed ${String(seed)}`,
  });
}

/** With a neighbour who asks meanwhile: what is malformed must hinder nobody. */
async function floodAll(stack: StackFile, count: number, seed: number): Promise<Flooding> {
  const since = performance.now();
  const neighbour = new Neighbour(stack.gatewayUrl);
  const queues = await flood(stack, { count, seed, said: (one) => say(`  ${lineOf(one)}`) });
  const hindered = await neighbour.end();
  say(`Messages sent and counted after ${seconds(since)}.`);
  return { queues, hindered };
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
