import type { Hold, Policy } from '@demerit/contracts';
import fc from 'fast-check';
import { attempt, NOW, type Licence } from '../../test/given';
import {
  comesAfterStanding,
  firstFailing,
  GUARDS,
  handlingFacts,
  type AcceptanceAttempt,
} from './acceptance.rules';
import { licenceNamed } from './licence.rules';

type Change = (attempt: AcceptanceAttempt) => void;

function answerTo(...changes: Change[]): string | undefined {
  const changed = attempt();
  for (const change of changes) change(changed);
  return answerOf(changed);
}

function answerOf(asked: AcceptanceAttempt): string | undefined {
  const refusal = firstFailing(asked)?.refusal(asked).refusal;
  if (!refusal) return undefined;
  return refusal.reason ? `${refusal.code} ${refusal.reason}` : refusal.code;
}

const withLicence =
  (change: Partial<Licence>): Change =>
  ({ person }) => {
    if (person.licence) Object.assign(person.licence, change);
  };
const withHold = (...holds: Hold[]): Change => withLicence({ holds });
const withViolation =
  (change: Partial<AcceptanceAttempt['violation']>): Change =>
  ({ violation }) =>
    void Object.assign(violation, change);

const suspend =
  (side: 'person' | 'vehicle'): Change =>
  ({ standings }) =>
    void Object.assign(standings![side]!, { status: 'suspended' });

/** The table of rules.md §3, each row with what breaks it and nothing else. Breaking a licence's absence last keeps the others harmless. */
const TABLE: [number, string, Change][] = [
  [1, 'IDENTITY_NOT_VERIFIED', ({ person }) => (person.identityStatus = 'submitted')],
  [1, 'LICENCE_REQUIRED', ({ person }) => (person.licence = null)],
  [1, 'LICENCE_NOT_VALID', withHold({ kind: 'detained' })],
  [2, 'POINT_SERVICE_SUSPENDED', suspend('person')],
  [2, 'VEHICLE_SUSPENDED', suspend('vehicle')],
  [3, 'VEHICLE_NOT_BOUND', ({ access }) => (access.relation = 'none')],
  [
    4,
    'VIOLATION_BEFORE_BINDING',
    ({ access }) => (access.activeSince = '2026-03-06T00:00:00.000Z'),
  ],
  [5, 'VIOLATION_NOT_OPEN', withViolation({ status: 'in_handling' })],
  [6, 'DRIVER_DECLARATION_REQUIRED', (asked) => (asked.iWasTheDriver = false)],
  [7, 'LICENCE_CLASS_MISMATCH', withLicence({ class: 'D' })],
  [7, 'LICENCE_NOT_VALID_THEN', withLicence({ firstIssuedOn: '2026-03-06' })],
  [8, 'WINDOW_REQUIRED procedure', withViolation({ procedure: 'ordinary' })],
  [8, 'WINDOW_REQUIRED fine', withViolation({ fineFen: 20_001 })],
  [8, 'WINDOW_REQUIRED points', withViolation({ points: 9 })],
  [
    9,
    'WINDOW_REQUIRED would_reach_full_score',
    ({ forecast }) => (forecast!.wouldReachFullScore = true),
  ],
  [
    10,
    'LICENCE_LIMIT_REACHED',
    ({ forecast }) => (forecast!.limitReached = 'LICENCE_LIMIT_REACHED'),
  ],
];

describe('the guards of an acceptance', () => {
  it('given nothing against it, lets the attempt through', () => {
    expect(answerTo()).toBeUndefined();
  });

  it('§3.guards.order: are those of the table, in its order', () => {
    expect(GUARDS.map(({ number }) => number)).toEqual(TABLE.map(([number]) => number));
  });

  it.each(TABLE)('§3.guards.refusals: guard %i refuses with %s', (_number, code, breakIt) => {
    expect(answerTo(breakIt)).toBe(code);
  });

  it('§3.guards.order: given any combination of guards that fail, the first of the table is the answer', () => {
    fc.assert(
      fc.property(fc.subarray(TABLE, { minLength: 1 }), (broken) => {
        const changes = broken.map(([, , breakIt]) => breakIt);
        expect(answerTo(...changes)).toBe(broken[0]![1]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('§3.window.waives §3.window.keeps: given an officer at the window, 8 and 9 are waived and no others', () => {
    fc.assert(
      fc.property(fc.subarray(TABLE), (broken) => {
        const atWindow: Change = (asked) => (asked.method = 'window');
        const heeded = broken.filter(([number]) => number !== 8 && number !== 9);
        const changes = broken.map(([, , breakIt]) => breakIt);
        expect(answerTo(atWindow, ...changes)).toBe(heeded[0]?.[1]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('§3.guards.ledger: given the ledger was not asked, 2, 9 and 10 are left to the reservation', () => {
    const unasked: Change = (asked) => {
      delete asked.standings;
      delete asked.forecast;
    };
    expect(answerTo(unasked)).toBeUndefined();
  });

  it('given the ledger knows neither licence nor vehicle yet, guard 2 lets the attempt through', () => {
    expect(answerTo((asked) => (asked.standings = {}))).toBeUndefined();
  });

  it('the ledger has a say before the guards from 3 on only', () => {
    expect(GUARDS.filter(comesAfterStanding).map(({ number }) => number)).toEqual(
      TABLE.map(([number]) => number).filter((number) => number >= 3),
    );
  });
});

describe('guard 1', () => {
  it.each(['unsubmitted', 'submitted', 'rejected'] as const)(
    '§3.guard-1.identity: an identity %s is not verified',
    (status) => {
      expect(answerTo(({ person }) => (person.identityStatus = status))).toBe(
        'IDENTITY_NOT_VERIFIED',
      );
    },
  );

  it.each(['detained', 'suspended', 'revoked', 'cancelled', 'expired'] as const)(
    '§3.guard-1.licence: a licence %s is not valid',
    (kind) => expect(answerTo(withHold({ kind }))).toBe('LICENCE_NOT_VALID'),
  );

  it.each(['', null] as unknown as string[])(
    '§1.hold.set: a hold whose end is %p has none, and stands',
    (until) => {
      expect(answerTo(withHold({ kind: 'detained', until }))).toBe('LICENCE_NOT_VALID');
      const asked = attempt();
      withHold(
        { kind: 'detained', until },
        { kind: 'suspended', until: '2026-09-01T00:00:00Z' },
      )(asked);
      const refusal = firstFailing(asked)?.refusal(asked).refusal;
      expect(refusal).toMatchObject({ detail: { en: 'The licence is detained, suspended.' } });
      expect(refusal).not.toHaveProperty('availableFrom');
    },
  );

  it('a hold ends by itself at its instant', () => {
    expect(answerTo(withHold({ kind: 'suspended', until: NOW.toISOString() }))).toBeUndefined();
    const later = new Date(NOW.getTime() + 1).toISOString();
    expect(answerTo(withHold({ kind: 'suspended', until: later }))).toBe('LICENCE_NOT_VALID');
  });

  it('the refusal names the holds, and when the last ends if all have an end', () => {
    const asked = attempt();
    const [soon, late] = ['2026-04-01T00:00:00.000Z', '2026-09-01T00:00:00.000Z'];
    withHold({ kind: 'expired', until: soon }, { kind: 'suspended', until: late })(asked);
    expect(firstFailing(asked)?.refusal(asked).refusal).toMatchObject({
      detail: { en: 'The licence is expired, suspended.', 'zh-CN': '驾驶证已过期、被暂扣。' },
      availableFrom: late,
    });
    withHold({ kind: 'suspended', until: late }, { kind: 'detained' })(asked);
    expect(firstFailing(asked)?.refusal(asked).refusal).not.toHaveProperty('availableFrom');
  });

  it('a licence is valid on its last Shanghai day and not after', () => {
    expect(answerTo(withLicence({ validUntil: '2026-03-10' }))).toBeUndefined();
    expect(answerTo(withLicence({ validUntil: '2026-03-09' }))).toBe('LICENCE_NOT_VALID');
    const evening: Change = (asked) => (asked.now = new Date('2026-03-10T16:00:00.000Z'));
    expect(answerTo(withLicence({ validUntil: '2026-03-10' }), evening)).toBe('LICENCE_NOT_VALID');
  });
});

describe('guards 2 to 4', () => {
  const suspended = suspend('vehicle');
  const own: Change = ({ access }) => (access.relation = 'owner');

  it('§3.guard-2.vehicle: given the vehicle is suspended, its owner is not touched', () => {
    expect(answerTo(suspended, own)).toBeUndefined();
    expect(answerTo(suspended, ({ access }) => (access.relation = 'none'))).toBe(
      'VEHICLE_SUSPENDED',
    );
  });

  it('§2.organisation.no-points: whoever acts for the owner has no more by that than whoever does not', () => {
    const acting: Change = ({ access }) =>
      Object.assign(access, { relation: 'delegate', actsForOwner: true });
    expect(answerTo(acting)).toBe('VEHICLE_NOT_BOUND');
    expect(answerTo(({ access }) => (access.actsForOwner = true))).toBeUndefined();
  });

  it('given a plate that is not registered, nobody has it bound', () => {
    expect(answerTo(({ access }) => (access.vehicle = null))).toBe('VEHICLE_NOT_BOUND');
  });

  it('§3.guard-4.older: a violation of the instant of the binding is not older than it', () => {
    const at =
      (activeSince: string): Change =>
      ({ access }) =>
        (access.activeSince = activeSince);
    expect(answerTo(at('2026-03-05T02:00:00.000Z'))).toBeUndefined();
    expect(answerTo(at('2026-03-05T02:00:00.001Z'))).toBe('VIOLATION_BEFORE_BINDING');
    expect(answerTo(({ access }) => delete access.activeSince)).toBe('VIOLATION_BEFORE_BINDING');
  });

  it('§3.guard-4.older: nor is one older that happened while an earlier binding was active', () => {
    const boundAnew: Change = ({ access }) => (access.activeSince = '2026-03-09T00:00:00.000Z');
    const boundThen: Change = ({ access }) => (access.boundThen = true);
    expect(answerTo(boundAnew, boundThen)).toBeUndefined();
  });

  it('§3.guard-4.older: an older violation is handled where the policy is off, it is one’s own car, or it has no points', () => {
    const older: Change = ({ access }) => (access.activeSince = '2026-03-09T00:00:00.000Z');
    const off: Change = (asked) => (asked.policy.requireBindingBeforeViolation = false);
    expect(answerTo(older)).toBe('VIOLATION_BEFORE_BINDING');
    expect(answerTo(older, off)).toBeUndefined();
    expect(answerTo(older, own)).toBeUndefined();
    expect(answerTo(older, withViolation({ points: 0 }))).toBeUndefined();
  });
});

describe('guards 5 to 8', () => {
  it.each(['in_handling', 'decided', 'closed', 'disputed', 'eliminated'] as const)(
    '§3.guard-5.open: a violation %s is not open',
    (status) => expect(answerTo(withViolation({ status }))).toBe('VIOLATION_NOT_OPEN'),
  );

  it('§3.guard-7.issued: a licence issued on the Shanghai day of the violation was valid then', () => {
    const justAfterMidnight = new Date('2026-03-04T16:00:00.000Z');
    const justBefore = new Date('2026-03-04T15:59:59.999Z');
    const issued = withLicence({ firstIssuedOn: '2026-03-05' });
    const old: Change = ({ access }) => (access.activeSince = '2026-01-01T00:00:00.000Z');
    expect(answerTo(issued, old, withViolation({ occurredAt: justAfterMidnight }))).toBeUndefined();
    expect(answerTo(issued, old, withViolation({ occurredAt: justBefore }))).toBe(
      'LICENCE_NOT_VALID_THEN',
    );
  });

  it('§3.guard-8.online: fine and points are measured by the policy, the maximum included', () => {
    const policy =
      (change: Partial<Policy>): Change =>
      (asked) =>
        Object.assign(asked.policy, change);
    expect(answerTo(policy({ onlineMaxFineFen: 19_999 }))).toBe('WINDOW_REQUIRED fine');
    expect(answerTo(policy({ onlineMaxFineFen: 20_000 }))).toBeUndefined();
    expect(answerTo(policy({ onlineMaxPoints: 5 }))).toBe('WINDOW_REQUIRED points');
    expect(answerTo(policy({ onlineMaxPoints: 6 }))).toBeUndefined();
  });
});

describe('around the guards', () => {
  it('§3.acceptance.own-licence: only the caller’s own licence may be named', () => {
    const { person } = attempt();
    expect(licenceNamed(undefined, person)).toBeUndefined();
    expect(licenceNamed('lic_1', person)).toBeUndefined();
    expect(licenceNamed('lic_2', person)?.refusal).toMatchObject({
      code: 'LICENCE_NOT_FOUND',
      nextStep: { en: 'Leave licenceId out, or use the one at /v1/me.' },
    });
    expect(licenceNamed('lic_1', { ...person, licence: null })?.code).toBe('LICENCE_NOT_FOUND');
    expect(licenceNamed(undefined, { ...person, licence: null })).toBeUndefined();
  });

  it('a handling keeps whose car it is', () => {
    const asked = attempt();
    expect(handlingFacts(asked)).toMatchObject({ ownVehicle: false, ownerKey: 'person_2' });
    asked.access.relation = 'owner';
    expect(handlingFacts(asked)).toMatchObject({ ownVehicle: true, licenceId: 'lic_1' });
  });

  it('a handling keeps the officer at the window, and none of an acceptance online', () => {
    expect(handlingFacts(attempt())).not.toHaveProperty('officerId');
    const atWindow = { ...attempt(), method: 'window', officerId: 'acc_9' } as const;
    expect(handlingFacts(atWindow)).toMatchObject({ method: 'window', officerId: 'acc_9' });
  });

  it.each<[string, Change]>([
    ['who is not known', ({ person }) => (person.personKey = null)],
    ['without a licence', ({ person }) => (person.licence = null)],
    ['of a plate in no register', ({ access }) => (access.vehicle = null)],
  ])('no handling is made of an attempt %s, whatever let it pass', (_what, breakIt) => {
    const asked = attempt();
    breakIt(asked);
    expect(() => handlingFacts(asked)).toThrow('guards 1 and 3');
  });
});
