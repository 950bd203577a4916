import type { Decision, Receipt } from '@demerit/contracts';
import { decisionPage, receiptPage } from './papers';

const decision: Decision = {
  decisionNumber: 'D-1',
  handlingId: 'hdl_1',
  status: 'in_force',
  fineFen: 20_005,
  points: 3,
  dueOn: '2026-03-16',
  facts: '<script>alert(1)</script> & "more"',
  legalBasis: '道路交通安全法第九十条',
  decidedAt: '2026-03-01T16:30:00.000Z',
  remedies: "60 days; the driver's right",
};

describe('a printed paper', () => {
  it('shows money in yuan and times of Shanghai', () => {
    expect(decisionPage(decision)).toContain('<dd>¥200.05</dd>');
    expect(decisionPage(decision)).toContain('2026-03-02T00:30:00.000+08:00');
  });

  it('runs nothing that somebody wrote into it', () => {
    const page = decisionPage(decision);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;');
    expect(page).toContain('the driver&#39;s right');
    expect(page).not.toContain('<script');
  });

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
