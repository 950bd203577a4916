import { shanghaiDay } from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { newId } from '@demerit/platform';
import { aPayment } from './given';
import type { PaymentDocument } from '../src/paying/payments.types';
import type { PaymentProvider, SignedNotification } from '../src/providers/payment-provider';
import type { ListedPayment } from '../src/providers/provider.types';

/** A provider with what only its tester can do. */
export interface ProviderUnderTest {
  provider: PaymentProvider;
  /** As the payer would: pays, or is declined. */
  settle(paymentId: string, outcome: 'succeed' | 'fail'): Promise<void>;
  /** As the provider would tell it, signed at that time. */
  notice(
    said: { paymentId: string; amountFen: number; settledAt: Date },
    signedAt: Date,
  ): SignedNotification;
}

const SECOND_MS = 1_000;
const RACES = 20;

/** What every provider must do. Each adapter runs it against its provider's real program or test environment. */
export function everyProvider(name: string, open: () => ProviderUnderTest): void {
  const created = async (): Promise<PaymentDocument> => {
    const expiresAt = new Date(Date.now() + 900 * SECOND_MS);
    const payment = { ...aPayment(newId('pay')), expiresAt };
    await open().provider.create(payment);
    return payment;
  };
  const paid = async (): Promise<PaymentDocument> => {
    const payment = await created();
    await open().settle(payment._id, 'succeed');
    return payment;
  };
  const listed = async (paymentId: string): Promise<ListedPayment | undefined> => {
    const { provider } = open();
    let after: string | undefined;
    do {
      const page = await provider.list(shanghaiDay(new Date()), after);
      const ids = page.items.map((item) => item.paymentId);
      expect(ids).toEqual([...ids].sort());
      const found = page.items.find((item) => item.paymentId === paymentId);
      if (found) return found;
      after = page.next;
    } while (after !== undefined);
    return undefined;
  };

  describe(`${name}, as every payment provider`, () => {
    it('§6.provider.port: opens a payment once an id, and says where to pay', async () => {
      const payment = await created();
      const { payUrl } = await open().provider.create(payment);
      expect(new URL(payUrl).protocol).toMatch(/^https?:$/);
      expect(await open().provider.query(payment._id)).toEqual({ status: 'pending' });
    });

    it('says what became of a payment when asked, also of one it does not know', async () => {
      const { provider, settle } = open();
      const payment = await paid();
      expect(await provider.query(payment._id)).toMatchObject({
        status: 'succeeded',
        paymentId: payment._id,
        amountFen: payment.amountFen,
        currency: 'CNY',
        settledAt: expect.any(Date) as Date,
      });
      const declined = await created();
      await settle(declined._id, 'fail');
      expect(await provider.query(declined._id)).toMatchObject({ status: 'failed' });
      expect(await provider.query(newId('pay'))).toEqual({ status: 'unknown' });
    });

    it('§6.provider.close: closes a payment once and again, and nobody can pay it any more', async () => {
      const { provider, settle } = open();
      const { _id } = await created();
      expect(await provider.close(_id)).toEqual({ status: 'closed' });
      expect(await provider.close(_id)).toEqual({ status: 'closed' });
      await expect(settle(_id, 'succeed')).rejects.toThrow();
      expect(await provider.query(_id)).toEqual({ status: 'closed' });
      expect(await listed(_id)).toBeUndefined();
    });

    it('§6.provider.close: says of one that has its outcome what became of it, and closes one that it does not have', async () => {
      const { provider, settle } = open();
      const { _id, amountFen } = await paid();
      const succeeded = { status: 'succeeded', paymentId: _id, amountFen, currency: 'CNY' };
      expect(await provider.close(_id)).toMatchObject(succeeded);
      expect(await provider.query(_id)).toMatchObject(succeeded);
      const declined = await created();
      await settle(declined._id, 'fail');
      expect(await provider.close(declined._id)).toMatchObject({ status: 'failed' });
      expect(await provider.close(newId('pay'))).toEqual({ status: 'closed' });
    });

    it('§6.provider.close: of closing and paying at once one wins, and both say which', async () => {
      const { provider, settle } = open();
      for (let race = 0; race < RACES; race += 1) {
        const { _id } = await created();
        const [paying, closing] = await Promise.allSettled([
          settle(_id, 'succeed'),
          provider.close(_id),
        ]);
        const won = paying.status === 'fulfilled' ? 'succeeded' : 'closed';
        expect(closing).toMatchObject({ status: 'fulfilled', value: { status: won } });
        expect(await provider.query(_id)).toMatchObject({ status: won });
      }
    });

    it('gives money back once a refund id, and never more than came in', async () => {
      const { provider } = open();
      const { _id, amountFen } = await paid();
      await provider.refund(_id, `ref_${_id}`, amountFen);
      await provider.refund(_id, `ref_${_id}`, amountFen);
      expect(await listed(_id)).toMatchObject({ amountFen, refundedFen: amountFen });
      const more = provider.refund(_id, `more_${_id}`, 1);
      await expect(more).rejects.toBeInstanceOf(ServiceUnavailable);
      const never = provider.refund(newId('pay'), newId('ref'), 1);
      await expect(never).rejects.toBeInstanceOf(ServiceUnavailable);
    });

    it('lists what succeeded on a day, by id, and nothing else', async () => {
      const { _id, amountFen } = await paid();
      const item = { paymentId: _id, amountFen, currency: 'CNY', refundedFen: 0 };
      expect(await listed(_id)).toMatchObject(item);
      const pending = await created();
      expect(await listed(pending._id)).toBeUndefined();
      expect((await open().provider.list('2001-01-01')).items).toEqual([]);
    });

    it('§6.provider.port: tells its own notifications from forged, old and changed ones', () => {
      const { provider, notice } = open();
      const now = new Date();
      const said = { paymentId: 'pay_1', amountFen: 20_000, settledAt: now };
      const genuine = notice(said, now);
      expect(provider.verify(genuine, now)).toMatchObject({
        paymentId: 'pay_1',
        status: 'succeeded',
        amountFen: 20_000,
        currency: 'CNY',
        settledAt: now,
        eventId: expect.any(String) as string,
      });
      const text = genuine.body.toString('utf8');
      const changed = { ...genuine, body: Buffer.from(text.replace('20000', '20001')) };
      expect(provider.verify(changed, now)).toBe('forged');
      expect(provider.verify({ ...genuine, headers: {} }, now)).toBe('forged');
      const old = notice(said, new Date(now.getTime() - 86_400 * SECOND_MS));
      expect(provider.verify(old, now)).toBe('forged');
      expect(provider.verify(notice({ ...said, amountFen: -1 }, now), now)).toBe('unreadable');
    });
  });
}
