import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWERS } from '../src/http/document/described';
import { TrialGateway } from './gateway';

const SOURCES = join(__dirname, '../src');
/** What a route answers: `Promise<Dispute>`, or `ApiOkResponse({ type: SandboxAccounts })`. */
const ANSWERED =
  /^ {2,}(?:\)|\w+\(.*\)): Promise<([A-Z]\w+)(?: \| string)?>|Response\(\{ type: (\w+) \}\)/gm;

/** Answers of which the route itself says what they are, and the clock of a method that is no route. */
const SAID_BY_ROUTE = [
  ...['ClockState', 'DecisionCheck', 'JSONWebKeySet', 'Receipt', 'ReceiptCheck'],
  'RowsByCollection',
];

/** The classes that routes answer with, by the controllers' text: only the built gateway has them in its document. */
function answeredIn(source: string): string[] {
  return [...source.matchAll(ANSWERED)].flatMap(([, promised, named]) => promised ?? named ?? []);
}

describe('what the document says of answers', () => {
  it('§10.document.described: is nothing empty: each class that a route answers is described', () => {
    expect(
      answeredIn('  ): Promise<Dispute> {\n  @ApiOkResponse({ type: SandboxAccounts })\n'),
    ).toEqual(['Dispute', 'SandboxAccounts']);
    const files = globSync('**/*.controller.ts', { cwd: SOURCES });
    const classes = files.flatMap((file) => answeredIn(readFileSync(join(SOURCES, file), 'utf8')));
    expect(classes.length).toBeGreaterThan(40);
    const silent = classes.filter((name) => !ANSWERS[name] && !SAID_BY_ROUTE.includes(name));
    expect([...new Set(silent)]).toEqual([]);
  });
});

describe('the tags of the document', () => {
  let gateway: TrialGateway;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
  }, 30_000);
  afterAll(() => gateway.app.close());

  it('§10.document.described: each say what stands below them, and every operation has one', async () => {
    const { json } = await gateway.call('GET', '/openapi.json');
    const { tags, paths } = json as {
      tags: { name: string; description?: string }[];
      paths: Record<string, Record<string, { tags?: string[] }>>;
    };
    const described = tags.filter(({ description }) => description).map(({ name }) => name);
    const used = Object.values(paths).flatMap((item) =>
      Object.values(item).map((operation) => operation.tags?.join() ?? ''),
    );
    expect([...new Set(used)].toSorted()).toEqual(described.toSorted());
  });
});
