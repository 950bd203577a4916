import { checkDocument, WrongDocument } from '@demerit/messaging';
import { newUserUse, newVehicleUse } from './quotas.rules';
import { USER_USE, VEHICLE_USE } from './use.store';

describe('what a user and a vehicle use', () => {
  const standing = {
    status: 'suspended',
    reason: 'vehicle_limit',
    since: '2026-05-01T04:00:00.000Z',
    confirmed: true,
    version: 3,
  };

  it.each([
    [USER_USE, newUserUse('acc_1')],
    [VEHICLE_USE, newVehicleUse('veh_1')],
  ])('is refused unless it is as declared', (of, use) => {
    checkDocument(of, use);
    checkDocument(of, { ...use, standing });
    for (const wrong of [
      { active: -1 },
      { active: 'three' },
      { standing: { ...standing, status: 'asleep' } },
      { standing: null },
      { colour: 'red' },
    ]) {
      expect(() => checkDocument(of, { ...use, ...wrong })).toThrow(WrongDocument);
    }
  });

  it.each(['day', 'mismatchDay'])('names a %s of the calendar, or none', (name) => {
    checkDocument(USER_USE, { ...newUserUse('acc_1'), [name]: '2026-03-02' });
    for (const day of ['2026-02-30', '9999-99-99', 'today']) {
      const wrong = () => checkDocument(USER_USE, { ...newUserUse('acc_1'), [name]: day });
      expect(wrong).toThrow(`user_use.${name}`);
    }
  });
});
