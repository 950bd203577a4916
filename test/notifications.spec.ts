import type { Notification } from '@demerit/contracts';
import { newCar, newDriver, notified, ok, refused, requestCar } from './support';

jest.setTimeout(60_000);

describe('given somebody who was told something', () => {
  it('then they alone mark it as read, once', async () => {
    const [owner, applicant] = [await newDriver(), await newDriver()];
    const { bindingId } = await requestCar(applicant, await newCar(owner));
    const asked = await notified(owner, 'consent_asked', { bindingId });
    expect(asked.readAt).toBeUndefined();

    const path = `/v1/me/notifications/${asked.notificationId}/read`;
    await refused(applicant.api.post(path), 404, 'NOTIFICATION_NOT_FOUND');
    const read = await ok(owner.api.post<Notification>(path));
    expect(read).toEqual({ ...asked, readAt: read.readAt });
    expect(read.readAt).toMatch(/\+08:00$/);
    expect(await ok(owner.api.post<Notification>(path))).toEqual(read);
    expect(await notified(owner, 'consent_asked', { bindingId })).toEqual(read);
  });
});
