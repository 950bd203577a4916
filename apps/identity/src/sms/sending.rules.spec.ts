import { notSent } from './sending.rules';

test('§1.code.not-sent: what could not be sent is refused as such', () => {
  expect(notSent().refusal).toMatchObject({ code: 'SMS_NOT_SENT' });
});
