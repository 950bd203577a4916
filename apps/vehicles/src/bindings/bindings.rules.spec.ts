import { BINDING_STATUSES, type Standing } from '@demerit/contracts';
import {
  checkApplicant,
  checkPapers,
  checkVehicle,
  decide,
  endsBindings,
  expectedBy,
  freeze,
  move,
  MOVES,
  thaw,
  type BindingRecord,
} from './bindings.rules';
import {
  afterWrongCode,
  checkConsent,
  checkConsentForm,
  firstCode,
  grant,
} from '../consent/consent.rules';
import { isMatch } from '../requests/matching.rules';

const NOON = new Date('2026-03-02T04:00:00Z');
const minutesLater = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);
const SUSPENDED: Standing = { status: 'suspended', version: 1 };

function aBinding(changes: Partial<BindingRecord> = {}): BindingRecord {
  return {
    _id: 'bnd_1',
    accountId: 'acc_1',
    vehicleId: 'veh_1',
    plateNumber: '浙A12345',
    ownerPersonKey: 'person_1',
    relation: 'other',
    status: 'pending_consent',
    live: true,
    documentIds: [],
    requestedAt: NOON,
    consentExpiresAt: minutesLater(72 * 60),
    timeline: [],
    version: 1,
    ...changes,
  };
}

const codeOf = (outcome: unknown): unknown => (outcome as { code?: string } | undefined)?.code;

describe('Who may ask for a binding (rules.md §2)', () => {
  const applicant = { identityVerified: true, hasLicence: true, standing: undefined };

  it('§2.request.who: a verified person with a licence may', () => {
    expect(checkApplicant(applicant, 'other')).toBeUndefined();
  });

  it.each([
    [{ ...applicant, identityVerified: false, hasLicence: false }, 'IDENTITY_NOT_VERIFIED'],
    [{ ...applicant, hasLicence: false, standing: SUSPENDED }, 'LICENCE_REQUIRED'],
    [{ ...applicant, standing: SUSPENDED }, 'POINT_SERVICE_SUSPENDED'],
  ])('§2.request.who: the first that is missing is the answer', (who, code) => {
    expect(checkApplicant(who, 'other')?.code).toBe(code);
  });

  it('§2.own.standing: one’s own vehicle needs no licence and no standing', () => {
    const suspended = { ...applicant, hasLicence: false, standing: SUSPENDED };
    expect(checkApplicant(suspended, 'own')).toBeUndefined();
    expect(checkApplicant({ ...suspended, identityVerified: false }, 'own')?.code).toBe(
      'IDENTITY_NOT_VERIFIED',
    );
  });

  it('§2.binding.cars: only small non-commercial cars may be bound by a non-owner', () => {
    const car = { plateType: 'small', commercial: false, standing: undefined } as const;
    expect(checkVehicle(car, 'other')).toBeUndefined();
    expect(checkVehicle({ ...car, plateType: 'small_new_energy' }, 'other')).toBeUndefined();
    expect(checkVehicle({ ...car, commercial: true }, 'other')?.code).toBe('VEHICLE_NOT_BINDABLE');
    expect(checkVehicle({ ...car, plateType: 'large' }, 'other')?.code).toBe(
      'VEHICLE_NOT_BINDABLE',
    );
    expect(checkVehicle({ ...car, plateType: 'large' }, 'own')).toBeUndefined();
    expect(checkVehicle({ ...car, standing: SUSPENDED }, 'other')?.code).toBe('VEHICLE_SUSPENDED');
  });

  it('the vehicle licence must be shown for another’s car', () => {
    expect(checkPapers([{ kind: 'vehicle_licence' }], 'other')).toBeUndefined();
    const more = [{ kind: 'id_card_front' }, { kind: 'vehicle_licence' }] as const;
    expect(checkPapers(more, 'other')).toBeUndefined();
    expect(checkPapers([{ kind: 'id_card_front' }], 'other')?.code).toBe('DOCUMENTS_REQUIRED');
    expect(checkPapers([], 'own')).toBeUndefined();
  });
});

describe('The details of a vehicle', () => {
  const register = { engineKey: 'e', ownerKey: 'o' };
  const equals = (left: string, right: string): boolean => left === right;

  it('match only when every one is right', () => {
    expect(isMatch(register, { engineKey: 'e', ownerKey: 'o' }, equals)).toBe(true);
    expect(isMatch(register, { engineKey: 'x', ownerKey: 'o' }, equals)).toBe(false);
    expect(isMatch(register, { engineKey: 'e', ownerKey: 'x' }, equals)).toBe(false);
    expect(isMatch(undefined, { engineKey: '', ownerKey: '' }, equals)).toBe(false);
  });

  it('§2.match.silent: are all compared, whatever is wrong, so that time does not tell', () => {
    for (const known of [register, undefined]) {
      let compared = 0;
      isMatch(known, { engineKey: 'x', ownerKey: 'x' }, () => (compared += 1) < 0);
      expect(compared).toBe(2);
    }
  });
});

describe('The life of a binding', () => {
  it.each(BINDING_STATUSES)(
    '§2.binding.states: from %s it moves only as the table says',
    (from) => {
      for (const to of BINDING_STATUSES) {
        const outcome = move(aBinding({ status: from }), to, NOON);
        if (MOVES[from].includes(to)) {
          expect(outcome).toMatchObject({ status: to, version: 2, live: MOVES[to].length > 0 });
        } else expect(codeOf(outcome)).toBe('BINDING_NOT_PENDING');
      }
    },
  );

  it('§2.review.decides: a reviewer approves or rejects what waits for review, and nothing else', () => {
    const pending = aBinding({ status: 'pending_review' });
    expect(decide(pending, { decision: 'approve' }, NOON)).toMatchObject({
      status: 'active',
      activeSince: NOON,
    });
    expect(decide(pending, { decision: 'reject', reason: 'unreadable' }, NOON)).toMatchObject({
      status: 'rejected',
      live: false,
      rejectedReason: 'unreadable',
    });
    expect(codeOf(decide(aBinding(), { decision: 'approve' }, NOON))).toBe('DECISION_NOT_POSSIBLE');
    const frozen = freeze(pending, 'person', NOON);
    expect(codeOf(decide(frozen, { decision: 'approve' }, NOON))).toBe('BINDING_FROZEN');
  });

  it('§2.review.expected: a decision is expected by the end of the next working day', () => {
    expect(expectedBy(new Date('2026-03-02T04:00:00Z'))).toBe('2026-03-04T00:00:00.000+08:00');
    expect(expectedBy(new Date('2026-03-06T04:00:00Z'))).toBe('2026-03-10T00:00:00.000+08:00');
    expect(expectedBy(new Date('2026-03-06T16:30:00Z'))).toBe('2026-03-10T00:00:00.000+08:00');
  });
});

describe('A suspension and a pending request (rules.md §4)', () => {
  it('§4.suspended.requests: its status is kept and its hours stop', () => {
    const frozen = freeze(aBinding(), 'person', minutesLater(10));
    expect(frozen).toMatchObject({ status: 'pending_consent', frozen: { from: minutesLater(10) } });
    expect(codeOf(checkConsent(frozen, minutesLater(20)))).toBe('BINDING_FROZEN');
    expect(codeOf(checkConsent(frozen, minutesLater(73 * 60)))).toBe('BINDING_FROZEN');
    const thawed = thaw(frozen, 'person', minutesLater(70));
    expect(thawed.frozen).toBeUndefined();
    expect(thawed.consentExpiresAt).toEqual(minutesLater(72 * 60 + 60));
  });

  it('waiting for review, a decision is expected anew when it has thawed; before consent, none is', () => {
    const friday = new Date('2026-03-06T04:00:00Z');
    const waiting = aBinding({ status: 'pending_review', expectedBy: expectedBy(NOON) });
    const thawed = thaw(freeze(waiting, 'person', NOON), 'person', friday);
    expect(thawed.expectedBy).toBe('2026-03-10T00:00:00.000+08:00');
    const asked = thaw(freeze(aBinding(), 'person', NOON), 'person', friday);
    expect(asked).not.toHaveProperty('expectedBy');
  });

  it('each of its steps is a version, and the timeline tells of the first and the last', () => {
    const once = freeze(aBinding(), 'person', NOON);
    const twice = freeze(once, 'vehicle', NOON);
    const half = thaw(twice, 'person', NOON);
    const over = thaw(half, 'vehicle', NOON);
    expect([once, twice, half, over].map(({ version }) => version)).toEqual([2, 3, 4, 5]);
    expect(over.timeline.map(({ what }) => what)).toEqual(['frozen', 'thawed']);
  });

  it('§4.suspended-vehicle.requests: two suspensions: it stays frozen until both have ended', () => {
    const once = freeze(aBinding(), 'person', minutesLater(10));
    const twice = freeze(once, 'vehicle', minutesLater(20));
    const half = thaw(twice, 'person', minutesLater(30));
    expect(half.frozen).toEqual({ from: minutesLater(10), because: ['vehicle'] });
    expect(thaw(half, 'vehicle', minutesLater(40)).consentExpiresAt).toEqual(
      minutesLater(72 * 60 + 30),
    );
  });

  it('the same suspension heard twice changes nothing, nor does an end of none', () => {
    const frozen = freeze(aBinding(), 'person', NOON);
    expect(freeze(frozen, 'person', minutesLater(5))).toBe(frozen);
    expect(thaw(aBinding(), 'person', NOON)).toEqual(aBinding());
  });

  it('an active binding is not frozen', () => {
    const active = aBinding({ status: 'active' });
    expect(freeze(active, 'person', NOON)).toBe(active);
  });
});

describe('A sanction in force (rules.md §5)', () => {
  it.each([
    ['seller', true],
    ['buyer', false],
    ['organiser', false],
    ['introducer', false],
  ] as const)('of a %s: whether bindings end is %s', (role, ends) => {
    expect(endsBindings(role)).toBe(ends);
  });
});

describe('The owner’s consent', () => {
  it('is given in the app or by code, one of both', () => {
    expect(checkConsentForm({ decision: 'grant' })).toBeUndefined();
    expect(checkConsentForm({ code: '123456' })).toBeUndefined();
    expect(checkConsentForm({})?.code).toBe('VALIDATION_FAILED');
    expect(checkConsentForm({ decision: 'deny', code: '123456' })?.code).toBe('VALIDATION_FAILED');
  });

  it('leads to review, until the consent hours are over', () => {
    expect(checkConsent(aBinding(), minutesLater(72 * 60 - 1))).toBeUndefined();
    expect(checkConsent(aBinding(), minutesLater(72 * 60))?.code).toBe('BINDING_NOT_PENDING');
    expect(grant(aBinding(), NOON)).toMatchObject({ status: 'pending_review' });
  });

  it('§2.consent.code: a code dies after five wrong tries or five minutes, and the next wrong one sends a new code, one a minute', () => {
    const code = firstCode(NOON);
    let binding = aBinding({ consentCode: code });
    for (let tries = 1; tries <= 5; tries += 1) {
      binding = afterWrongCode(binding, binding.consentCode ?? code, minutesLater(0.5));
      expect(binding.consentCode).toMatchObject({ generation: 1, tries });
      expect(binding.version).toBe(1 + tries);
    }
    const dead = binding.consentCode ?? code;
    expect(afterWrongCode(binding, dead, minutesLater(0.9))).toBe(binding);
    expect(afterWrongCode(binding, dead, minutesLater(1)).consentCode).toEqual({
      generation: 2,
      issuedAt: minutesLater(1),
      tries: 0,
    });
    const old = aBinding({ consentCode: code });
    expect(afterWrongCode(old, code, minutesLater(4.99)).consentCode?.tries).toBe(1);
    expect(afterWrongCode(old, code, minutesLater(5)).consentCode?.generation).toBe(2);
  });
});
