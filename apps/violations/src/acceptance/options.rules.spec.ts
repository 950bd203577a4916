import {
  LANGUAGES,
  Policy,
  refuse,
  type LimitForecast,
  type PointsPreview,
} from '@demerit/contracts';
import { attempt as givenAttempt } from '../../test/given';
import type { ViolationDocument } from '../register/violations.types';
import type { AcceptanceAttempt } from './acceptance.rules';
import { handlingMethods, handlingPreview } from './options.rules';

const preview: PointsPreview = {
  recordedAfter: 9,
  wouldReachFullScore: false,
  wouldBeTheFourth: false,
  vehicleLicences: { used: 2, limit: 3 },
  yourVehicles: { used: 1, limit: 3 },
  personStanding: { status: 'active', version: 0 },
  vehicleStanding: { status: 'active', version: 0 },
};

const LATER = '2026-09-01T00:00:00.000+08:00';
const SUSPENDED = { kind: 'suspended' as const, until: LATER };
const LISTED = { status: 'suspended' as const, version: 1 };

function fourth(limitReached: LimitForecast['limitReached']): LimitForecast {
  return { wouldReachFullScore: false, limitReached, availableFrom: LATER };
}

type Supposed = Omit<AcceptanceAttempt, 'method' | 'iWasTheDriver'>;

function attempt(
  points: Partial<PointsPreview> = {},
  violation: Partial<Supposed['violation']> = {},
): Supposed {
  const { method: _method, iWasTheDriver: _declared, ...supposed } = givenAttempt();
  return {
    ...supposed,
    violation: { ...supposed.violation, fineFen: 15_000, points: 3, ...violation },
    standings: { person: preview.personStanding, vehicle: preview.vehicleStanding },
    forecast: { ...preview, ...points },
    policy: new Policy(),
  };
}

/** `code` of a method that is not available, `true` of one that is. */
function availability(supposed: Supposed): Record<string, string | boolean> {
  return Object.fromEntries(
    handlingMethods(supposed, false, { language: 'en' }).map(({ method, available, code }) => [
      method,
      code ?? available,
    ]),
  );
}

const fullScore = { wouldReachFullScore: true };

describe('handling options', () => {
  it('§1.own-case.read: given an officer who reads their own, then the window is for somebody else to open', () => {
    const audience = { language: 'en' as const, toStaff: true, own: refuse('OWN_CASE') };
    const [online, window, dispute] = handlingMethods(attempt(), false, audience);
    expect(window).toMatchObject({ method: 'window', available: false, code: 'OWN_CASE' });
    expect(window?.nextStep).toMatch(/^Somebody else/);
    expect([online?.available, dispute?.available]).toEqual([true, true]);
  });

  it('§3.options.open: given nothing against it, all three are open, without a declaration made yet', () => {
    expect(availability(attempt())).toEqual({ online: true, window: true, dispute: true });
  });

  it.each([
    ['the ordinary procedure', {}, { procedure: 'ordinary' as const }],
    ['a fine above the maximum', {}, { fineFen: 20_001 }],
    ['points above the maximum', {}, { points: 9 }],
    ['the full score in reach', fullScore, {}],
  ])('given %s, the window is left', (_given, points, violation) => {
    expect(availability(attempt(points, violation))).toMatchObject({
      online: 'WINDOW_REQUIRED',
      window: true,
    });
  });

  it('given the fourth vehicle of a licence, neither is open, with the end of the cycle', () => {
    const supposed = attempt({
      limitReached: 'LICENCE_LIMIT_REACHED',
      availableFrom: '2026-05-01T00:00:00.000+08:00',
    });
    for (const method of handlingMethods(supposed, false, { language: 'en' }).slice(0, 2)) {
      expect(method).toMatchObject({
        available: false,
        code: 'LICENCE_LIMIT_REACHED',
        availableFrom: '2026-05-01T00:00:00.000+08:00',
      });
      expect(method.why).toBeTruthy();
      expect(method.nextStep).toBeTruthy();
    }
    const [unknown] = handlingMethods(attempt({ limitReached: 'LICENCE_LIMIT_REACHED' }), false, {
      language: 'en',
    });
    expect(unknown).not.toHaveProperty('availableFrom');
  });

  it.each([
    ['IDENTITY_NOT_VERIFIED', ({ person }) => (person.identityStatus = 'submitted')],
    ['LICENCE_REQUIRED', ({ person }) => (person.licence = null)],
    ['LICENCE_NOT_VALID', ({ person }) => person.licence!.holds.push(SUSPENDED)],
    ['POINT_SERVICE_SUSPENDED', ({ standings }) => (standings!.person = LISTED)],
    ['VEHICLE_SUSPENDED', ({ standings }) => (standings!.vehicle = LISTED)],
    ['VEHICLE_NOT_BOUND', ({ access }) => (access.relation = 'none')],
    ['VIOLATION_BEFORE_BINDING', ({ policy }) => (policy.requireBindingBeforeViolation = true)],
    ['VIOLATION_NOT_OPEN', ({ violation }) => (violation.status = 'disputed')],
    ['LICENCE_CLASS_MISMATCH', ({ person }) => (person.licence!.class = 'D')],
    ['LICENCE_NOT_VALID_THEN', ({ person }) => (person.licence!.firstIssuedOn = '2026-03-06')],
    ['WINDOW_REQUIRED', ({ violation }) => (violation.procedure = 'ordinary')],
    ['LICENCE_LIMIT_REACHED', (asked) => (asked.forecast = fourth('LICENCE_LIMIT_REACHED'))],
    ['VEHICLE_LIMIT_REACHED', (asked) => (asked.forecast = fourth('VEHICLE_LIMIT_REACHED'))],
  ] satisfies [string, (supposed: Supposed) => unknown][])(
    '§3.options.why: given %s, online is not available and says why, the next step and from when',
    (code, spoil) => {
      const supposed = attempt();
      supposed.access.activeSince = '2026-03-06T00:00:00.000Z';
      spoil(supposed);
      const [online] = handlingMethods(supposed, false, { language: 'en' });
      expect(online).toMatchObject({ method: 'online', available: false, code });
      expect(online!.why).toMatch(/\w/);
      expect(online!.nextStep).toMatch(/\w/);
      const [inChinese] = handlingMethods(supposed, false, { language: 'zh-CN' });
      expect(inChinese!.why).toMatch(/\p{Script=Han}.*。$/u);
      expect(inChinese!.nextStep).toMatch(/\p{Script=Han}.*。$/u);
      const ends = ['LICENCE_NOT_VALID', 'LICENCE_LIMIT_REACHED', 'VEHICLE_LIMIT_REACHED'];
      expect(online!.availableFrom).toBe(ends.includes(code) ? LATER : undefined);
    },
  );

  it('§3.options.window: given staff reads them, then what is not available is said of the person, and not to them', () => {
    const supposed = attempt();
    supposed.person.licence = null;
    const [ofPerson] = handlingMethods(supposed, false, { language: 'en', toStaff: true });
    const [toPerson] = handlingMethods(supposed, false, { language: 'en' });
    expect(ofPerson).toMatchObject({
      code: 'LICENCE_REQUIRED',
      why: 'The driver has not claimed a driving licence.',
      nextStep: 'Have the driver claim it at /v1/me/licence.',
    });
    expect(toPerson).toMatchObject({ code: 'LICENCE_REQUIRED' });
    expect(toPerson!.why).not.toMatch(/driver has/);
  });

  it('given full score and fourth at once, the window meets the limit that online does not come to', () => {
    const vehicleFull = attempt({ ...fullScore, limitReached: 'VEHICLE_LIMIT_REACHED' });
    expect(availability(vehicleFull)).toMatchObject({
      online: 'WINDOW_REQUIRED',
      window: 'VEHICLE_LIMIT_REACHED',
    });
  });

  it('§3.dispute.once: given they have disputed it before, a dispute is not open to them any more', () => {
    const [, , dispute] = handlingMethods(attempt(), true, { language: 'en' });
    expect(dispute).toMatchObject({ available: false, code: 'DISPUTE_ALREADY_MADE' });
  });

  it('§3.options.open: given a violation in somebody’s hands, nothing is open', () => {
    expect(availability(attempt({}, { status: 'decided' }))).toEqual({
      online: 'VIOLATION_NOT_OPEN',
      window: 'VIOLATION_NOT_OPEN',
      dispute: 'VIOLATION_NOT_OPEN',
    });
  });

  it('§3.next-step.possible: given their own acceptance, they are told to pay its order while it is not closed, and nobody else is', () => {
    const stepOf = (status: ViolationDocument['status'], accountId: string) => {
      const handling = { handlingId: 'hnd_1', accountId };
      return handlingMethods(attempt({}, { status, handling }), false, { language: 'en' })[0]
        ?.nextStep;
    };
    expect(stepOf('in_handling', 'acc_1')).toMatch(/^You have accepted it: pay its order/);
    expect(stepOf('decided', 'acc_1')).toMatch(/^You have accepted it: pay its order/);
    expect(stepOf('closed', 'acc_1')).toMatch(/^Read its decision, which names the remedies/);
    expect(stepOf('decided', 'acc_2')).toBe('Leave it to whoever accepted it.');
  });

  it('given no licence, it is asked for, and the preview shows empty slots', () => {
    const supposed = attempt();
    supposed.person.licence = null;
    delete supposed.forecast;
    delete supposed.standings;
    expect(availability(supposed)).toMatchObject({
      online: 'LICENCE_REQUIRED',
      window: 'LICENCE_REQUIRED',
    });
    expect(
      handlingPreview({ fineFen: 15_000, points: 3 }, undefined, new Policy(), 'en'),
    ).toMatchObject({
      recordedAfter: 3,
      vehicleLicences: { used: 0, limit: 3 },
      yourVehicles: { used: 0, limit: 3 },
      wouldBeTheFourth: false,
    });
  });

  it('§3.preview.shown: the preview is the ledger’s, with fine, points and the risk notice', () => {
    const shown = handlingPreview({ fineFen: 15_000, points: 3 }, preview, new Policy(), 'en');
    expect(shown).toMatchObject({ fineFen: 15_000, points: 3, recordedAfter: 9 });
    expect(shown.vehicleLicences).toEqual({ used: 2, limit: 3 });
    expect(shown.yourVehicles).toEqual({ used: 1, limit: 3 });
    expect(shown.wouldBeTheFourth).toBe(false);
    expect(shown.riskNotice).toContain('punished');
    expect(shown).not.toHaveProperty('personStanding');
  });

  it('the preview warns where accepting would be the fourth', () => {
    const fourthCar = { ...preview, wouldBeTheFourth: true };
    const shown = handlingPreview({ fineFen: 0, points: 3 }, fourthCar, new Policy(), 'en');
    expect(shown.wouldBeTheFourth).toBe(true);
  });

  it('given no licence, the limits of the preview are those of the policy', () => {
    const policy = Object.assign(new Policy(), { licencesPerVehicle: 2, vehiclesPerLicence: 5 });
    const shown = handlingPreview({ fineFen: 0, points: 3 }, undefined, policy, 'en');
    expect(shown.vehicleLicences.limit).toBe(2);
    expect(shown.yourVehicles.limit).toBe(5);
  });

  it.each(LANGUAGES)(
    'given a reader of %s, the risk notice and each next step are in it',
    (language) => {
      const shown = handlingPreview(
        { fineFen: 15_000, points: 3 },
        preview,
        new Policy(),
        language,
      );
      const steps = handlingMethods(attempt(), false, { language }).map(({ nextStep }) => nextStep);
      for (const text of [shown.riskNotice, ...steps]) {
        expect(/\p{Script=Han}/u.test(text ?? '')).toBe(language === 'zh-CN');
      }
    },
  );
});
