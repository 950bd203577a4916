import type { SanctionCase } from '@demerit/contracts';
import { MessagingClient, RequestRefused } from '@demerit/messaging';
import { EducationService } from '../src/education/education.service';
import { givenRequest } from './given';
import {
  claimed,
  clock,
  connection,
  officer,
  on,
  outcome,
  record,
  replicas,
  reserve,
  revoke,
  RUN,
  saidByOthers,
  startReplicas,
  stopReplicas,
} from './given-replicas';
import { ReservationsService } from '../src/reservations/reservations.service';
import { ConfirmationsService } from '../src/sanctions/confirmations.service';
import { SanctionsService } from '../src/sanctions/sanctions.service';

/** What cannot be: each a named refusal, and nothing written. */

jest.setTimeout(60_000);

const COLLECTIONS = [
  'licences vehicles cycles entries reservations attempts targets',
  'cases offenders studies audit outbox',
]
  .join(' ')
  .split(' ');

async function everything(): Promise<unknown[]> {
  const read = COLLECTIONS.map((name) =>
    connection()
      .collection<{ _id: string }>(name)
      .find({}, { projection: name === 'outbox' ? { type: 1, key: 1, seq: 1 } : {} })
      .sort({ _id: 1 })
      .toArray(),
  );
  return Promise.all(read);
}

function reserving(change: object): Promise<string> {
  const request = givenRequest({ handlingId: 'hdl_bad', licenceId: 'lic_bad', ...change });
  return outcome(on(ReservationsService).reserve({ ...request, decidedAt: clock().toISOString() }));
}

/** A case that was revoked: closed. */
async function closedCase(): Promise<SanctionCase> {
  const details = { decisionNumbers: [], gainFen: 1, statement: 'Sold points', documentIds: [] };
  const body = { role: 'seller' as const, licenceId: await claimed('closed'), ...details };
  const { caseId, etag } = await on(SanctionsService).open({ caller: officer, body });
  const step = { caller: officer, caseId, ifMatch: etag };
  return on(SanctionsService).revoke({ ...step, body: { reason: 'A mistake' } });
}

beforeAll(async () => {
  await startReplicas();
  for (const replica of replicas) {
    const client = replica.get(MessagingClient, { strict: false });
    client.ask = async (type: string, { accountId }: { accountId: string }) => {
      const said = saidByOthers(type, { accountId });
      if (said) return said;
      throw new RequestRefused({ code: 'LICENCE_NOT_FOUND' });
    };
  }
}, 60_000);

afterAll(stopReplicas, 60_000);

describe(`what cannot be (${RUN})`, () => {
  let closed: SanctionCase;
  let reversed: string;
  let before: unknown[];

  beforeAll(async () => {
    closed = await closedCase();
    reversed = await reserve('reversed', 3);
    await record(reversed);
    expect(await outcome(revoke(reversed))).toBe('done');
    before = await everything();
  }, 60_000);

  afterEach(async () => {
    expect(await everything()).toEqual(before);
  });

  test.each([
    ['a licence issued before 1950', { licenceFirstIssuedOn: '1949-12-31' }],
    ['a licence issued the day after tomorrow', { licenceFirstIssuedOn: '2027-06-03' }],
    ['a vehicle registered before 1950', { vehicleRegisteredOn: '1949-12-31' }],
    ['a violation before 1950', { violationOccurredAt: '1949-12-31T15:59:59Z' }],
    ['a violation the day after tomorrow', { violationOccurredAt: '2027-06-02T16:00:00Z' }],
  ])('%s reserves nothing', async (_what, change) => {
    expect(await reserving(change)).toBe('DATE_OUT_OF_RANGE');
  });

  test('a reservation nobody made is neither recorded nor revoked', async () => {
    expect(await outcome(record('hdl_none'))).toBe('RESERVATION_NOT_FOUND');
    expect(await outcome(revoke('hdl_none'))).toBe('RESERVATION_NOT_FOUND');
  });

  test('a reversal is not reversed', async () => {
    expect(await outcome(revoke(reversed))).toBe('REVERSAL_NOT_POSSIBLE');
  });

  test('a licence nobody has is neither educated nor accused, and a target nobody listed not decided on', async () => {
    const licenceId = 'lic_none';
    const study = { caller: officer, licenceId, body: { studyDays: 1 } };
    expect(await outcome(on(EducationService).record(study))).toBe('LICENCE_NOT_FOUND');
    const details = { decisionNumbers: [], gainFen: 1, statement: 'Sold points', documentIds: [] };
    const body = { role: 'seller' as const, licenceId, ...details };
    expect(await outcome(on(SanctionsService).open({ caller: officer, body }))).toBe(
      'LICENCE_NOT_FOUND',
    );
    const decision = { decision: 'release' as const, reason: 'x' };
    const target = { caller: officer, targetId: 'krt_none', body: decision };
    expect(await outcome(on(ConfirmationsService).decide(target))).toBe(
      'KEY_REVIEW_TARGET_NOT_FOUND',
    );
  });

  test('a case that is closed takes no further step', async () => {
    const { caseId, etag: ifMatch } = closed;
    const step = { caller: officer, caseId, ifMatch };
    const reason = 'x';
    const service = on(SanctionsService);
    const steps = [
      () => service.notice({ ...step, body: {} }),
      () => service.decide({ ...step, body: { reason } }),
      () => service.enforce({ ...step, body: {} }),
      () => service.revoke({ ...step, body: { reason } }),
    ];
    for (const one of steps) expect(await outcome(one())).toBe('SANCTION_STEP_NOT_POSSIBLE');
  });
});
