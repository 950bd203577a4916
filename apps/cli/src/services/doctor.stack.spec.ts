import { createServer, type AddressInfo, type Server } from 'node:net';
import { SERVICES } from '@demerit/contracts';
import { home, ready } from '../../../../test/support/stack';
import { demerit } from '../../../../test/support/operator';
import { isFullSize } from '../../../../tools/dev/home/under-test';
import { stackEnvironment } from '../dev-stack';

jest.setTimeout(60_000);

/** Nobody listens on the discard port. */
const NOBODY = '127.0.0.1:9';

interface Findings {
  exitCode: number | null;
  /** What is looked at → whether it is well. */
  well: Map<string, boolean>;
  lines: string[];
  complaints: string;
}

describe('demerit doctor', () => {
  const { root, dir } = home();
  const stack = stackEnvironment({ DEMERIT_HOME: dir }, root);
  /** Takes connections and says nothing. */
  let mute: Server;
  let muteAddress: string;

  beforeAll(async () => {
    mute = createServer(() => undefined);
    await new Promise<void>((ready) => mute.listen(0, '127.0.0.1', ready));
    muteAddress = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
  });
  afterAll(() => mute.close());

  async function doctor(env: Record<string, string> = {}): Promise<Findings> {
    const { status, stdout, stderr } = await demerit(['doctor'], { ...stack, ...env });
    const lines = stdout.trimEnd().split('\n');
    const well = new Map(
      lines.map((line) => [line.slice(2, 35).trim(), line.startsWith('✔')] as const),
    );
    return { exitCode: status, well, lines, complaints: stderr };
  }

  const all = (well: Map<string, boolean>, kind: string): boolean[] =>
    [...well].filter(([what]) => what.startsWith(kind)).map(([, isWell]) => isWell);
  const times = (count: number, isWell: boolean): boolean[] =>
    Array.from({ length: count }, () => isWell);

  it('looks at everything while everything is there', async () => {
    await ready();
    const { well, lines, complaints } = await doctor();
    expect(complaints).not.toContain('at Object.');
    expect(lines.filter((line) => line.startsWith('✘ service'))).toEqual([]);
    expect(well.get('database version')).toBe(true);
    expect(well.get('database transactions')).toBe(true);
    expect(well.get('broker')).toBe(true);
    expect(well.get('domain clocks')).toBe(true);
    expect(all(well, 'service ')).toEqual(times(7, true));
    expect(all(well, 'outbox ')).toHaveLength(SERVICES.length);
  });

  it.each([
    // Nobody listens, but that the next one sees as well.
    ...(isFullSize ? [['nobody listens', () => NOBODY] as const] : []),
    ['somebody takes connections and says nothing', () => muteAddress] as const,
  ])(
    'says that neither the broker nor a service is there, and looks into its outbox all the same: %s',
    async (_, address) => {
      const { exitCode, well, lines } = await doctor({
        RABBITMQ_URL: `amqp://${address()}`,
        LEDGER_URL: `http://${NOBODY}`,
      });
      expect(exitCode).toBe(1);
      expect(well.get('broker')).toBe(false);
      expect(lines.join('\n')).toContain(`the broker at amqp://${address()} does not answer`);
      expect(well.get('database version')).toBe(true);
      expect(well.get('service ledger')).toBe(false);
      expect(lines.join('\n')).toContain(`does not answer at http://${NOBODY}/health/ready`);
      expect(all(well, 'service ').filter((isWell) => isWell)).toHaveLength(6);
      expect(all(well, 'outbox ')).toHaveLength(SERVICES.length);
      expect(lines.find((line) => line.includes('outbox ledger'))).toMatch(/nothing waits|wait, /);
    },
  );

  it.each([
    // Nobody listens, but that the last test sees in less time.
    ...(isFullSize ? [['nobody listens', () => NOBODY] as const] : []),
    ['somebody takes connections and says nothing', () => muteAddress] as const,
  ])('says what is well without a database: %s', async (_, address) => {
    const url = `mongodb://${address()}/?directConnection=true`;
    const { exitCode, well, lines } = await doctor({ MONGODB_URL: url });
    expect(exitCode).toBe(1);
    expect(well.get('database')).toBe(false);
    expect(lines.join('\n')).toContain(`the database at ${url} does not answer`);
    expect(well.get('broker')).toBe(true);
    expect(all(well, 'service ')).toEqual(times(7, true));
    expect(well.get('outboxes')).toBe(false);
  });

  it('says that nobody could look into the outboxes, and ends with 1', async () => {
    const { status, stderr } = await demerit(['outbox', 'status'], {
      ...stack,
      MONGODB_URL: `mongodb://${NOBODY}/?directConnection=true`,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/outbox of ledger: not done: .*ECONNREFUSED/);
    expect(stderr).toContain('nobody could look into 5 of 5 outboxes');
  });
});

it.each([
  ['without what it needs', ['dlq', 'peek'], 2],
  ['for help', ['--help'], 0],
])('when demerit is asked %s, then its exit code says so', async (_how, words, code) => {
  const { root, dir } = home();
  const stack = stackEnvironment({ DEMERIT_HOME: dir }, root);
  expect((await demerit(words, stack)).status).toBe(code);
});
