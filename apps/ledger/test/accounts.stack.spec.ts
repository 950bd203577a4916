import type { Requests, SanctionCase } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { CorruptAccount } from '../src/account/accounts';
import { EducationService } from '../src/education/education.service';
import { givenRequest, givenTarget, SUSPENDED } from './given';
import {
  claimed,
  connection,
  counted,
  licenceOf,
  moveClockTo,
  officer,
  on,
  outcome,
  record,
  replicas,
  reserve,
  revoke,
  RUN,
  startReplicas,
  stopReplicas,
} from './given-replicas';
import type { EntryDocument, LicenceDocument, PersonDocument } from '../src/account/account.types';
import { EarlierStandings } from '../src/review/earlier-standings';
import type { TargetDocument } from '../src/review/review.types';
import { StatementService } from '../src/statement/statement.service';
import { ReservationsService } from '../src/reservations/reservations.service';
import { ConfirmationsService } from '../src/sanctions/confirmations.service';
import { SanctionsService } from '../src/sanctions/sanctions.service';
import type { CaseDocument } from '../src/sanctions/sanctions.types';
import { verifyLedger } from '../src/verification/verification';

/** Two replicas on one real database: full score, reversals, cases, and an entry that somebody forged. rules.md §4, §5. */

const TEN = Array.from({ length: 10 }, (_, n) => n);
beforeAll(startReplicas, 60_000);

afterAll(stopReplicas, 60_000);

describe(`accounts on a real database (${RUN})`, () => {
  afterEach(async () => {
    expect((await verifyLedger(connection())).differences).toEqual([]);
  }, 60_000);

  test('a payment and a revocation heard at once: recorded and reversed, or never recorded', async () => {
    for (const n of TEN) {
      const handlingId = await reserve(`both${n}`, 3);
      await Promise.all([record(handlingId), revoke(handlingId)]);
      expect(await licenceOf(`both${n}`)).toMatchObject({ balance: 0, pending: 0 });
      expect(await outcome(revoke(handlingId))).toBe('REVERSAL_NOT_POSSIBLE');
    }
  }, 60_000);

  test('two records that together reach full score detain once', async () => {
    await claimed('full');
    const [one, two] = [await reserve('full', 6), await reserve('full', 6)];
    await Promise.all([record(one), record(two)]);
    expect(await licenceOf('full')).toMatchObject({
      balance: 12,
      holds: [{ kind: 'detained' }],
      holdsVersion: 1,
    });
    expect(await outcome(reserve('full', 0))).toBe('LICENCE_NOT_VALID');
  }, 60_000);

  test('ten officers record study days at once: none is lost, and the exam ends it', async () => {
    await claimed('student');
    await record(await reserve('student', 12));
    moveClockTo('2027-06-08');
    const step = { caller: officer, licenceId: 'lic_student' };
    const taken = TEN.slice(0, 7).map(() =>
      on(EducationService).record({ ...step, body: { studyDays: 1 } }),
    );
    await Promise.all(taken);
    const order = await on(EducationService).record({ ...step, body: { examPassed: 1 } });
    expect(order).toMatchObject({ status: 'completed', studyDays: 7, recorded: 0 });
    expect(await licenceOf('student')).toMatchObject({ balance: 0, holds: [], holdsVersion: 2 });
    const rows = await connection().collection('audit').countDocuments({ subject: 'lic_student' });
    expect(rows).toBe(8);
  }, 60_000);

  test('§5.offence.counted: of two cases of one person that come into force at once one is the first, the other is decided anew', async () => {
    await claimed('seller');
    const decided: SanctionCase[] = [];
    for (const reason of ['one', 'two']) {
      const { caseId, etag } = await on(SanctionsService).open({
        caller: officer,
        body: {
          role: 'seller',
          licenceId: 'lic_seller',
          decisionNumbers: [],
          gainFen: 10_000,
          statement: reason,
          documentIds: [],
        },
      });
      const step = { caller: officer, caseId };
      const noticed = await on(SanctionsService).notice({ ...step, ifMatch: etag, body: {} });
      const body = { reason, fineFen: 100_000 };
      const ifMatch = noticed.etag;
      decided.push(await on(SanctionsService).decide({ ...step, ifMatch, body }));
    }
    const outcomes = await Promise.all(
      decided.map(({ caseId, etag: ifMatch }) =>
        outcome(on(SanctionsService).enforce({ caller: officer, caseId, ifMatch, body: {} })),
      ),
    );
    expect(counted(outcomes)).toEqual({ done: 1, SANCTION_DECISION_OUTDATED: 1 });
    expect(await licenceOf('seller')).toMatchObject({ holds: [{ kind: 'suspended' }] });
  }, 60_000);
});

test('§4.review.case §4.suspended-vehicle.no-case: a confirmed person has a case, a confirmed vehicle none', async () => {
  // Violations is not running here; it would say that the handlings stand.
  for (const replica of replicas) {
    const client = replica.get<MessagingClient<Requests>>(MessagingClient, { strict: false });
    const askOthers = client.ask;
    const ask = async (type: string, body: { handlingIds: string[] }) =>
      type === 'handling.states'
        ? { items: body.handlingIds.map((handlingId) => ({ handlingId, state: 'decided' })) }
        : askOthers(type as never, body as never);
    client.ask = ask;
  }
  const caller = { accountId: 'acc_reviewer', roles: ['reviewer' as const] };
  const own = { points: 1, ownVehicle: true, vehicleId: 'veh_busy' };
  for (const name of ['one', 'two', 'three', 'four']) {
    const person = {
      handlingId: `hdl_${name}`,
      accountId: `acc_${name}`,
      licenceId: `lic_${name}`,
    };
    await outcome(on(ReservationsService).reserve(givenRequest({ ...own, ...person })));
  }
  const targets = connection().collection<TargetDocument>('targets');
  const listed = await targets.find({ subjectId: { $in: ['lic_four', 'veh_busy'] } }).toArray();
  expect(listed).toHaveLength(2);
  const cases = connection().collection<CaseDocument>('cases');
  for (const { _id: targetId, kind, version } of listed) {
    const body = { decision: 'confirm' as const, reason: 'Lent to everybody' };
    const decision = { caller, targetId, ifMatch: `"${version}"`, body };
    await on(ConfirmationsService).decide(decision);
    expect(await cases.countDocuments({ targetId })).toBe(kind === 'licence' ? 1 : 0);
  }
}, 60_000);

test('§4.suspended.person: the suspension that an earlier version kept with a licence becomes the person’s once, also where the licence is somebody else’s by now', async () => {
  await claimed('moved');
  const targets = connection().collection<TargetDocument>('targets');
  const listed = { accountId: 'acc_before', subjectId: 'lic_moved' };
  await targets.insertOne(givenTarget({ _id: 'krt_before', ...listed }));
  const licences = connection().collection<LicenceDocument>('licences');
  const standing = { ...SUSPENDED, targetId: 'krt_before', version: 3 };
  await licences.updateOne({ _id: 'lic_moved' }, { $set: { standing } });
  await Promise.all(replicas.map((replica) => replica.get(EarlierStandings).carryAll()));
  const people = connection().collection<PersonDocument>('people');
  expect(await people.findOne({ _id: 'acc_before' })).toMatchObject({ standing, version: 1 });
  const event = { type: 'point-service.suspended', key: 'acc_before-standing', seq: 3 };
  expect(await connection().collection('outbox').countDocuments(event)).toBe(1);
  expect(await outcome(reserve('moved', 1))).toBe('done');
  expect((await verifyLedger(connection())).differences).toEqual([]);
}, 60_000);

test('§4.verify.entries: an entry that somebody forged stops its own licence and no other, and is named', async () => {
  await claimed('forged');
  const before = await reserve('forged', 3);
  const entries = connection().collection<EntryDocument>('entries');
  await entries.updateOne({ causeId: before, type: 'reserve' }, { $set: { points: 1 } });
  expect(await outcome(reserve('forged', 1))).toBe(CorruptAccount.name);
  expect(await outcome(record(before))).toBe(CorruptAccount.name);
  const caller = { accountId: 'acc_forged', roles: ['citizen' as const] };
  expect(await outcome(on(StatementService).statement(caller))).toBe(CorruptAccount.name);
  expect(await outcome(reserve('honest', 1))).toBe('done');
  const { differences } = await verifyLedger(connection());
  expect(differences).toMatchObject([
    { what: 'hash' },
    { of: 'lic_forged', what: 'pending', expected: 1, found: 3 },
  ]);
}, 60_000);

test('§4.verify.reading: given an entry that was forged after somebody read it, then nothing is decided on it, and whoever reads sees it for a minute at most', async () => {
  await claimed('read');
  const before = await reserve('read', 2);
  const caller = { accountId: 'acc_read', roles: ['citizen' as const] };
  const reader = on(StatementService);
  expect(await outcome(reader.statement(caller))).toBe('done');
  const entries = connection().collection<EntryDocument>('entries');
  await entries.updateOne({ causeId: before, type: 'reserve' }, { $set: { points: 1 } });
  expect(await outcome(record(before))).toBe(CorruptAccount.name);
  expect(await outcome(reader.statement(caller))).toBe('done');
  const later = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
  const aMinuteLater = await outcome(reader.statement(caller));
  later.mockRestore();
  expect(aMinuteLater).toBe(CorruptAccount.name);
}, 60_000);
