import type { Receipt } from '@demerit/contracts';
import { receiptCheckPage, receiptPage } from './receipt-page';

const receipt: Receipt = {
  receiptNumber: 'R2026-00000007',
  orderId: 'ord_1',
  kind: 'fine',
  decisionNumber: 'D-1',
  noticeNumber: '3301107902100037',
  plateNumber: '浙A8K2M6',
  name: '张三',
  fineFen: 20_000,
  surchargeFen: 600,
  paidFen: 20_600,
  paidAt: '2026-03-02T10:00:00.000+08:00',
  refunded: false,
  code: 'k3x9',
};

describe('a printed receipt', () => {
  it('§6.paper.receipt: carries number, decision, amounts, time and code, and how to check it', () => {
    const page = receiptPage(receipt, 'en');
    expect(page).toMatch(/lang="en"[^]*R2026-00000007[^]*D-1[^]*¥200\.00[^]*¥6\.00[^]*¥206\.00/);
    expect(page).toMatch(/2026-03-02 10:00[^]*k3x9[^]*\/v1\/receipts\/R2026-00000007\?code=k3x9/);
    expect(page).toContain('@media print');
  });

  it('§6.paper.names: names person, plate and notice; the person masked where it says so', () => {
    expect(receiptPage(receipt, 'en')).toMatch(/张三[^]*浙A8K2M6[^]*3301107902100037/);
    const { name: _whole, plateNumber: _plate, noticeNumber: _notice, ...bare } = receipt;
    expect(receiptPage({ ...bare, nameMasked: '张*' }, 'en')).toMatch(/Person[^]*张\*/);
    expect(receiptPage(bare, 'en')).not.toMatch(/Person|Number plate|Notice of/);
    const check = { genuine: true, receiptNumber: 'R2026-00000007', nameMasked: '张*' };
    expect(receiptCheckPage(check, 'en')).toMatch(/Person[^]*张\*/);
  });

  it('speaks Chinese to whoever reads it best', () => {
    const page = receiptPage(receipt, 'zh-CN');
    expect(page).toMatch(/lang="zh-CN"[^]*缴款收据[^]*决定书编号[^]*加处罚款/);
  });

  it('of a sanction names the case, and of a revoked one says that the money went back', () => {
    const { decisionNumber: _none, ...rest } = receipt;
    const of = { ...rest, kind: 'sanction_fine' as const, caseId: 'case_1', refunded: true };
    expect(receiptPage(of, 'en')).toMatch(/Fine for trading points[^]*case_1[^]*paid back/);
  });

  it('§6.paper.receipt: has a label for whatever it says', () => {
    const { receiptNumber, paidFen, paidAt } = receipt;
    const check = { genuine: true, receiptNumber, paidFen, paidAt, refunded: true };
    for (const language of ['en', 'zh-CN'] as const)
      for (const page of [
        receiptPage({ ...receipt, refunded: true }, language),
        receiptCheckPage(check, language),
      ]) {
        expect(page).not.toContain('<dt></dt>');
        expect(page).toMatch(/<dt>(Refund|退款)<\/dt>/);
      }
  });

  it('is told genuine with what was paid, or not genuine with nothing', () => {
    const { receiptNumber, paidFen, paidAt, refunded } = receipt;
    const genuine = { genuine: true, receiptNumber, paidFen, paidAt, refunded };
    expect(receiptCheckPage(genuine, 'en')).toMatch(/is genuine[^]*R2026-00000007[^]*¥206\.00/);
    const forged = receiptCheckPage({ genuine: false }, 'zh-CN');
    expect(forged).toContain('没有与此编号和校验码相符的收据');
    expect(forged).not.toContain('¥');
  });
});
