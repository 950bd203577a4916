import { decided, deciding, LATER, RETRY_AT } from '../../test/given';
import {
  decidedEvent,
  endedEvent,
  handlingAsSeen,
  reservationFor,
  revokedEvent,
  wasDecided,
} from './handling.view';
import {
  beginWithdrawal,
  refuseHandling,
  revokeHandling,
  withdrawHandling,
  withEntry,
  withPayment,
} from './handlings.rules';
import type { RecordedEntry } from './handlings.types';

const entry: RecordedEntry = { entryId: 'ent_1', balance: 5, because: 'paid' };
const revocation = { at: LATER, then: 'reopen' as const, reason: 'Somebody else drove' };
const closed = () => withEntry(withPayment(decided(), 'R-1', LATER)!, entry, LATER)!;

describe('a handling as its driver sees it', () => {
  it('given it waits for the payment, then neither entry nor receipt is there', () => {
    const seen = handlingAsSeen(decided(), 'awaiting_payment');
    expect(seen).toMatchObject({
      handlingId: 'hnd_1',
      status: 'awaiting_payment',
      decision: { fineFen: 15_000, points: 3, dueOn: '2026-03-25' },
      orderId: 'ord_1',
    });
    expect(seen).not.toHaveProperty('entry');
    expect(seen).not.toHaveProperty('receiptNumber');
  });

  it('given it is closed, then with the entry, the balance after it and the receipt', () => {
    const seen = handlingAsSeen(closed(), 'closed');
    expect(seen.entry).toEqual({ entryId: 'ent_1', balance: 5 });
    expect(seen.receiptNumber).toBe('R-1');
  });
});

describe('whether there is a decision to speak of', () => {
  it.each([
    ['is decided', decided(), true],
    ['is being withdrawn', beginWithdrawal(decided(), RETRY_AT), true],
    ['is closed', closed(), true],
    ['was revoked', revokeHandling(decided(), revocation), true],
    ['was withdrawn', withdrawHandling(decided(), LATER), false],
    ['is not decided yet', deciding(), false],
    ['was refused', refuseHandling(deciding(), { code: 'X' }), false],
  ])('given a handling that %s', (_how, handling, is) => {
    expect(wasDecided(handling)).toBe(is);
  });
});

describe('what others are told of a handling', () => {
  it('the decision under the version that said it, however late it is told again', () => {
    expect(decidedEvent(closed()).version).toBe(decided().version);
  });

  it('its end under its own version', () => {
    const withdrawn = withdrawHandling(decided(), LATER);
    expect(endedEvent(withdrawn, LATER)).toMatchObject({ at: LATER, version: withdrawn.version });
  });

  it('its revocation with who took it back, and none of the words', () => {
    const event = revokedEvent(revokeHandling(closed(), revocation), revocation, 'officer');
    expect(event).toMatchObject({
      handlingId: 'hnd_1',
      orderId: 'ord_1',
      then: 'reopen',
      reason: 'officer',
    });
    expect(JSON.stringify(event)).not.toContain('Somebody else drove');
  });

  it('the ledger is asked the same, however often', () => {
    expect(reservationFor(decided())).toEqual(reservationFor(deciding()));
    expect(reservationFor(deciding())).toMatchObject({ points: 3, method: 'online' });
  });
});
