import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf, say } from '../dev/home/terminal';
import { codeIn, reachesRule, type Answered, type Judge } from './judge/judge';
import type { Tally } from './judge/tally';
import { bytesOf, JSON_TYPE, type Body } from './requests/bodies';
import type { Route } from './requests/document';
import type { Outgoing } from './requests/outgoing';
import type { Planned } from './requests/plan';
import { filledIn, ID_KINDS } from './requests/stand-ins';
import { Sender } from './send';
import type { Caller } from './world/callers';
import { SCENES, type Scened } from './world/scenes';
import type { World } from './world/world';

const IN_FLIGHT = 12;
const SAID_EVERY_MS = 10_000;
const CLOCK = 'POST /v1/sandbox/clock';
/** The clock of the stack never goes back, and a year further on nobody's licence, code or token is what it was. */
const MOST_SECONDS = 5;

export interface Attack {
  world: World;
  routes: ReadonlyMap<string, Route>;
  judge: Judge;
  tally: Tally;
  gatewayUrl: string;
}

/** Sends all of it, some at a time, and judges every answer. */
export async function attack(facts: Attack, list: readonly Planned[]): Promise<void> {
  const sender = new Sender(facts.gatewayUrl);
  const waiting = list[Symbol.iterator]();
  let sent = 0;
  const worker = async (): Promise<void> => {
    for (const planned of waiting) {
      await one(facts, sender, planned);
      sent += 1;
    }
  };
  const said = setInterval(() => {
    say(`  ${String(sent)} of ${String(list.length)} requests, ${facts.tally.inShort}`);
  }, SAID_EVERY_MS);
  try {
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  } finally {
    clearInterval(said);
    sender.close();
  }
}

async function one(facts: Attack, sender: Sender, planned: Planned): Promise<void> {
  const { world, tally, judge } = facts;
  const route = facts.routes.get(planned.route);
  if (!route) throw new Error(`no route ${planned.route}`);
  const scened = await sceneOf(planned, world, tally);
  const usual = world.callers.of(planned.caller, planned.route, planned.number);
  const caller = planned.caller === 'none' ? undefined : (scened.caller ?? usual);
  const { outgoing, namesWhatExists } = await concrete(planned, scened, { route, world, caller });
  let answered: Answered;
  try {
    answered = await sender.send(outgoing);
  } catch (error) {
    tally.miss(planned, outgoing, { kind: 'no answer', why: reasonOf(error) });
    return;
  }
  for (const miss of judge.missesOf(route, answered)) tally.miss(planned, outgoing, miss);
  tally.count(planned, answered, reachesRule(answered, namesWhatExists));
  learn(world, answered, caller);
  await keepGoing({ world, caller, planned, answered });
}

/** A scene that cannot be set up is said at the end; its request is sent as it would be without. */
async function sceneOf(planned: Planned, world: World, tally: Tally): Promise<Scened> {
  const scene = planned.way === 'scene' ? SCENES[planned.route] : undefined;
  if (!scene) return {};
  try {
    return await scene(world);
  } catch (error) {
    tally.noScene(planned.route, reasonOf(error));
    return {};
  }
}

interface Where {
  route: Route;
  world: World;
  caller: Caller | undefined;
}

async function concrete(
  planned: Planned,
  scened: Scened,
  { route, world, caller }: Where,
): Promise<{ outgoing: Outgoing; namesWhatExists: boolean }> {
  const reader = caller?.accountId ?? 'nobody';
  const fill = (name: string, place: number): string => world.fill(name, place, reader);
  const ids = { ...(filledIn(planned.ids, fill) as Record<string, string>), ...scened.ids };
  const path = Object.entries(ids).reduce(
    (text, [name, id]) => text.replace(`{${name}}`, () => inAddress(id)),
    route.path,
  );
  const query = planned.query.map(([name, value]) => {
    return `${inAddress(name)}=${inAddress(String(filledIn(value, fill)))}`;
  });
  const named = Object.values(ids);
  const heads = filledIn(planned.headers, (name, place) =>
    world.fill(name, place, reader, named),
  ) as Record<string, string>;
  const { bytes, headers } = bytesFor(planned, scened, fill);
  const outgoing = {
    method: route.method,
    path: path + (query.length > 0 ? `?${query.join('&')}` : ''),
    headers: {
      ...(caller && { authorization: `Bearer ${await caller.token()}` }),
      ...headers,
      ...heads,
      ...(scened.ifMatch !== undefined && { 'if-match': scened.ifMatch }),
    },
    bytes: route.name === CLOCK ? carefully(bytes) : bytes,
  };
  return { outgoing, namesWhatExists: namesExisting(planned, scened, world) };
}

function bytesFor(
  planned: Planned,
  scened: Scened,
  fill: (name: string, place: number) => string,
): { bytes: Buffer; headers: Record<string, string> } {
  const body: Body | undefined =
    scened.body === undefined
      ? planned.body
      : { form: 'value', value: scened.body, type: JSON_TYPE };
  return body ? bytesOf(filledIn(body, fill) as Body) : { bytes: Buffer.alloc(0), headers: {} };
}

/** Percent-coded, unless it brings signs of its own. */
function inAddress(text: string): string {
  return text.includes('%') ? text : encodeURIComponent(text.toWellFormed());
}

function carefully(bytes: Buffer): Buffer {
  try {
    const body = JSON.parse(bytes.toString()) as { advanceSeconds?: unknown };
    if (!(Number(body.advanceSeconds) > MOST_SECONDS)) return bytes;
    return Buffer.from(JSON.stringify({ ...body, advanceSeconds: MOST_SECONDS }));
  } catch {
    return bytes;
  }
}

/** Whether each id of its address is one that an answer named before. */
function namesExisting({ ids }: Planned, scened: Scened, { pools }: World): boolean {
  return Object.entries(ids).every(([name, id]) => {
    if (scened.ids?.[name] !== undefined || name === 'provider') return true;
    return id.startsWith(`{{${name}:`) && ID_KINDS.includes(name) && pools.has(name);
  });
}

function learn(world: World, { status, headers, body }: Answered, caller?: Caller): void {
  if (status >= 400 || !(headers['content-type']?.includes('json') ?? false)) return;
  try {
    world.pools.read(JSON.parse(body), caller?.accountId ?? 'nobody');
  } catch {
    // Longer than what is kept of an answer.
  }
}

/** Whose token was refused, and was not made up, gets another; at a limit all wait a moment. */
async function keepGoing({
  world,
  caller,
  planned,
  answered,
}: {
  world: World;
  caller: Caller | undefined;
  planned: Planned;
  answered: Answered;
}): Promise<void> {
  if (answered.status === 429) await pause(20);
  const isOwn = planned.headers['authorization'] === undefined;
  if (!caller || !isOwn || codeIn(answered.body) !== 'UNAUTHENTICATED') return;
  try {
    await world.callers.restore(caller);
  } catch (error) {
    say(`  ${caller.role}: ${reasonOf(error)}`);
  }
}
