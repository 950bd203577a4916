import { settlementOf } from '../../test/given';
import { takeNotification } from './notifications.rules';

describe('A notification of a provider', () => {
  it('given one that is forged, then it is refused, and nothing is stored', () => {
    expect(takeNotification('forged')).toMatchObject({ code: 'WEBHOOK_SIGNATURE_INVALID' });
  });

  it('given one that is signed and of no form we know, then it is refused as wrong', () => {
    expect(takeNotification('unreadable')).toMatchObject({
      refusal: { code: 'VALIDATION_FAILED', errors: [{ field: 'body' }] },
    });
  });

  it('given one that is genuine, then it is taken, whatever it says', () => {
    const said = { ...settlementOf('pay_1', { amountFen: 1, currency: 'USD' }), eventId: 'evt_1' };
    expect(takeNotification(said)).toBe(said);
  });
});
