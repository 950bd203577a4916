import type { Transactions } from '@demerit/messaging';
import { Logger } from '@nestjs/common';
import { aPayment, settlementOf } from '../../test/given';
import type { DifferencesService } from '../differences/differences.service';
import type { PaymentsStore } from '../paying/payments.store';
import { receivedOf } from '../paying/settlement.rules';
import type { SettlingService } from '../paying/settling.service';
import type { PaymentProvider } from '../providers/payment-provider';
import type { Providers } from '../providers/providers';
import { ReconciliationService } from './reconciliation.service';
import type { ReconciliationStore } from './reconciliation.store';
import type { ReconciliationDocument } from './reconciliation.types';

/** 4 March in Shanghai: the 2nd and the 3rd are over. */
const NOW = new Date('2026-03-04T04:00:00Z');

/** A payment a day, and before that of the 2nd one that cannot be read; all of another amount than the provider says. */
class Books {
  broken = ['pay_1'];
  readonly noted: string[] = [];
  row: ReconciliationDocument = { _id: 'sandbox', doneThrough: '2026-03-01', version: 1 };

  readonly service = new ReconciliationService(
    {
      find: async () => this.row,
      save: async (row) => (this.row = { ...row, version: row.version + 1 }),
    } as Partial<ReconciliationStore> as ReconciliationStore,
    {
      find: async (_id) => {
        if (this.broken.includes(_id)) throw new Error(`${_id} cannot be read`);
        return { ...aPayment(_id, 'settled'), received: receivedOf(settlementOf(_id)) };
      },
      received: async () => [],
    } as Partial<PaymentsStore> as PaymentsStore,
    {} as SettlingService,
    {
      note: async ({ kind, paymentId }) => void this.noted.push(`${paymentId} ${kind}`),
    } as Partial<DifferencesService> as DifferencesService,
    { names: ['sandbox'], of: () => this.provider } as unknown as Providers,
    { run: (work: (session: never) => unknown) => work(null as never) } as unknown as Transactions,
  );

  private readonly provider = {
    list: async (day: string) => ({
      items: (day === '2026-03-02' ? ['pay_1', 'pay_2'] : ['pay_3']).map((paymentId) => ({
        ...settlementOf(paymentId, { amountFen: 5 }),
        refundedFen: 0,
      })),
    }),
  } as Partial<PaymentProvider>;
}

describe('Reconciling the days that are over', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('given a payment that cannot be compared, then those behind it and the next day are, and its day stays to be done', async () => {
    const books = new Books();
    await books.service.run(NOW);
    expect(books.noted).toEqual(['pay_2 amount_differs', 'pay_3 amount_differs']);
    expect(books.row).toEqual({ _id: 'sandbox', doneThrough: '2026-03-01', version: 1 });
  });

  it('given that it can be compared later, then it is, and both days are done', async () => {
    const books = new Books();
    await books.service.run(NOW);
    books.broken = [];
    await books.service.run(NOW);
    expect(books.noted).toContain('pay_1 amount_differs');
    expect(books.row).toEqual({ _id: 'sandbox', doneThrough: '2026-03-03', version: 3 });
  });

  it('given an operator who compares a day, then what could not be compared is said', async () => {
    const books = new Books();
    const compared = books.service.compareDay('sandbox', '2026-03-02');
    await expect(compared).rejects.toThrow('1 of 2 payments could not be compared');
    expect(books.noted).toEqual(['pay_2 amount_differs']);
  });
});
