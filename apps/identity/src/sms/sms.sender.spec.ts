import { Logger } from '@nestjs/common';
import { NoSmsSender } from './sms.sender';

describe('outside a sandbox, where no provider is configured', () => {
  it('§1.code.not-sent: a message is not sent, and that is said', async () => {
    const said = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    await expect(new NoSmsSender().send()).rejects.toMatchObject({
      refusal: { code: 'SMS_NOT_SENT' },
    });
    expect(said).toHaveBeenCalledWith('no SMS provider is configured');
  });
});
