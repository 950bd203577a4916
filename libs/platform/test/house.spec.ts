import { matchesGlob } from 'node:path/posix';
import { crowded, refusalsIn, versionsRaisedIn, type Source } from './house';
import { APPS, filesBelow, programBelow, sourcesOf } from './tree';

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

describe('specs', () => {
  interface Project {
    testMatch: string[];
    testPathIgnorePatterns?: string[];
  }
  const config = jest.requireActual<{ projects: Project[] }>('../../../jest.config.cjs');
  const isRun = (path: string): boolean =>
    config.projects.some(
      ({ testMatch, testPathIgnorePatterns: ignored = [] }) =>
        testMatch.some((glob) => matchesGlob(path, glob.replace('<rootDir>/', ''))) &&
        !ignored.some((part) => new RegExp(part.replace('<rootDir>/', '^')).test(path)),
    );

  it('are run by a project of Jest', () => {
    expect(isRun('bench/made-up.stack.spec.ts')).toBe(false);
    expect(isRun('test/measured/deep/made-up.spec.ts')).toBe(false);
    const paths = ['apps', 'libs', 'tools', 'infra', 'bench', 'test'].flatMap(filesBelow);
    const specs = paths.filter((path) => /\.(spec|test)\.[cm]?[jt]sx?$/.test(path));
    expect(specs.length).toBeGreaterThan(200);
    expect(specs.filter((path) => !isRun(path))).toEqual([]);
  });
});

describe('what is stored', () => {
  /** Ways past the declarations: the driver's own collections, its client and commands, and schemas with a list of fields of their own. */
  const PAST =
    /\.collection\b|\[['"`]collection['"`]\]|\{[^{}:]*\bcollection\b[^{}]*\} = |\.command\(|\bgetClient\b|new (mongoose\.)?Schema\b/;
  const ASIDE = [
    // A name, of what somebody is shown of their own data.
    'apps/gateway/src/identity/own-data.controller.ts',
    // GridFS writes its two collections itself; they are named here for their indexes only.
    'apps/identity/src/documents/document-files.ts',
    // Traces the commands of the driver, and asks whether the database answers.
    'libs/platform/src/database/database.ts',
    // Mends what is stored already to what is declared now.
    'libs/platform/src/database/documents.ts',
    // Indexes, and names.
    'libs/platform/src/database/indexes.ts',
    'libs/platform/src/database/traced-commands.ts',
    // Says how long a queue of any service is; reads alone.
    'libs/platform/src/overview/work-queue.ts',
    // Reads for the owner whatever is stored of them.
    'libs/platform/src/personal-data/own-data.ts',
    // Encrypts the fields of whatever is stored with a new key, as they stand.
    'libs/platform/src/personal-data/reencryption.ts',
  ];

  it.each([
    "this.licences.db.collection<Row>('licences').updateOne(filter, update)",
    "connection.collection('licences')",
    'this.licences.collection.insertOne(row)',
    'const schema = new Schema<Row>({ _id: String })',
    "this.licences.collection['insertOne'](row)",
    "model['collection'].insertOne(row)",
    'const { collection } = model;',
    'const native = model.collection;',
    "await model.db.command({ insert: 'licences', documents: [row] })",
    'const client = connection.getClient();',
  ])('is not written past its declaration: %s', (code) => {
    expect(code).toMatch(PAST);
  });

  it('is written by way of its declaration alone', () => {
    const apps = APPS.filter((app) => app !== 'cli').flatMap(sourcesOf);
    const past = [...apps, ...programBelow('libs/platform/src')].filter(({ text }) =>
      PAST.test(text),
    );
    expect(past.map(({ path }) => path).toSorted()).toEqual(ASIDE);
  });
});

/** Who sends a request is looked at before any rule. */
const GUARDS = ['apps/payment-sandbox/src/secret.guard.ts'];

/** What all services say alike: of how a request is formed, who sends it, and one that is worked on or came before. */
const OF_EVERY_REQUEST = [
  "libs/messaging/src/inbox/idempotency.ts 'IDEMPOTENCY_IN_PROGRESS'",
  "libs/messaging/src/inbox/idempotency.ts 'IDEMPOTENCY_KEY_REUSED'",
  "libs/messaging/src/transport/delivery.ts 'VALIDATION_FAILED'",
  "libs/platform/src/clock/domain-clock.ts 'SERVICE_UNAVAILABLE'",
  "libs/platform/src/http/import-rows.ts 'VALIDATION_FAILED'",
  'libs/platform/src/http/internal.guard.ts UnauthorizedException',
  "libs/platform/src/http/pages.ts 'VALIDATION_FAILED'",
  'libs/platform/src/http/validation.ts BadRequestException',
];
/** Where messaging declares and hands out its refusal, and one with a `refuse` of its own, which is of wrong documents. */
const BUILDING = [
  'libs/messaging/src/documents/changes.ts',
  'libs/messaging/src/index.ts',
  'libs/messaging/src/message/refusals.ts',
];

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
    ["const refusal = { code: 'QUOTA_EXCEEDED' }; return { refusal };", "'QUOTA_EXCEEDED'"],
    ["const no: RefusalBody = { code: 'FORBIDDEN' };", "'FORBIDDEN'"],
    ["return { refusal: { code: 'FORBIDDEN' } as RefusalBody };", "'FORBIDDEN'"],
    ['return { refusal: { code, detail } };', 'code'],
    ["outcome.refusal = { code: 'FORBIDDEN' };", "'FORBIDDEN'"],
    ['throw new ConflictException();', 'ConflictException'],
    ["throw new common.HttpException('no', 409);", 'common.HttpException'],
    ["import { ConflictException as No } from '@nestjs/common';", 'ConflictException as No'],
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
    "import { BadRequestException } from '@nestjs/common';",
    'const isInvalid = error instanceof BadRequestException;',
    'const refusal = checkRequest(attempt); if (refusal) throw refusal;',
    'row.refusal = outcome.refusal;',
  ])('a service may: %s', (code) => {
    expect(refusals(code)).toEqual([]);
  });

  it.each(SERVING)('only rules, in %s', (app) => {
    const others = sourcesOf(app).filter(
      ({ path }) => !path.endsWith('.rules.ts') && !GUARDS.includes(path),
    );
    expect(others.length).toBeGreaterThan(5);
    expect(others.flatMap(refusalsIn)).toEqual([]);
  });

  it('the libraries only for what every request may be refused for', () => {
    const sources = ['messaging', 'platform'].flatMap((name) => programBelow(`libs/${name}/src`));
    const refusing = sources.filter(({ path }) => !BUILDING.includes(path)).flatMap(refusalsIn);
    const places = new Set(refusing.map((found) => found.replace(/:\d+ /, ' ')));
    expect([...places].toSorted()).toEqual(OF_EVERY_REQUEST);
  });

  /** Violations says what would happen, before the ledger is asked to reserve anything. */
  const FORECAST = 'apps/violations/src/acceptance/refusals.rules.ts';
  const limitsIn = ({ path, text }: Source): string[] =>
    [...text.matchAll(/['"`](?:LICENCE|VEHICLE)_LIMIT_REACHED['"`]/g)].map(() => path);

  it.each(["refuse('LICENCE_LIMIT_REACHED')", 'const code = "VEHICLE_LIMIT_REACHED";'])(
    'for a limit, by its code: %s',
    (text) => {
      expect(limitsIn({ path: 'made-up.rules.ts', text })).toEqual(['made-up.rules.ts']);
    },
  );

  it('for a limit only the ledger, and once whoever forecasts its refusal', () => {
    const others = APPS.filter((app) => app !== 'ledger').flatMap(sourcesOf);
    expect(others.flatMap(limitsIn)).toEqual([FORECAST]);
  });
});

/** What may be wrong with a request before any service sees it, and that none can be asked; the last two stand for what a caller of the function, or the framework, names. */
const OF_A_REQUEST = [
  "'UNAUTHENTICATED'",
  "'FORBIDDEN'",
  "'VALIDATION_FAILED'",
  "'PAYLOAD_TOO_LARGE'",
  "'UNSUPPORTED_MEDIA_TYPE'",
  "'RATE_LIMITED'",
  "'WEBHOOK_SIGNATURE_INVALID'",
  "'SERVICE_UNAVAILABLE'",
  'UnsupportedMediaTypeException',
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
