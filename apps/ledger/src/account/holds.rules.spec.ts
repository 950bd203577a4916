import { givenLicence, NOW } from '../../test/given';
import { holdRefusal, hasHold, liftHold, placeHold, standingHolds } from './holds.rules';
import type { LicenceHold } from './account.types';

const UNTIL = '2026-04-10T00:00:00.000+08:00';
const END = new Date(UNTIL);
const LAST_MOMENT = new Date(END.getTime() - 1);
const detained: LicenceHold = { kind: 'detained', causeId: 'edu_1' };
const suspended: LicenceHold = { kind: 'suspended', until: UNTIL, causeId: 'cas_1' };

describe('a hold', () => {
  it('§5.force.ends: with an end ends by itself, to the moment', () => {
    const licence = givenLicence({ holds: [detained, suspended] });
    expect(standingHolds(licence, LAST_MOMENT)).toEqual([detained, suspended]);
    expect(standingHolds(licence, END)).toEqual([detained]);
    expect(hasHold(givenLicence({ holds: [suspended] }), LAST_MOMENT)).toBe(true);
    expect(hasHold(givenLicence({ holds: [suspended] }), END)).toBe(false);
  });

  it('§1.licence.revoked: of a revocation stays when its ban is over, and nothing says that the licence will be valid again', () => {
    const revoked: LicenceHold = { kind: 'revoked', until: UNTIL, causeId: 'cas_1' };
    const licence = givenLicence({ holds: [revoked] });
    expect(standingHolds(licence, END)).toEqual([revoked]);
    expect(holdRefusal(licence, END)?.refusal).not.toHaveProperty('availableFrom');
  });

  it('refuses by its kind and end', () => {
    expect(holdRefusal(givenLicence(), NOW)).toBeUndefined();
    expect(holdRefusal(givenLicence({ holds: [detained] }), NOW)?.refusal).toMatchObject({
      code: 'LICENCE_NOT_VALID',
      reason: 'detained',
      detail: { en: 'The licence is detained.' },
      nextStep: { en: expect.stringContaining('/v1/me/points') as unknown },
    });
    expect(holdRefusal(givenLicence({ holds: [detained] }), NOW)?.refusal).not.toHaveProperty(
      'availableFrom',
    );
    const withHold = givenLicence({ holds: [suspended] });
    expect(holdRefusal(withHold, NOW)?.refusal).toMatchObject({ availableFrom: UNTIL });
  });
});

describe('placing and lifting', () => {
  it('tells all holds that stand, in the order of their version', () => {
    const placed = placeHold(givenLicence({ holds: [detained], holdsVersion: 1 }), suspended, NOW);
    expect(placed.licence).toMatchObject({ holds: [detained, suspended], holdsVersion: 2 });
    expect(placed.events).toEqual([
      {
        type: 'licence.hold-placed',
        key: 'lic_zhang-holds',
        seq: 2,
        payload: {
          accountId: 'acc_zhang',
          personKey: 'person_zhang',
          licenceId: 'lic_zhang',
          kind: 'suspended',
          until: UNTIL,
          holds: [{ kind: 'detained' }, { kind: 'suspended', until: UNTIL }],
          at: NOW.toISOString(),
          version: 2,
        },
      },
    ]);
    const lifted = liftHold(placed.licence, 'cas_1', NOW);
    expect(lifted.licence).toMatchObject({ holds: [detained], holdsVersion: 3 });
    expect(lifted.events).toMatchObject([
      {
        type: 'licence.hold-lifted',
        seq: 3,
        payload: { kind: 'suspended', holds: [{ kind: 'detained' }] },
      },
    ]);
  });

  it('leaves those that have ended behind', () => {
    const licence = givenLicence({ holds: [suspended] });
    expect(placeHold(licence, detained, END).licence.holds).toEqual([detained]);
  });

  it('lifts nothing that another cause placed, or that has ended', () => {
    const licence = givenLicence({ holds: [suspended] });
    expect(liftHold(licence, 'cas_2', NOW)).toEqual({ licence, events: [] });
    expect(liftHold(licence, 'cas_1', END)).toEqual({ licence, events: [] });
  });
});
