import { crowded, refusalsIn, versionsRaisedIn } from './house';
import { APPS, filesBelow, sourcesOf } from './tree';

/** The gateway has no rules: what it refuses is looked at by itself. */
const SERVING = APPS.filter((app) => app !== 'gateway');

/** Parts of a document with a version of their own, which their events carry: one change of the document may raise it more than once, and no store knows of it. */
const PARTS_WITH_A_VERSION = [
  'apps/ledger/src/account/holds.rules.ts',
  'apps/ledger/src/review/standing.rules.ts',
];

const FILES_A_FOLDER = 15;

describe('folders', () => {
  it('are crowded with more files than that, specs aside', () => {
    const files = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => `made-up/file-${index}.ts`);
    expect(crowded([...files(16), 'other/one.ts'], 15)).toEqual(['made-up: 16']);
    expect(crowded([...files(15), 'made-up/file.spec.ts', 'made-up/deep/one.ts'], 15)).toEqual([]);
  });

  it('are not crowded', () => {
    const paths = ['apps', 'libs', 'tools', 'infra', 'bench', 'test'].flatMap(filesBelow);
    expect(paths.length).toBeGreaterThan(500);
    expect(crowded(paths, FILES_A_FOLDER)).toEqual([]);
  });
});

describe('rules', () => {
  it('have their spec beside them', () => {
    const paths = ['apps', 'libs', 'tools', 'infra'].flatMap(filesBelow);
    const rules = paths.filter((path) => path.endsWith('.rules.ts'));
    expect(rules.length).toBeGreaterThan(60);
    const specs = new Set(paths.filter((path) => path.endsWith('.rules.spec.ts')));
    expect(rules.filter((path) => !specs.has(path.replace(/ts$/, 'spec.ts')))).toEqual([]);
  });
});

describe('what is stored', () => {
  /** Ways past the declarations: the driver's own collections, and schemas with a list of fields of their own. */
  const PAST = /\.collection[(<]|\.collection\.\w+\(|new (mongoose\.)?Schema\b/;
  /** GridFS writes its two collections itself; they are named here for their indexes only. Money is only read, in one snapshot. */
  const ASIDE = ['apps/identity/src/documents/document-files.ts', 'apps/payments/src/money.ts'];

  it.each([
    "this.licences.db.collection<Row>('licences').updateOne(filter, update)",
    "connection.collection('licences')",
    'this.licences.collection.insertOne(row)',
    'const schema = new Schema<Row>({ _id: String })',
  ])('is not written past its declaration: %s', (code) => {
    expect(code).toMatch(PAST);
  });

  it('is written by way of its declaration alone', () => {
    const apps = APPS.filter((app) => app !== 'cli');
    const past = apps.flatMap(sourcesOf).filter(({ text }) => PAST.test(text));
    expect(past.map(({ path }) => path).filter((path) => !ASIDE.includes(path))).toEqual([]);
  });
});

describe('who refuses', () => {
  const refusals = (code: string): string[] =>
    refusalsIn({ path: 'made-up.service.ts', text: `void 0;\n${code}\n` });

  it.each([
    ["throw refuse('BINDING_EXISTS');", "'BINDING_EXISTS'"],
    ["if (isFull) return refuse('FORBIDDEN', { reason });", "'FORBIDDEN'"],
    ["throw new Refusal('FORBIDDEN');", "'FORBIDDEN'"],
    ["throw new RequestRefused({ code: 'RESERVATION_UNKNOWN', id });", "'RESERVATION_UNKNOWN'"],
    ['const no = refuse;', 'no = refuse'],
    ["import { refuse as no } from '@demerit/contracts';", 'refuse as no'],
    ["throw contracts.refuse('FORBIDDEN');", 'contracts.refuse'],
    ['throw new contracts.Refusal(body);', 'contracts.Refusal'],
    ['class Mine extends Refusal {}', 'Refusal'],
    ['throw new RequestRefused(body);', 'body'],
    ["return { refusal: { code: 'FORBIDDEN' } };", "'FORBIDDEN'"],
    [
      "throw refuse(isOwn ? 'FORBIDDEN' : 'BINDING_NOT_FOUND');",
      "isOwn ? 'FORBIDDEN' : 'BINDING_NOT_FOUND'",
    ],
  ])('not a service: %s', (code, found) => {
    expect(refusals(code)).toEqual([`made-up.service.ts:2 ${found}`]);
  });

  it.each([
    "throw refuse('BINDING_NOT_FOUND');",
    "throw new RequestRefused({ code: 'BINDING_NOT_FOUND' });",
    'throw new RequestRefused(outcome.refusal);',
    'return accepted(checkDates(dates, now));',
    "// refuse('FORBIDDEN')",
    "import { refuse, Refusal } from '@demerit/contracts';",
    'const is = (it: Binding | Refusal) => it instanceof Refusal;',
  ])('a service may: %s', (code) => {
    expect(refusals(code)).toEqual([]);
  });

  it.each(SERVING)('only rules, in %s', (app) => {
    const others = sourcesOf(app).filter(({ path }) => !path.endsWith('.rules.ts'));
    expect(others.length).toBeGreaterThan(5);
    expect(others.flatMap(refusalsIn)).toEqual([]);
  });
});

/** What may be wrong with a request before any service sees it; the last two stand for what a caller of the function, or the framework, names. */
const OF_A_REQUEST = [
  "'UNAUTHENTICATED'",
  "'FORBIDDEN'",
  "'VALIDATION_FAILED'",
  "'PAYLOAD_TOO_LARGE'",
  "'UNSUPPORTED_MEDIA_TYPE'",
  "'RATE_LIMITED'",
  "'WEBHOOK_SIGNATURE_INVALID'",
  'notFound',
  'code',
];

it('the gateway refuses only for who sends a request and how it is formed', () => {
  const refusals = sourcesOf('gateway').flatMap(refusalsIn);
  expect(refusals.length).toBeGreaterThan(5);
  const isOther = (found: string) => !OF_A_REQUEST.includes(found.slice(found.indexOf(' ') + 1));
  expect(refusals.filter(isOther)).toEqual([]);
});

describe('who counts versions', () => {
  const raised = (code: string): string[] =>
    versionsRaisedIn({ path: 'made-up.rules.ts', text: `${code}\n` });

  it.each([
    ['const next = { ...before, version: before.version + 1 };', 'before.version + 1'],
    ['const next = version + 1;', 'version + 1'],
    ['next.version += 1;', 'next.version += 1'],
    ['const version = before.holdsVersion + 1;', 'before.holdsVersion + 1'],
    ['const next = (before.claimVersion ?? 0) + 1;', '(before.claimVersion ?? 0) + 1'],
    ['const next = 1 + before.standing!.version;', '1 + before.standing!.version'],
    ['const next = row["rulesVersion"] + STEP;', 'row["rulesVersion"] + STEP'],
    ['next.holdsVersion++;', 'next.holdsVersion++'],
  ])('not a rule: %s', (code, found) => {
    expect(raised(code)).toEqual([`made-up.rules.ts:1 ${found}`]);
  });

  it.each([
    'const next = { ...before, version };',
    'const seq = licence.seq + 1;',
    'const seq = licence.seq + licence.holdsVersion;',
    '// version + 1',
  ])('a rule may: %s', (code) => {
    expect(raised(code)).toEqual([]);
  });

  it.each(SERVING)('only stores, in %s', (app) => {
    const program = sourcesOf(app).filter(
      ({ path }) => !path.endsWith('.store.ts') && !PARTS_WITH_A_VERSION.includes(path),
    );
    expect(program.length).toBeGreaterThan(5);
    expect(program.flatMap(versionsRaisedIn)).toEqual([]);
  });
});
