import {
  Policy,
  refusalIn,
  type BindingBody,
  type Person,
  type Standing,
} from '@demerit/contracts';
import { NOON } from '../../test/given-bindings';
import {
  newUserUse,
  newVehicleUse,
  withActive,
  withMismatch,
  withRequest,
} from '../bindings/quotas.rules';
import {
  checkRequest,
  newBinding,
  notMatched,
  REQUEST_GUARDS,
  type RequestAttempt,
} from './requests.rules';

const SUSPENDED: Standing = { status: 'suspended', version: 1 };
const LICENCE: NonNullable<Person['licence']> = {
  licenceId: 'lic_1',
  class: 'C1',
  firstIssuedOn: '2019-01-11',
  validUntil: '2039-01-11',
  holds: [],
};

const user = newUserUse('acc_1');
const vehicleUse = newVehicleUse('veh_1');
const car: NonNullable<RequestAttempt['vehicle']> = {
  _id: 'veh_1',
  plateNumber: '浙A12345',
  plateType: 'small',
  commercial: false,
  ownerPersonKey: 'person_1',
};

/** Everything in order. */
const attempt: RequestAttempt = {
  relation: 'other',
  person: { identityStatus: 'verified', licence: LICENCE },
  user,
  vehicleUse,
  vehicle: car,
  detailsMatch: true,
  documents: [{ kind: 'id_card_front' }, { kind: 'vehicle_licence' }],
  hasBinding: false,
  policy: new Policy(),
  now: NOON,
  realNow: NOON,
};

function times<T>(count: number, start: T, change: (value: T) => T): T {
  return count === 0 ? start : times(count - 1, change(start), change);
}

const guessed = times(5, user, (use) => withMismatch(use, NOON));
const threeCars = times(3, user, (use) => withActive(use, 1));
const threeUsers = times(3, vehicleUse, (use) => withActive(use, 1));
const dayUsed = withRequest(user, NOON);
const yearUsed = times(5, user, (use) => withRequest(use, new Date('2026-03-01T04:00:00Z')));

/** What is wrong where one guard does not hold, in the order in which they answer. */
const WRONG: [code: string, changes: Partial<RequestAttempt>, details: object][] = [
  ['IDENTITY_NOT_VERIFIED', { person: { ...attempt.person, identityStatus: 'submitted' } }, {}],
  ['LICENCE_REQUIRED', { person: { ...attempt.person, licence: null } }, {}],
  ['POINT_SERVICE_SUSPENDED', { user: { ...user, standing: SUSPENDED } }, {}],
  ['RATE_LIMITED', { user: guessed }, { retryAfterSeconds: 12 * 3600 }],
  ['VEHICLE_NOT_MATCHED', { detailsMatch: false }, {}],
  ['VEHICLE_NOT_MATCHED', { vehicle: null }, {}],
  ['VEHICLE_NOT_MATCHED', { vehicle: { ...car, deregisteredOn: '2026-03-01' } }, {}],
  ['VEHICLE_SUSPENDED', { vehicleUse: { ...vehicleUse, standing: SUSPENDED } }, {}],
  ['VEHICLE_NOT_BINDABLE', { vehicle: { ...car, commercial: true } }, {}],
  ['VEHICLE_NOT_BINDABLE', { vehicle: { ...car, plateType: 'large' } }, {}],
  [
    'DOCUMENTS_REQUIRED',
    { documents: [{ kind: 'id_card_front' }] },
    {
      detail: {
        en: 'Missing: the vehicle licence (vehicle_licence).',
        'zh-CN': '缺少：行驶证（vehicle_licence）。',
      },
    },
  ],
  ['BINDING_EXISTS', { hasBinding: true }, {}],
  ['BINDING_QUOTA_REACHED', { user: threeCars }, { quota: 'active_per_user' }],
  ['BINDING_QUOTA_REACHED', { vehicleUse: threeUsers }, { quota: 'users_per_vehicle' }],
  [
    'BINDING_QUOTA_REACHED',
    { user: yearUsed },
    { quota: 'per_year', availableFrom: '2027-01-01T00:00:00.000+08:00' },
  ],
  [
    'BINDING_QUOTA_REACHED',
    { user: dayUsed },
    { quota: 'per_day', availableFrom: '2026-03-03T00:00:00.000+08:00' },
  ],
];

describe('A request for somebody else’s vehicle (rules.md §2.request)', () => {
  it('§2.request.who: a verified person with a licence may, with the right details and the vehicle licence', () => {
    expect(checkRequest(attempt)).toBeUndefined();
    expect(checkRequest({ ...attempt, documents: [{ kind: 'vehicle_licence' }] })).toBeUndefined();
  });

  it('passes the guards in this order', () => {
    expect(REQUEST_GUARDS.map(({ code }) => code)).toEqual([
      'IDENTITY_NOT_VERIFIED',
      'LICENCE_REQUIRED',
      'POINT_SERVICE_SUSPENDED',
      'RATE_LIMITED',
      'VEHICLE_NOT_MATCHED',
      'VEHICLE_SUSPENDED',
      'VEHICLE_NOT_BINDABLE',
      'DOCUMENTS_REQUIRED',
      'BINDING_EXISTS',
      'BINDING_QUOTA_REACHED',
      'BINDING_QUOTA_REACHED',
      'BINDING_QUOTA_REACHED',
      'BINDING_QUOTA_REACHED',
    ]);
  });

  it.each(WRONG)(
    '§3.next-step.possible: refused with %s %j, is told to wait only where it is told until when',
    (_code, changes) => {
      const refusal = checkRequest({ ...attempt, ...changes })!;
      const { nextStep } = refusalIn('en', refusal.refusal);
      expect(/availableFrom/.test(nextStep)).toBe('availableFrom' in refusal.refusal);
    },
  );

  it.each(WRONG)('§2.request.who: alone, it is refused with %s %j %j', (code, changes, details) => {
    const refusal = checkRequest({ ...attempt, ...changes });
    expect(refusal?.refusal).toMatchObject({ code, ...details });
  });

  it('§2.request.who: the first that is missing is the answer', () => {
    const { person } = attempt;
    const standing = SUSPENDED;
    // From the last to the first: each hides all that come after it.
    const all: RequestAttempt = {
      ...attempt,
      hasBinding: true,
      documents: [],
      vehicle: { ...car, commercial: true },
      vehicleUse: { ...threeUsers, standing },
      detailsMatch: false,
      user: { ...guessed, active: 3, standing },
      person: { identityStatus: 'unsubmitted', licence: null },
    };
    const mended: Partial<RequestAttempt>[] = [
      {},
      { person: { ...person, licence: null } },
      { person },
      { user: { ...guessed, active: 3 } },
      { user: threeCars },
      { detailsMatch: true },
      { vehicleUse: threeUsers },
      { vehicle: car },
      { documents: attempt.documents },
      { hasBinding: false },
      { user: { ...yearUsed, day: '2026-03-02', dayRequests: 1 } },
      { vehicleUse },
      { user: dayUsed },
    ];
    let now = all;
    const codes = mended.map((changes) => {
      now = { ...now, ...changes };
      const { code, quota } = checkRequest(now)?.refusal ?? {};
      return quota ?? code;
    });
    expect(codes).toEqual([
      'IDENTITY_NOT_VERIFIED',
      'LICENCE_REQUIRED',
      'POINT_SERVICE_SUSPENDED',
      'RATE_LIMITED',
      'VEHICLE_NOT_MATCHED',
      'VEHICLE_SUSPENDED',
      'VEHICLE_NOT_BINDABLE',
      'DOCUMENTS_REQUIRED',
      'BINDING_EXISTS',
      'active_per_user',
      'users_per_vehicle',
      'per_year',
      'per_day',
    ]);
  });

  it('§2.match.limit: after five mismatches the next request waits for the next day', () => {
    const nextDay = new Date('2026-03-02T16:00:00Z');
    expect(checkRequest({ ...attempt, user: guessed, realNow: nextDay })).toBeUndefined();
    const four = times(4, user, (use) => withMismatch(use, NOON));
    expect(checkRequest({ ...attempt, user: four })).toBeUndefined();
  });

  it('§2.binding.cars: only small non-commercial cars may be bound by a non-owner', () => {
    const electric = { ...car, plateType: 'small_new_energy' } as const;
    expect(checkRequest({ ...attempt, vehicle: electric })).toBeUndefined();
    expect(checkRequest({ ...attempt, vehicle: { ...electric, commercial: true } })?.code).toBe(
      'VEHICLE_NOT_BINDABLE',
    );
  });

  it('§2.request.deregistered: a car that is deregistered is refused as one that nobody has, to its owner too', () => {
    const gone = { ...attempt, vehicle: { ...car, deregisteredOn: '2026-03-01' } };
    const ofNobody = notMatched().refusal;
    expect(checkRequest(gone)?.refusal).toEqual(ofNobody);
    expect(checkRequest({ ...gone, relation: 'own' })?.refusal).toEqual(ofNobody);
  });

  it('§2.match.silent: wrong details are one refusal without a word more', () => {
    expect(notMatched().refusal).toEqual({ code: 'VEHICLE_NOT_MATCHED' });
  });

  it('becomes a binding that waits for the owner’s consent, with a code', () => {
    const body: BindingBody = {
      plateNumber: '浙A12345',
      plateType: 'small',
      engineNumberLast6: '12345A',
      relation: 'other',
      relationNote: 'friend',
      documentIds: ['doc_1'],
    };
    const ids = { bindingId: 'bnd_1', accountId: 'acc_1' };
    expect(newBinding(attempt, body, ids)).toEqual({
      _id: 'bnd_1',
      accountId: 'acc_1',
      vehicleId: 'veh_1',
      plateNumber: '浙A12345',
      ownerPersonKey: 'person_1',
      relation: 'other',
      relationNote: 'friend',
      status: 'pending_consent',
      live: true,
      documentIds: ['doc_1'],
      requestedAt: NOON,
      consentExpiresAt: new Date('2026-03-05T04:00:00Z'),
      consentCode: { generation: 1, issuedAt: NOON, tries: 0 },
      timeline: [{ at: '2026-03-02T04:00:00.000Z', what: 'requested' }],
      version: 0,
    });
  });
});

describe('A request for one’s own vehicle (rules.md §2.own)', () => {
  const own: RequestAttempt = { ...attempt, relation: 'own' };

  it.each(
    WRONG.filter(([code]) =>
      ['IDENTITY_NOT_VERIFIED', 'RATE_LIMITED', 'VEHICLE_NOT_MATCHED', 'BINDING_EXISTS'].includes(
        code,
      ),
    ),
  )('is refused with %s as well', (code, changes) => {
    expect(checkRequest({ ...own, ...changes })?.code).toBe(code);
  });

  it('§2.own.standing: one’s own vehicle needs no licence and no standing, no papers and no place in a quota', () => {
    const lacking: RequestAttempt = {
      ...own,
      person: { identityStatus: 'verified', licence: null },
      user: { ...yearUsed, day: '2026-03-02', dayRequests: 1, active: 3, standing: SUSPENDED },
      vehicleUse: { ...threeUsers, standing: SUSPENDED },
      vehicle: { ...car, plateType: 'large', commercial: true },
      documents: [],
    };
    expect(checkRequest(lacking)).toBeUndefined();
  });

  it('§2.own.active: becomes a binding that is active at once', () => {
    const body = { plateNumber: '浙A12345', plateType: 'small', engineNumberLast6: '1' } as const;
    const ids = { bindingId: 'bnd_1', accountId: 'acc_1' };
    const binding = newBinding(own, { ...body, relation: 'own' }, ids);
    expect(binding).toMatchObject({ status: 'active', activeSince: NOON, documentIds: [] });
    expect(binding.timeline).toEqual([{ at: '2026-03-02T04:00:00.000Z', what: 'active' }]);
    expect(binding).not.toHaveProperty('relationNote');
    expect(binding).not.toHaveProperty('consentCode');
    expect(binding).not.toHaveProperty('consentExpiresAt');
  });
});
