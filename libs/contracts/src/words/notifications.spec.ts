import { notificationText } from './notifications';

describe('The notification of a hold that was lifted', () => {
  const said = (hold?: string) =>
    notificationText('en', 'hold_lifted', { licenceId: 'lic_1', ...(hold && { hold }) });

  it('§7.notice.hold: names the hold', () => {
    expect(said('detained')).toBe('The detention of your licence for the full score has ended.');
    expect(said('suspended')).toBe('The suspension of your licence was lifted.');
    expect(said('revoked')).toBe('The revocation of your licence was lifted.');
    const chinese = notificationText('zh-CN', 'hold_lifted', { hold: 'detained' });
    expect(chinese).toBe('您驾驶证因记满分的扣留已解除。');
  });

  it('says of an older one that there was one', () => {
    expect(said()).toBe('A hold on your licence was lifted.');
    expect(said('toString')).toBe('A hold on your licence was lifted.');
  });
});
