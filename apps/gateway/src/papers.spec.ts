import type { Receipt } from '@demerit/contracts';
import { receiptPage } from './papers';

describe('a printed paper', () => {
  it('of a receipt carries number and code', () => {
    const receipt: Receipt = {
      receiptNumber: 'R-7',
      orderId: 'ord_1',
      decisionNumber: 'D-1',
      fineFen: 20_000,
      surchargeFen: 0,
      paidFen: 20_000,
      paidAt: '2026-03-02T02:00:00.000Z',
      code: 'K3X9',
    };
    expect(receiptPage(receipt)).toMatch(/R-7[^]*D-1[^]*¥200\.00[^]*¥0\.00[^]*K3X9/);
  });
});
