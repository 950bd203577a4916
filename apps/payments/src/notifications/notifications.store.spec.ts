import { checkChange, checkDocument } from '@demerit/messaging';
import { NOW, settlementOf } from '../../test/given';
import { NOTIFICATIONS } from './notifications.store';

describe('A notification that is stored', () => {
  const row = { ...settlementOf('pay_1'), _id: 'sandbox:evt:hash', receivedAt: NOW };

  it('waits with null, and is applied at a time', () => {
    expect(() => checkDocument(NOTIFICATIONS, { ...row, appliedAt: null })).not.toThrow();
    const filter = { _id: row._id };
    const applied = { filter, update: { $set: { appliedAt: NOW } } };
    expect(() => checkChange(NOTIFICATIONS, applied)).not.toThrow();
  });

  it.each([
    ['nothing of whether it is applied', {}, 'notifications.appliedAt'],
    ['another status', { appliedAt: null, status: 'pending' }, 'notifications.status'],
    ['another provider', { appliedAt: null, provider: 'nobody' }, 'notifications.provider'],
  ])('is refused with %s', (_what, wrong, where) => {
    expect(() => checkDocument(NOTIFICATIONS, { ...row, ...wrong })).toThrow(where);
  });
});
