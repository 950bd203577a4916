import { RUN } from '../../../tools/dev/home/own-stores';
import { ServiceUnavailable } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { connection, replicas, startReplicas, stopReplicas } from '../../../test/support/replicas';
import { anOrder } from './given';
import type { OrderDocument } from '../src/orders/orders.types';
import { EndingService } from '../src/paying/ending.service';
import { PayingService } from '../src/paying/paying.service';
import type { PaymentDocument } from '../src/paying/payments.types';
import { PaymentsModule } from '../src/payments.module';
import type { PaymentProvider } from '../src/providers/payment-provider';
import { Providers } from '../src/providers/providers';

/** Payments of an order that begin at once in two replicas on a real database, at a provider that takes its time. rules.md §6. */

const caller = { accountId: 'acc_1', roles: ['citizen' as const] };
const LONGEST_MS = 30;
const atProvider = new Map<string, 'pending' | 'closed'>();
let isAway = false;

const provider: Partial<PaymentProvider> = {
  create: async ({ _id }) => {
    await someTime();
    if (!atProvider.has(_id)) atProvider.set(_id, 'pending');
    return { payUrl: `http://pay.example/${_id}` };
  },
  close: async (paymentId) => {
    await someTime();
    if (isAway) throw new ServiceUnavailable('payment-sandbox', 'away');
    if (atProvider.has(paymentId)) atProvider.set(paymentId, 'closed');
    return { status: 'closed' };
  },
};

function someTime(): Promise<void> {
  return pause(Math.random() * LONGEST_MS);
}

async function orderOf(orderId: string): Promise<void> {
  const { facts } = anOrder();
  const order = anOrder({ _id: orderId, facts: { ...facts, ownVehicle: true } });
  await connection().collection<OrderDocument>('orders').insertOne(order);
}

function begin(replica: INestApplicationContext, orderId: string): Promise<{ paymentId: string }> {
  const body = { provider: 'sandbox' as const };
  return replica.get(PayingService, { strict: false }).create({ caller, orderId, body });
}

/** Ids by status. */
async function payments(orderId: string): Promise<Record<string, string[]>> {
  const rows = connection().collection<PaymentDocument>('payments').find({ orderId });
  const all = await rows.toArray();
  return Object.fromEntries(
    ['creating', 'open', 'closed', 'failed'].map((status) => [
      status,
      all.filter((one) => one.status === status).map(({ _id }) => _id),
    ]),
  );
}

beforeAll(
  () =>
    startReplicas(PaymentsModule, (replica) => {
      const providers = replica.get(Providers, { strict: false });
      replica.get(DomainClock, { strict: false }).setOffset(0, 1);
      jest.spyOn(providers, 'of').mockReturnValue(provider as PaymentProvider);
    }),
  60_000,
);

afterAll(stopReplicas, 60_000);

describe(`payments that begin at once (${RUN})`, () => {
  it('§6.payment.last: whichever replica begins them, one stays open, here and at the provider, and it is the one that the order waits for', async () => {
    await orderOf('ord_race');
    const started = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => begin(replicas[nth % 2]!, 'ord_race')),
    );
    const { creating, open, closed, failed } = await payments('ord_race');
    expect({ creating, failed }).toEqual({ creating: [], failed: [] });
    expect(open).toHaveLength(1);
    expect([...closed!, ...open!].sort()).toEqual(started.map(({ paymentId }) => paymentId).sort());
    const pending = [...atProvider].filter(([, status]) => status === 'pending');
    expect(pending).toEqual([[open![0], 'pending']]);
    const order = await connection()
      .collection<OrderDocument>('orders')
      .findOne({ _id: 'ord_race' });
    expect(order).toMatchObject({ status: 'paying', openPayment: { paymentId: open![0] } });
  }, 60_000);

  it('a provider that does not close one leaves it open: nothing else begins, and nobody is told that it is closed', async () => {
    await orderOf('ord_away');
    const { paymentId } = await begin(replicas[0]!, 'ord_away');
    isAway = true;
    await expect(begin(replicas[1]!, 'ord_away')).rejects.toBeInstanceOf(ServiceUnavailable);
    const ending = replicas[0]!.get(EndingService, { strict: false });
    await expect(ending.cancel({ caller, paymentId })).rejects.toBeInstanceOf(ServiceUnavailable);
    expect((await payments('ord_away'))['open']).toEqual([paymentId]);
    isAway = false;
    await ending.cancel({ caller, paymentId });
    expect((await payments('ord_away'))['closed']).toEqual([paymentId]);
  }, 60_000);
});
