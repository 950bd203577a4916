import { proseIn } from './prose';
import { APPS, programBelow, sourcesOf } from './tree';

/** Programs whose words nobody reads but operators and programmers, and forms and markup, which are no words. */
const NO_PROSE = [
  // The document of the routes, and a page of links to it.
  'apps/gateway/src/http/document/described.ts',
  'apps/gateway/src/http/document/headers.ts',
  'apps/gateway/src/http/document/openapi.ts',
  'apps/gateway/src/http/document/refusals.ts',
  'apps/gateway/src/http/document/written-examples.ts',
  'apps/gateway/src/registry/takes-lines.ts',
  'apps/gateway/src/operations/operations.controller.ts',
  // Style and markup; their words are the catalogue's.
  'apps/gateway/src/http/responses/html-page.ts',
  'apps/payment-sandbox/src/pay-page.controller.ts',
  // What commands of operators print.
  'apps/identity/src/commands/grant-role.ts',
  'apps/identity/src/commands/reset-second-factor.ts',
  'apps/ledger/src/account/chain.rules.ts',
  'apps/ledger/src/contraction/migrate.ts',
  'apps/ledger/src/verification/verification.ts',
  'apps/ledger/src/verification/verify.ts',
  'apps/payments/src/reconciliation/money.rules.ts',
  // Why something is tried again, for the log.
  'apps/payment-sandbox/src/notice-sender.ts',
  'libs/messaging/src/broker/connection.ts',
  // Why a document is wrong, for programmers.
  'libs/messaging/src/documents/changes.ts',
  // The names of spans.
  'libs/messaging/src/observe/tracing.ts',
  // Signs of plates.
  'libs/contracts/src/fields/plates.ts',
  // What a setting must be.
  'libs/platform/src/config/configuration.ts',
  'libs/platform/src/config/environment.ts',
  'libs/platform/src/config/kinds.ts',
  // Secrets that nobody reads.
  'libs/platform/src/config/development-secrets.ts',
];
const LIBRARIES = ['contracts', 'messaging', 'platform'];

describe('what people read', () => {
  const prose = (code: string): string[] => proseIn({ path: 'made-up.rules.ts', text: code });

  it.each([
    ["refuse('FORBIDDEN', { detail: { en: 'The owner decides.' } });", 'The owner decides.'],
    ["const NOTE = '请核对编号';", '请核对编号'],
    ['const note = `On ${at} it was recorded.`;', 'On … it was recorded.'],
    ['const sms = `Your code is ${code}. Tell nobody ${more}`;', 'Your code is …. Tell nobody …'],
    ["errors: [{ field, message: 'reason is needed' }];", 'reason is needed'],
    ["const answer = { nextStep: 'wait a day' };", 'wait a day'],
    ["return 'Not found.';", 'Not found.'],
    ["return 'Denied.';", 'Denied.'],
    ["return { title: 'no such car' };", 'no such car'],
    ['return `no ${what}`;', 'no …'],
    ['return `${what} is missing`;', '… is missing'],
    ["return 'no ' + what;", 'no …'],
    ["return ['no', 'such', 'car'].join(' ');", 'no such car'],
    ["return ['no', 'such', what].join(' ');", 'no such …'],
  ])('stands in no program: %s', (code, found) => {
    expect(prose(code)).toEqual([`made-up.rules.ts:1 ${found}`]);
  });

  it.each([
    "refuse('FORBIDDEN', { detail: wording('binding.owner_decides') });",
    "throw new Error('Nothing is known behind it.');",
    "this.logger.warn({ msg: 'tried again', message: 'not yet there' });",
    "const plate = '挂';",
    "const because: 'sold' | 'no answer' = it;",
    "type('text/html; charset=utf-8');",
    'const key = `${service}-${id}`;',
    "this.jobs.every('read the clock', 5);",
    "this.logger[level]({ msg: 'tried again' });",
    '// Somebody reads this comment.',
  ])('may stand there: %s', (code) => {
    expect(prose(code)).toEqual([]);
  });

  it.each([...APPS.filter((app) => app !== 'cli'), ...LIBRARIES])(
    'stands in the catalogue, in %s',
    (name) => {
      const all = LIBRARIES.includes(name) ? programBelow(`libs/${name}/src`) : sourcesOf(name);
      const isCatalogue = (path: string) => path.startsWith('libs/contracts/src/words/');
      const sources = all.filter(({ path }) => !NO_PROSE.includes(path) && !isCatalogue(path));
      expect(sources.length).toBeGreaterThan(5);
      expect(sources.flatMap(proseIn)).toEqual([]);
    },
  );

  it('stands in what is named here for its words, as long as it does', () => {
    const all = [
      ...APPS.flatMap(sourcesOf),
      ...LIBRARIES.flatMap((name) => programBelow(`libs/${name}/src`)),
    ];
    const speaking = all.filter((source) => proseIn(source).length > 0);
    const paths = speaking.map(({ path }) => path);
    expect(NO_PROSE.filter((path) => !paths.includes(path))).toEqual([]);
  });
});
