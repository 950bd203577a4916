import {
  givenCycle,
  givenLicence,
  givenPerson,
  givenPolicy,
  givenReservation,
  NOW,
} from '../../test/given';
import { ledgerExplained, type KeptOfHandling } from './explained.view';

const uses = ['veh_1', 'veh_2', { otherId: 'veh_own', ownVehicle: true }];

function kept(changes: Partial<KeptOfHandling> = {}): KeptOfHandling {
  return {
    reservation: givenReservation({ state: 'revoked' }),
    attempt: null,
    entries: [],
    person: givenPerson(),
    licence: givenLicence({ balance: 6, pending: 3 }),
    vehicle: null,
    licenceCycle: givenCycle('licence', uses, { extraSlots: 2 }),
    vehicleCycle: givenCycle('vehicle', ['lic_zhang']),
    ...changes,
  };
}

describe('what an operator sees of a handling', () => {
  it('is counted as the limits count it, extra slots included', () => {
    const policy = givenPolicy();
    expect(ledgerExplained(kept(), { now: NOW, policy })).toMatchObject({
      reservation: { state: 'revoked' },
      person: { standing: { status: 'active' } },
      licence: { recorded: 6, pending: 3, fullScore: 12 },
      licenceCycle: { counted: 3, uncounted: 0, limit: 5 },
      vehicleCycle: { counted: 1, uncounted: 0, limit: 3 },
    });
  });

  it('does not count own vehicles where the policy does not', () => {
    const policy = givenPolicy({ countOwnVehicles: false });
    expect(ledgerExplained(kept(), { now: NOW, policy })).toMatchObject({
      licenceCycle: { counted: 2, uncounted: 1, limit: 5 },
      vehicleCycle: { counted: 1, uncounted: 0, limit: 3 },
    });
  });

  it('counts figures of the cycle that runs, whether or not the last one is written off', () => {
    const licence = givenLicence({ balance: 6, pending: 3, cycleStartsOn: '2024-01-11' });
    const policy = givenPolicy();
    expect(ledgerExplained(kept({ licence }), { now: NOW, policy })).toMatchObject({
      licence: { recorded: 0, pending: 3 },
    });
  });

  it('is null where there is nothing', () => {
    const nothing = { reservation: null, licence: null, licenceCycle: null, vehicleCycle: null };
    const explained = ledgerExplained(kept(nothing), { now: NOW, policy: givenPolicy() });
    expect(explained).toMatchObject({ ...nothing, attempt: null, vehicle: null, entries: [] });
  });
});
