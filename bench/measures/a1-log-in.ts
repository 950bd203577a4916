import { Contestant } from '../contest/contestant';
import type { Client, ClientSettings } from '../log-in/client';
import { growthFact, MemoryWatch } from '../figures/memory';
import { race, type RaceResult } from '../contest/race';
import type { Bench, Course, Findings } from '../figures/results';

const WATCHED = ['gateway', 'identity'];

const LOADS = [
  { title: 'Log-ins: code, message, session', unit: 'log-ins', skill: 'logIn' },
  { title: 'GET /v1/me', unit: 'answers', skill: 'readMe' },
] as const;

/** Log-ins of numbers nobody has seen before, then readings with their tokens, through gateway and identity; nobody runs against them. */
export const bench: Bench = async (course) => {
  const settings: ClientSettings = { url: course.stack.gatewayUrl };
  const client = await Contestant.start<Client>('log-in/client', settings);
  const races: RaceResult[] = [];
  const facts: Findings['facts'] = [];
  try {
    for (const load of LOADS) {
      const memory = new MemoryWatch(course.stack, WATCHED);
      try {
        races.push(await raceAlone(course, client, load));
      } finally {
        memory.stop();
      }
      for (const [name, samplesMb] of memory.samples)
        facts.push(growthFact(`${name}, ${load.unit}`, samplesMb));
    }
  } finally {
    await client.kill();
  }
  return { races, counted: [], facts };
};

function raceAlone(
  { options }: Course,
  client: Contestant<Client>,
  { title, unit, skill }: (typeof LOADS)[number],
): Promise<RaceResult> {
  const runner = {
    name: 'Demerit',
    run: (seconds: number) => client.ask(skill, seconds),
    check: () => client.ask('wrong'),
  };
  return race({ title, unit, ratios: [] }, [runner], options);
}
