import { refusalIn, type BindingBody } from '@demerit/contracts';
import { NOON } from '../../test/given-bindings';
import {
  SUSPENDED,
  user,
  vehicleUse,
  car,
  attempt,
  times,
  guessed,
  threeCars,
  threeUsers,
  dayUsed,
  yearUsed,
  WRONG,
} from '../../test/given-requests';
import { withMismatch } from '../bindings/quotas.rules';
import {
  checkRequest,
  newBinding,
  notMatched,
  REQUEST_GUARDS,
  type RequestAttempt,
} from './requests.rules';

describe('A request for somebody else’s vehicle (rules.md §2.request)', () => {
  it('§2.request.who: a verified person with a licence may, with the right details and the vehicle licence', () => {
    expect(checkRequest(attempt)).toBeUndefined();
    expect(checkRequest({ ...attempt, documents: [{ kind: 'vehicle_licence' }] })).toBeUndefined();
  });

  it('§1.closing.race: given that the account was closed since identity was asked, then it is refused, one’s own vehicle too', () => {
    const user = { ...attempt.user, closed: true as const };
    for (const relation of ['own', 'other'] as const)
      expect(checkRequest({ ...attempt, relation, user })?.code).toBe('ACCOUNT_CLOSING');
  });

  it('passes the guards in this order', () => {
    expect(REQUEST_GUARDS.map(({ code }) => code)).toEqual([
      'ACCOUNT_CLOSING',
      'IDENTITY_NOT_VERIFIED',
      'LICENCE_REQUIRED',
      'POINT_SERVICE_SUSPENDED',
      'BINDING_BARRED',
      'RATE_LIMITED',
      'VEHICLE_NOT_MATCHED',
      'SHARE_CODE_INVALID',
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
    const barred = { bindingId: 'bnd_0', since: NOON };
    // From the last to the first: each hides all that come after it.
    const all: RequestAttempt = {
      ...attempt,
      hasBinding: true,
      documents: [],
      vehicle: { ...car, commercial: true },
      vehicleUse: { ...threeUsers, standing },
      isRight: false,
      user: { ...guessed, active: 3, standing, barred },
      person: { identityStatus: 'unsubmitted', licence: null },
    };
    const mended: Partial<RequestAttempt>[] = [
      {},
      { person: { ...person, licence: null } },
      { person },
      { user: { ...guessed, active: 3, barred } },
      { user: { ...guessed, active: 3 } },
      { user: threeCars },
      { isRight: true },
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
      'BINDING_BARRED',
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
      ownerKey: 'person_1',
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
    const barred = { bindingId: 'bnd_0', since: NOON };
    const lacking: RequestAttempt = {
      ...own,
      person: { identityStatus: 'verified', licence: null },
      user: {
        ...yearUsed,
        day: '2026-03-02',
        dayRequests: 1,
        active: 3,
        standing: SUSPENDED,
        barred,
      },
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
