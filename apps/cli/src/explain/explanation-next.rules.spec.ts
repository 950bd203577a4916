import { ledger, NEVER_ASKED, orderIs, refusedAs, trace } from '../../test/given-trace';
import { explainNext } from './explanation.rules';
import type { Message } from './explanation.types';

const ENTRY = { entryId: 'ent_1', balance: 3 };

describe('what comes next', () => {
  const retryAt = '2026-11-22T10:00:05.000Z';
  it.each([
    [
      'the ledger, not asked yet, is asked again',
      trace({ ledger: NEVER_ASKED }, { stage: 'deciding', retryAt }),
      'asks the ledger again at 2026-11-22T10:00:05.000Z (ledger: never asked)',
    ],
    [
      'the ledger, whose answer was lost, is asked again',
      trace({}, { stage: 'deciding', retryAt }),
      '(ledger: reserved)',
    ],
    [
      'a ledger that does not answer is said to',
      trace({ ledger: undefined }, { stage: 'deciding', retryAt }),
      '(ledger: does not answer)',
    ],
    [
      'an order that a withdrawal must cancel is asked for again',
      trace({}, { stage: 'withdrawing', retryAt }),
      'cancel the order again at 2026-11-22T10:00:05.000Z',
    ],
    [
      'without a fine the ledger records on the decision',
      trace({ payments: undefined }, { orderId: null }),
      'records on violation.decided',
    ],
    [
      'an order that nobody opened',
      trace({ payments: { order: null, payments: [] } }),
      'Payments has not opened ord_1 yet',
    ],
    [
      'an order that payments does not answer for',
      trace({ payments: undefined }),
      'Payments does not answer: whether ord_1 is paid is not known',
    ],
    [
      'a paid one is to be recorded',
      trace({ payments: orderIs('paid') }),
      'The ledger records the points on payment.settled',
    ],
    [
      'a paid one that is recorded is to be closed',
      trace({ payments: orderIs('paid') }, { entry: ENTRY }),
      'Violations closes it when it has heard of both',
    ],
    [
      'a frozen order waits for the reviewer',
      trace({ payments: orderIs('frozen', '2026-11-25') }),
      'ord_1 is frozen since 2026-11-25',
    ],
    [
      'an overdue one whose points are recorded is still to be paid',
      trace({ payments: orderIs('unpaid') }, { entry: ENTRY }),
      'until 2026-12-07. The points are recorded already',
    ],
    ['a closed one needs nothing', trace({}, { stage: 'closed' }), 'Nothing: the points are'],
    ['nor a withdrawn one', trace({}, { stage: 'withdrawn' }), 'Nothing: taken back'],
    [
      'nor a revoked one, whose violation is open again',
      trace(
        {},
        { stage: 'revoked', revocation: { at: '2026-12-01T02:00:00.000Z', then: 'reopen' } },
      ),
      'Nothing: decision 3301-1 was revoked at 2026-12-01T02:00:00.000Z; the violation is open again.',
    ],
    [
      'nor a revoked one, whose violation is gone for good',
      trace(
        {},
        { stage: 'revoked', revocation: { at: '2026-12-01T02:00:00.000Z', then: 'eliminate' } },
      ),
      'the violation is eliminated',
    ],
    [
      'nor one revoked before that was written down with the handling',
      trace({}, { stage: 'revoked' }),
      'Nothing: decision 3301-1 was revoked.',
    ],
  ])('%s', (_, of, says) => {
    expect(explainNext(of)).toContain(says);
  });

  it('an open order is to be paid, and no more', () => {
    expect(explainNext(trace({}))).toBe('The driver pays ord_1 (unpaid) until 2026-12-07.');
  });

  it('a refusal says its next step, and who was listed for it', () => {
    const window = 'Visit a service window with your licence and ID card.';
    expect(explainNext(refusedAs('WINDOW_REQUIRED'))).toBe(window);
    const fourth = refusedAs('LICENCE_LIMIT_REACHED');
    const attempt = { exceeded: ['licence' as const], targetIds: ['tgt_1', 'tgt_2'] };
    expect(explainNext({ ...fourth, ledger: ledger({ attempt }) })).toContain(
      'review list: tgt_1, tgt_2; a reviewer',
    );
    const notListed = {
      ...refusedAs('WINDOW_REQUIRED'),
      ledger: ledger({ attempt: { exceeded: [], targetIds: [] } }),
    };
    expect(explainNext(notListed)).toBe(window);
  });

  it('a refusal says its next step while the ledger does not answer, too, and what is left where none was written', () => {
    const refused = { ...refusedAs('WINDOW_REQUIRED'), ledger: undefined };
    expect(explainNext(refused)).toBe('Visit a service window with your licence and ID card.');
    expect(explainNext(trace({}, { stage: 'refused' }))).toBe('The refusal says.');
  });

  it('before all else: an event that cannot leave; one that has left is no matter', () => {
    const message: Message = {
      messageId: 'm1',
      said: 'payments',
      type: 'payment.settled',
      key: 'ord_1',
      at: '2026-11-22T10:00:00.000Z',
      publishedAt: null,
      attempts: 4,
      applied: [],
    };
    const left = {
      ...message,
      said: 'violations' as const,
      publishedAt: '2026-11-22T10:00:01.000Z',
    };
    expect(explainNext(trace({ messages: [left, message] }))).toContain('outbox of payments');
    expect(explainNext(trace({ messages: [left] }))).toContain('The driver pays');
  });
});
