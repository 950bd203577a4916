import { createConnection, type Connection } from 'mongoose';
import { demerit, said } from '../../../../test/support/operator';
import { home } from '../../../../test/support/stack';
import { stackUnderTest } from '../../../../tools/dev/home/under-test';
import { stackEnvironment } from '../dev-stack';

jest.setTimeout(120_000);

/** Databases of an installation that was there before documents were checked. */
const PREFIX = 'documents-under-test';
const LICENCES = 1_200;

const licence = (number: number) => ({
  _id: `lic_${String(number).padStart(4, '0')}`,
  accountId: 'acc_1',
  personKey: 'person',
  firstIssuedOn: '2019-01-11',
  claimVersion: 1,
  cycleStartsOn: '2026-01-11',
  cycleEndsBefore: '2027-01-11',
  seq: 0,
  lastHash: '',
  balance: 0,
  pending: 0,
  unpaid: [],
  standing: { status: 'active', version: 0 },
  holds: [],
  holdsVersion: 0,
  fullScores: [],
  version: 3,
});

describe('demerit documents', () => {
  let ledger: Connection;
  const licences = () => ledger.collection<{ _id: string; [field: string]: unknown }>('licences');

  beforeAll(async () => {
    const { mongoUrl } = stackUnderTest();
    ledger = await createConnection(mongoUrl, { dbName: `${PREFIX}_ledger` }).asPromise();
    await ledger.dropDatabase();
  });
  afterAll(async () => {
    await ledger.dropDatabase();
    await ledger.close();
  });

  interface Found {
    exitCode: number | null;
    ledger: string[];
  }

  /** By the ledger's program alone, which the command starts beside those of the others. */
  async function ofLedger(...words: string[]): Promise<Found> {
    const { root, dir } = home();
    const env = { ...stackEnvironment({ DEMERIT_HOME: dir }, root), DATABASE_PREFIX: PREFIX };
    const { status: exitCode, stdout } = await said('ledger', ['documents', ...words], env);
    return { exitCode, ledger: stdout.trimEnd().split('\n') };
  }

  async function ofEverybody(...words: string[]): Promise<Found> {
    const { status: exitCode, stdout } = await demerit(['documents', ...words], {
      DATABASE_PREFIX: PREFIX,
    });
    const lines = stdout.trimEnd().split('\n');
    for (const service of ['identity', 'vehicles', 'violations', 'payments', 'payment-sandbox'])
      expect(lines).toContainEqual(
        expect.stringMatching(`^${service}: 0 documents of \\d+ collections`),
      );
    return { exitCode, ledger: lines.filter((line) => line.startsWith('ledger: ')) };
  }

  it('given documents written before they were checked, then what may be absent is, and what is wrong otherwise is told', async () => {
    const all = Array.from({ length: LICENCES }, (_, number) => licence(number));
    const detained = { kind: 'detained', until: null, causeId: 'edu_1' };
    await licences().insertMany([
      ...all,
      {
        ...licence(9_001),
        education: null,
        holds: [detained, { ...detained, until: '2027-01-01T00:00:00.000Z' }],
      },
      {
        ...licence(9_002),
        standing: { status: 'active', reason: null, targetId: null, version: 0 },
      },
      { ...licence(9_003), holds: [detained], balance: -1 },
    ]);

    const before = await ofLedger('--check');
    expect(before.exitCode).toBe(1);
    expect(before.ledger).toEqual(
      expect.arrayContaining([
        'ledger: licences.holds[].until: 2 not as declared',
        'ledger: licences.balance: 1 not as declared',
        expect.stringContaining('1203 documents of '),
      ]),
    );
    expect(before.ledger.at(-1)).toContain(', 0 mended, 3 not as declared');

    const mended = await ofEverybody();
    expect(mended.exitCode).toBe(1);
    expect(mended.ledger).toEqual([
      'ledger: licences: 3 mended',
      'ledger: licences.balance: 1 not as declared',
      expect.stringContaining(', 3 mended, 1 not as declared'),
    ]);
    expect(await licences().findOne({ _id: 'lic_9001' })).toEqual({
      ...licence(9_001),
      holds: [
        { kind: 'detained', causeId: 'edu_1' },
        { kind: 'detained', until: '2027-01-01T00:00:00.000Z', causeId: 'edu_1' },
      ],
    });
    expect(await licences().findOne({ _id: 'lic_9002' })).toEqual(licence(9_002));

    await licences().deleteOne({ _id: 'lic_9003' });
    expect(await ofLedger()).toMatchObject({
      exitCode: 0,
      ledger: [expect.stringContaining('1202 documents of ')],
    });
  });
});
