import { renameOf } from '@demerit/messaging';
import { VEHICLES } from './vehicles.store';

test('§2.owner.key: a vehicle of an earlier version keeps who owns it, and what a request has to say of the owner, under the names of now', () => {
  expect(renameOf(VEHICLES)).toEqual({
    gone: ['ownerPersonKey'],
    filter: { ownerPersonKey: { $exists: true } },
    pipeline: [
      { $set: { ownerProofKey: '$ownerKey', ownerKey: '$ownerPersonKey' } },
      { $unset: ['ownerPersonKey'] },
    ],
  });
});
