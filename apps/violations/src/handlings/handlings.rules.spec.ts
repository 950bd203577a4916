import fc from 'fast-check';
import { decided, DECIDED_AT, deciding, LATER, RETRY_AT } from '../../test/given';
import { stateForLedger, statusOf } from './handling.view';
import {
  beginHandling,
  beginWithdrawal,
  continueUnder,
  decideHandling,
  giveUpWithdrawal,
  HANDLING_MOVES,
  refuseHandling,
  refuseRevocation,
  refuseWithdrawal,
  revokeHandling,
  withNotUndone,
  withdrawHandling,
  withEntry,
  withPayment,
} from './handlings.rules';
import type { HandlingDocument, RecordedEntry } from './handlings.types';

const paid: RecordedEntry = { entryId: 'ent_1', balance: 3, because: 'paid' };
const overdue: RecordedEntry = { ...paid, because: 'overdue' };
const policy = { withdrawalHours: 24 };

const withdrawing = () => beginWithdrawal(decided(), RETRY_AT);
const whatsOf = ({ timeline }: HandlingDocument) => timeline.map(({ what }) => what);

describe('the stages of a handling', () => {
  it('go from one to another as the table says, and nowhere else', () => {
    expect(HANDLING_MOVES).toEqual({
      deciding: ['decided', 'refused'],
      refused: [],
      decided: ['withdrawing', 'withdrawn', 'closed', 'revoked'],
      withdrawing: ['withdrawn', 'decided', 'closed', 'revoked'],
      withdrawn: [],
      closed: ['revoked'],
      revoked: [],
    });
  });

  it('given it begins, it holds the violation, remembers its key and nobody sees it', () => {
    const handling = deciding();
    expect(handling).toMatchObject({ live: true, orderId: 'ord_1', retryAt: RETRY_AT, version: 1 });
    expect(handling.key).toEqual({ id: 'key', bodyHash: 'hash' });
    expect(statusOf(handling)).toBeUndefined();
  });

  it('given it begins under no key, it remembers none', () => {
    const { key: _none, ...facts } = deciding();
    const handling = beginHandling('hnd_2', facts, facts.decision, 'ord_2', undefined, RETRY_AT);
    expect(handling).not.toHaveProperty('key');
    expect(handling.version).toBe(0);
  });

  it('given its key comes again, it goes on with the same and refuses anything else', () => {
    const handling = deciding();
    expect(continueUnder(handling, { bodyHash: 'hash' })).toBe(handling);
    expect(continueUnder(handling, { bodyHash: 'other' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const { key: _key, ...withoutKey } = handling;
    expect(continueUnder(withoutKey, { bodyHash: 'hash' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('given it is decided, nothing is left to be done', () => {
    const next = decideHandling({ ...deciding(), tries: 3 });
    expect(next).toMatchObject({ stage: 'decided', live: true, version: 1 });
    expect(next).not.toHaveProperty('tries');
    expect(next).not.toHaveProperty('key');
    expect(next).not.toHaveProperty('retryAt');
    expect(whatsOf(next)).toEqual(['accepted', 'decision_issued']);
  });

  it('given the ledger refused, it lets the violation go and keeps the refusal', () => {
    const next = refuseHandling(deciding(), { code: 'LICENCE_LIMIT_REACHED' });
    expect(next).toMatchObject({ live: false, refusal: { code: 'LICENCE_LIMIT_REACHED' } });
    expect(next).not.toHaveProperty('key');
    expect(statusOf(next)).toBeUndefined();
  });

  it.each([
    ['decided', () => decideHandling(decided())],
    ['refused', () => refuseHandling(decided(), { code: 'X' })],
    ['withdrawn', () => withdrawHandling(deciding(), LATER)],
    ['withdrawing', () => beginWithdrawal(deciding(), RETRY_AT)],
  ])('it cannot be %s out of order', (_stage, move) => expect(move).toThrow('cannot go'));
});

describe('closing', () => {
  it.each([
    ['awaiting_payment', []],
    ['recording', ['payment']],
    ['overdue_recorded', ['overdue']],
    ['recording', ['record']],
    ['closed', ['payment', 'record']],
    ['closed', ['record', 'payment']],
    ['closed', ['overdue', 'payment']],
  ] as const)(
    '§3.unpaid.states §3.handling.closes: given a fine, it is %s after %j',
    (status, facts) => {
      const end = having(decided(), ...facts);
      expect(statusOf(end)).toBe(status);
    },
  );

  it('§3.points.no-fine: given a fine of 0, there is no order, and it closes when the points are recorded', () => {
    expect(decided(0).orderId).toBeNull();
    expect(statusOf(decided(0))).toBe('recording');
    const end = withEntry(decided(0), { ...paid, because: 'no_fine' }, LATER)!;
    expect(statusOf(end)).toBe('closed');
    expect(whatsOf(end)).toEqual(['accepted', 'decision_issued', 'points_recorded', 'closed']);
  });

  it('given the fine is not paid in time, the timeline tells why the points were recorded', () => {
    expect(whatsOf(having(decided(), 'overdue')).at(-1)).toBe('points_recorded_overdue');
    expect(whatsOf(having(decided(), 'record')).at(-1)).toBe('points_recorded');
  });

  it('§3.handling.closes: given any order and number of copies of payment and record, it closes once, with one step each', () => {
    const anyFacts = fc.array(fc.constantFrom('payment', 'record', 'overdue'), { maxLength: 12 });
    fc.assert(
      fc.property(anyFacts, (facts) => {
        let end = decided();
        let writes = 0;
        for (const fact of facts) {
          const next = change(end, fact);
          if (next) writes += 1;
          end = next ?? end;
        }
        const isRecorded = facts.includes('record') || facts.includes('overdue');
        const isPaid = facts.includes('payment');
        expect(end.stage).toBe(isRecorded && isPaid ? 'closed' : 'decided');
        const changes = Number(isRecorded) + Number(isPaid);
        expect(writes).toBe(changes);
        expect(whatsOf(end)).toHaveLength(2 + changes + Number(end.stage === 'closed'));
        expect(end.entry?.because).toBe(
          facts.find((fact) => fact !== 'payment')?.replace('record', 'paid'),
        );
      }),
    );
  });

  it('what comes to a withdrawn handling is kept and moves nothing', () => {
    const withdrawn = withdrawHandling(withdrawing(), LATER);
    const end = having(withdrawn, 'payment', 'record');
    expect(end).toMatchObject({ stage: 'withdrawn', receiptNumber: 'R-1', live: false });
  });

  it('given the payment wins against a withdrawal under way, it closes and nothing is left to be done', () => {
    const end = having(withdrawing(), 'payment', 'record');
    expect(end.stage).toBe('closed');
    expect(end).not.toHaveProperty('retryAt');
  });
});

describe('withdrawing', () => {
  const after = (ms: number) => new Date(Date.parse(DECIDED_AT) + ms);
  const DAY_MS = 86_400_000;

  it('§3.withdrawal.hours: is possible for 24 hours and not a millisecond longer', () => {
    expect(refuseWithdrawal(decided(), policy, after(DAY_MS))).toBeUndefined();
    expect(refuseWithdrawal(decided(), policy, after(DAY_MS + 1))?.code).toBe(
      'WITHDRAWAL_NOT_POSSIBLE',
    );
    expect(
      refuseWithdrawal(decided(), { withdrawalHours: 1 }, after(3_600_001))?.refusal,
    ).toMatchObject({
      code: 'WITHDRAWAL_NOT_POSSIBLE',
      detail: { en: expect.stringContaining('within 1 h of') as unknown },
    });
  });

  it.each([
    ['paid', having(decided(), 'payment')],
    ['recorded', having(decided(), 'overdue')],
    ['without a fine', decided(0)],
    ['closed', having(decided(), 'payment', 'record')],
    ['withdrawn', withdrawHandling(decided(), LATER)],
    ['not decided', deciding()],
  ])('is refused for a handling that is %s', (_how, handling) => {
    expect(refuseWithdrawal(handling, policy, after(1))?.code).toBe('WITHDRAWAL_NOT_POSSIBLE');
  });

  it('once it has begun it may go on after the time is over, as a new attempt', () => {
    const first = { ...withdrawing(), tries: 9 };
    const later = new Date('2026-03-19T04:00:00.000Z');
    expect(refuseWithdrawal(first, policy, after(DAY_MS * 9))).toBeUndefined();
    const again = beginWithdrawal(first, later);
    expect(again).toMatchObject({ stage: 'withdrawing', retryAt: later });
    expect(again).not.toHaveProperty('tries');
    expect(statusOf(again)).toBe('awaiting_payment');
  });

  it('given the order is cancelled, the violation is let go, even if another attempt had given up', () => {
    for (const handling of [withdrawing(), decided()]) {
      const end = withdrawHandling(handling, LATER);
      expect(end).toMatchObject({ stage: 'withdrawn', live: false });
      expect(end).not.toHaveProperty('retryAt');
      expect(statusOf(end)).toBe('withdrawn');
    }
  });

  it('given payments refuses, it stands as before', () => {
    const end = giveUpWithdrawal(withdrawing());
    expect(statusOf(end)).toBe('awaiting_payment');
    expect(end).not.toHaveProperty('retryAt');
  });
});

describe('what the ledger is told', () => {
  it.each([
    ['unknown', null],
    ['deciding', deciding()],
    ['refused', refuseHandling(deciding(), { code: 'X' })],
    ['decided', decided()],
    ['decided', withdrawing()],
    ['decided', having(decided(), 'payment', 'record')],
    ['withdrawn', withdrawHandling(withdrawing(), LATER)],
    ['revoked', revokeHandling(decided(), { at: LATER, then: 'reopen', reason: 'x' })],
  ])('%s', (state, handling) => expect(stateForLedger(handling?.stage)).toBe(state));
});

type Fact = 'payment' | 'record' | 'overdue';

/** Null where nothing is to be written. */
function change(handling: HandlingDocument, fact: Fact): HandlingDocument | null {
  if (fact === 'payment') return withPayment(handling, 'R-1', LATER);
  return withEntry(handling, fact === 'record' ? paid : overdue, LATER);
}

function having(handling: HandlingDocument, ...facts: Fact[]): HandlingDocument {
  return facts.reduce((before, fact) => change(before, fact) ?? before, handling);
}

describe('revoking a decision', () => {
  const revocation = { at: LATER, then: 'reopen' as const, reason: 'Somebody else drove' };
  const recorded = () => withEntry(decided(), overdue, LATER)!;
  const closedOne = () => withEntry(withPayment(decided(), 'R-1', LATER)!, paid, LATER)!;

  it.each([
    ['awaiting_payment', () => decided()],
    ['recording', () => withPayment(decided(), 'R-1', LATER)!],
    ['overdue_recorded', recorded],
    ['closed', closedOne],
    ['awaiting_payment', withdrawing],
  ])('§3.revocation.once: given a handling that is %s, it is possible once', (status, handling) => {
    expect(statusOf(handling())).toBe(status);
    expect(refuseRevocation(handling())).toBeUndefined();
    const revoked = revokeHandling(handling(), revocation);
    expect(statusOf(revoked)).toBe('revoked');
    expect(revoked).toMatchObject({ live: false, revocation });
    expect(revoked).not.toHaveProperty('retryAt');
    expect(whatsOf(revoked).at(-1)).toBe('revoked');
    expect(refuseRevocation(revoked)?.refusal).toMatchObject({
      code: 'REVOCATION_NOT_POSSIBLE',
      reason: 'revoked',
    });
  });

  it('given it was withdrawn, there is nothing to revoke', () => {
    const withdrawn = withdrawHandling(withdrawing(), LATER);
    expect(refuseRevocation(withdrawn)?.refusal).toMatchObject({ reason: 'withdrawn' });
    expect(() => revokeHandling(withdrawn, revocation)).toThrow('cannot go');
  });

  it('§3.revocation.not-undone: given the ledger could not undo all of it, then it names that', () => {
    const notUndone = ['education_done:edu_1'];
    expect(withNotUndone(revokeHandling(decided(), revocation), notUndone)).toMatchObject({
      stage: 'revoked',
      revocation: { ...revocation, notUndone },
    });
    expect(withNotUndone(decided(), notUndone)).toBeNull();
  });

  it('given money or points arrive afterwards, they are kept and it stays revoked', () => {
    const late = withEntry(
      withPayment(revokeHandling(decided(), revocation), 'R-1', LATER)!,
      paid,
      LATER,
    )!;
    expect(statusOf(late)).toBe('revoked');
    expect(late).toMatchObject({ receiptNumber: 'R-1', entry: paid });
  });
});
