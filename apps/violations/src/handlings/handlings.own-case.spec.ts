import { decided } from '../../test/given';
import { concernedByDecision, concernedByHandling } from './handlings.rules';

describe('A staff act on a handling', () => {
  it('§1.own-case.handling: is about its driver and whoever owned the vehicle', () => {
    const handling = decided();
    const { accountId, personKey, licenceId, ownerKey } = handling;
    expect(concernedByHandling(handling)).toEqual({
      accountIds: [accountId],
      keys: [personKey, ownerKey],
      licenceIds: [licenceId],
    });
  });

  it('§1.own-case.handling: on its decision is about whoever owned or used the vehicle at the violation, too', () => {
    const handling = decided();
    const then = { vehicleId: 'veh_1', ownerKey: 'person_9', userAccountIds: ['acc_8'] };
    expect(concernedByDecision(handling, then)).toEqual([
      concernedByHandling(handling),
      { keys: ['person_9'], accountIds: ['acc_8'] },
    ]);
    expect(concernedByDecision(handling, null)).toEqual([concernedByHandling(handling), {}]);
  });
});
