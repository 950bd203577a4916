import type { Wording } from '@demerit/contracts';
import { explainGuards, explainNext } from './explanation.rules';
import type { HandlingTrace } from './explanation.types';

const LIMITS = {
  ONLINE_MAX_FINE_FEN: 20_000,
  ONLINE_MAX_POINTS: 6,
  FULL_SCORE: 12,
  VEHICLES_PER_LICENCE: 3,
  LICENCES_PER_VEHICLE: 3,
};

function trace(changes: Partial<HandlingTrace>, handling: Partial<HandlingTrace['handling']> = {}) {
  const whole: HandlingTrace = {
    handling: {
      _id: 'hnd_1',
      stage: 'decided',
      violationId: 'vio_1',
      accountId: 'acc_1',
      licenceId: 'lic_1',
      licenceFirstIssuedOn: '2019-01-11',
      vehicleId: 'veh_1',
      ownVehicle: false,
      method: 'online',
      orderId: 'ord_1',
      decision: {
        decisionNumber: '3301-1',
        decidedAt: '2026-11-22T10:00:00.000Z',
        dueOn: '2026-12-07',
        fineFen: 15_000,
        points: 3,
      },
      timeline: [],
      ...handling,
    },
    violation: null,
    reservation: { state: 'reserved', points: 3 },
    attempt: null,
    entries: [],
    licence: null,
    vehicle: null,
    licenceCycle: null,
    vehicleCycle: null,
    order: { _id: 'ord_1', status: 'unpaid', dueOn: '2026-12-07' },
    payments: [],
    messages: [],
    ...changes,
  };
  return whole;
}

const refusedAs = (code: string, detail?: Wording) =>
  trace(
    { reservation: { state: 'refused', points: 3 } },
    { stage: 'refused', refusal: { code, ...(detail !== undefined && { detail }) } },
  );

const verdicts = (of: HandlingTrace) =>
  explainGuards(of, LIMITS).map(({ number, verdict }) => `${number} ${verdict}`);

describe('the guards of a handling', () => {
  it('have all passed one that was reserved, each with its facts', () => {
    const guards = explainGuards(trace({}), LIMITS);
    expect(guards.every(({ verdict }) => verdict === 'passed')).toBe(true);
    expect(guards[7]?.facts).toContain('15000 fen of at most 20000; 3 points of at most 6');
  });

  it('refused by the ledger: those behind were never asked', () => {
    expect(verdicts(refusedAs('POINT_SERVICE_SUSPENDED'))).toEqual(
      expect.arrayContaining(['2 refused', '3 passed', '9 not reached', '10 not reached']),
    );
    const fourth = refusedAs('LICENCE_LIMIT_REACHED', {
      en: 'This licence has 3 of 3 vehicles.',
      'zh-CN': '此驾驶证已处理 3 辆车，上限为 3 辆。',
    });
    expect(verdicts(fourth)).toEqual(
      expect.arrayContaining(['2 passed', '9 passed', '10 refused']),
    );
    expect(explainGuards(fourth, LIMITS).at(-1)?.facts).toBe('This licence has 3 of 3 vehicles.');
  });

  it('of the ledger are not reached while it has not been asked', () => {
    expect(verdicts(trace({ reservation: null }, { stage: 'deciding' }))).toContain(
      '2 not reached',
    );
  });
});

describe('what comes next', () => {
  it.each([
    ['an open order is to be paid', trace({}), 'The driver pays ord_1 (unpaid) until 2026-12-07.'],
    [
      'a paid one is to be recorded',
      trace({ order: { _id: 'ord_1', status: 'paid', dueOn: '2026-12-07' } }),
      'The ledger records the points on payment.settled',
    ],
    ['an order that nobody opened', trace({ order: null }), 'Payments has not opened ord_1 yet'],
    ['a refusal says its next step', refusedAs('WINDOW_REQUIRED'), 'window'],
    ['a closed one needs nothing', trace({}, { stage: 'closed' }), 'Nothing'],
  ])('%s', (_, of, says) => {
    expect(explainNext(of)).toContain(says);
  });

  it('before all else: an event that cannot leave', () => {
    const message = {
      messageId: 'm1',
      said: 'payments' as const,
      type: 'payment.settled',
      key: 'ord_1',
      at: new Date(0),
      publishedAt: null,
      attempts: 4,
      applied: [],
    };
    expect(explainNext(trace({ messages: [message] }))).toContain('outbox of payments');
  });
});
