import { ledger, NEVER_ASKED, refusedAs, trace } from '../../test/given-trace';
import { explainGuards, type Limits } from './explanation.rules';
import type { ExplainedTrace } from './explanation.types';

const LIMITS = { ONLINE_MAX_FINE_FEN: 20_000, ONLINE_MAX_POINTS: 6 };

const verdicts = (of: ExplainedTrace) =>
  explainGuards(of, LIMITS).map(({ number, verdict }) => `${number} ${verdict}`);

const facts = (number: number, of: ExplainedTrace, limits: Limits = LIMITS) =>
  explainGuards(of, limits).find((guard) => guard.number === number)?.facts;

describe('the guards of a handling', () => {
  it('have all passed one that was reserved, each with its facts', () => {
    const guards = explainGuards(trace({}), LIMITS);
    expect(guards.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(guards.every(({ verdict }) => verdict === 'passed')).toBe(true);
    expect(facts(8, trace({}))).toContain('15000 fen of at most 20000; 3 points of at most 6');
  });

  it('refused by the ledger: those behind were never asked', () => {
    expect(verdicts(refusedAs('POINT_SERVICE_SUSPENDED'))).toEqual(
      expect.arrayContaining(['2 refused', '3 passed', '9 not reached', '10 not reached']),
    );
    expect(verdicts(refusedAs('WINDOW_REQUIRED'))).toEqual(
      expect.arrayContaining(['2 passed', '8 passed', '9 refused', '10 not reached']),
    );
    expect(verdicts(refusedAs('LICENCE_LIMIT_REACHED'))).toEqual(
      expect.arrayContaining(['2 passed', '9 passed', '10 refused']),
    );
  });

  it('of the ledger are not reached while it has not been asked', () => {
    const waiting = trace({ ledger: NEVER_ASKED }, { stage: 'deciding' });
    expect(verdicts(waiting)).toEqual(
      expect.arrayContaining(['1 passed', '2 not reached', '8 passed', '9 not reached']),
    );
    for (const number of [2, 9]) expect(facts(number, waiting)).toBe('the ledger was not asked');
  });

  it('of the ledger are known by the stage alone, if at all, while it does not answer', () => {
    const silent = { ledger: undefined };
    expect(verdicts(trace(silent))).toEqual(
      expect.arrayContaining(['2 passed', '9 passed', '10 passed']),
    );
    expect(verdicts(trace(silent, { stage: 'deciding' }))).toEqual(
      expect.arrayContaining(['1 passed', '2 not known', '9 not known', '10 not known']),
    );
    for (const number of [2, 9, 10])
      expect(facts(number, trace(silent))).toBe('the ledger does not answer');
  });

  it('8 and 9 are waived at the window, and not online', () => {
    const atTheWindow = trace({}, { method: 'window' });
    for (const number of [8, 9]) {
      expect(facts(number, atTheWindow)).toContain('waived at the window');
      expect(facts(number, trace({}))).not.toContain('waived');
    }
    expect(facts(10, atTheWindow)).not.toContain('waived');
  });

  it('say whose the vehicle is, and what the violation was', () => {
    const violation: ExplainedTrace['violation'] = {
      violationId: 'vio_1',
      status: 'decided',
      code: '1345',
      plateType: 'small',
      procedure: 'summary',
      points: 3,
      fineFen: 15_000,
      occurredAt: '2026-11-20T08:30:00.000Z',
    };
    expect(facts(3, trace({}))).toBe('bound by the driver');
    expect(facts(3, trace({}, { ownVehicle: true }))).toBe('the vehicle is the driver’s own');
    expect(facts(7, trace({ violation }))).toBe(
      'class covers small; issued 2019-01-11, before the violation of 2026-11-20T08:30:00.000Z',
    );
    expect(facts(8, trace({ violation }))).toContain('summary procedure');
  });

  it('say what they can when the violation or the policy cannot be had', () => {
    expect(facts(7, trace({}))).toContain('before the violation of ?');
    expect(facts(8, trace({}), {})).toBe(
      '? procedure; 15000 fen of at most policy not known; 3 points of at most policy not known',
    );
  });

  it('2: the standing of person and vehicle as the ledger has it now', () => {
    const suspended = { status: 'suspended' as const, version: 1 };
    const standing = { ...suspended, reason: 'vehicles_exceeded', since: '2026-11-22' };
    expect(facts(2, trace({ ledger: ledger({ person: { standing } }) }))).toBe(
      'person now suspended (vehicles_exceeded, since 2026-11-22); vehicle now active',
    );
    const bare = ledger({ person: { standing: suspended }, vehicle: null });
    expect(facts(2, trace({ ledger: bare }))).toBe(
      'person now suspended (?, since ?); vehicle now not known to the ledger',
    );
  });
});

describe('guard 9, the full score', () => {
  it.each(['reserved', 'recorded'] as const)(
    'given points that are %s: they are in the figures of now',
    (state) => {
      expect(facts(9, trace({ ledger: ledger({ reservation: { state, points: 3 } }) }))).toBe(
        'now recorded 4, pending 3 with these 3; full score 12',
      );
    },
  );

  it.each(['released', 'revoked'] as const)(
    'given points that were %s: they come on top of the figures of now',
    (state) => {
      expect(facts(9, trace({ ledger: ledger({ reservation: { state, points: 3 } }) }))).toBe(
        'now recorded 4, pending 3, these 3; full score 12',
      );
    },
  );

  it('given a licence that the ledger has not written: it says so', () => {
    expect(facts(9, trace({ ledger: ledger({ licence: null }) }))).toBe(
      'licence not known to the ledger',
    );
  });

  it('given that it refused: what the ledger compared then, not the figures of now', () => {
    const reason = 'would_reach_full_score';
    const en = 'Recorded 7, pending 2, these 3: that reaches 12.';
    const detail = { en, 'zh-CN': '已记 7 分，待记 2 分，本次 3 分，将达到 12 分。' };
    expect(facts(9, refusedAs('WINDOW_REQUIRED', { reason, detail }))).toBe(en);
    expect(facts(9, refusedAs('WINDOW_REQUIRED', { reason }))).toBe('would reach the full score');
  });
});

describe('guard 10, the limits of the cycle', () => {
  const licenceCycle = {
    startsOn: '2026-01-11',
    endsBefore: '2027-01-11',
    counted: 2,
    uncounted: 0,
    limit: 5,
  };
  const vehicleCycle = {
    startsOn: '2026-06-01',
    endsBefore: '2027-06-01',
    counted: 1,
    uncounted: 0,
    limit: 4,
  };

  it('compares how many others each side has with its limit, as the ledger counts them', () => {
    expect(facts(10, trace({ ledger: ledger({ licenceCycle, vehicleCycle }) }))).toBe(
      'licence: now 2 of 5 vehicles (cycle 2026-01-11 until 2027-01-11); vehicle: now 1 of 4 licences (cycle 2026-06-01 until 2027-06-01)',
    );
  });

  it('says how many own vehicles the policy does not count', () => {
    const milder = ledger({ licenceCycle: { ...licenceCycle, uncounted: 1 }, vehicleCycle });
    expect(facts(10, trace({ ledger: milder }))).toContain(
      'now 2 of 5 vehicles, and 1 own that the policy does not count (cycle',
    );
  });

  it('compares nothing for points that occupy no slot, nor after a refusal by another guard', () => {
    expect(facts(10, trace({ ledger: NEVER_ASKED }))).toBe('occupies no slot');
    expect(facts(10, trace({}))).toBe('occupies no slot');
    expect(facts(10, trace({ ledger: ledger({ licenceCycle }) }))).toBe('occupies no slot');
    expect(facts(10, trace({ ledger: ledger({ vehicleCycle }) }))).toBe('occupies no slot');
    expect(facts(10, refusedAs('POINT_SERVICE_SUSPENDED'))).toBe('occupies no slot');
  });

  it('given that it refused: what the ledger counted then', () => {
    const en = 'This licence has 3 of 3 vehicles.';
    const detail = { en, 'zh-CN': '此驾驶证已处理 3 辆车，上限为 3 辆。' };
    expect(facts(10, refusedAs('LICENCE_LIMIT_REACHED', { detail }))).toBe(en);
    expect(facts(10, refusedAs('VEHICLE_LIMIT_REACHED'))).toBe('VEHICLE_LIMIT_REACHED');
  });
});
