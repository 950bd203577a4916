import type { Language, OrderKind, Receipt, ReceiptCheck } from '@demerit/contracts';
import { printedPage, yuan, type Row } from '../http/responses/html-page';

interface Words {
  title: string;
  kinds: Record<OrderKind, string>;
  decision: string;
  case: string;
  fine: string;
  surcharge: string;
  paid: string;
  paidAt: string;
  refunded: string;
  code: string;
  check: string;
  genuine: string;
  notGenuine: string;
  number: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'Receipt',
    kinds: {
      fine: 'Fine for a traffic violation',
      sanction_fine: 'Fine for trading points',
      confiscation: 'Confiscated gain',
    },
    decision: 'Decision',
    case: 'Case',
    fine: 'Amount due',
    surcharge: 'Surcharge for late payment',
    paid: 'Paid',
    paidAt: 'Paid at (Beijing time)',
    refunded: 'This amount was paid back: the decision was revoked.',
    code: 'Code',
    check: 'Whoever holds this receipt can check it under',
    genuine: 'This receipt is genuine.',
    notGenuine: 'No receipt has this number and this code. Check both against the print.',
    number: 'Number',
  },
  'zh-CN': {
    title: '缴款收据',
    kinds: {
      fine: '交通违法罚款',
      sanction_fine: '买卖记分罚款',
      confiscation: '没收违法所得',
    },
    decision: '决定书编号',
    case: '案件编号',
    fine: '应缴金额',
    surcharge: '加处罚款',
    paid: '实缴',
    paidAt: '缴款时间（北京时间）',
    refunded: '该款项已退还：处罚决定已撤销。',
    code: '校验码',
    check: '收据真伪可在此查询：',
    genuine: '该收据真实有效。',
    notGenuine: '没有与此编号和校验码相符的收据，请与打印件核对。',
    number: '编号',
  },
};

/** A receipt for screen and print. */
export function receiptPage(receipt: Receipt, language: Language): string {
  const words = WORDS[language];
  const { receiptNumber, decisionNumber, caseId, code } = receipt;
  const rows: (Row | undefined)[] = [
    ['', words.kinds[receipt.kind]],
    decisionNumber === undefined ? undefined : [words.decision, decisionNumber],
    caseId === undefined ? undefined : [words.case, caseId],
    [words.fine, yuan(receipt.fineFen)],
    [words.surcharge, yuan(receipt.surchargeFen)],
    [words.paid, yuan(receipt.paidFen)],
    [words.paidAt, minuteOf(receipt.paidAt)],
    receipt.refunded ? ['', words.refunded] : undefined,
    [words.code, code],
    [words.check, `/v1/receipts/${receiptNumber}?code=${code}`],
  ];
  const shown = rows.filter((row) => row !== undefined);
  return printedPage(words.title, receiptNumber, shown, language);
}

/** What a stranger who holds a receipt is told of it. */
export function receiptCheckPage(check: ReceiptCheck, language: Language): string {
  const words = WORDS[language];
  const { genuine, receiptNumber = '', paidFen, paidAt, refunded } = check;
  if (!genuine) return printedPage(words.title, words.notGenuine, [], language);
  const rows: (Row | undefined)[] = [
    [words.number, receiptNumber],
    paidFen === undefined ? undefined : [words.paid, yuan(paidFen)],
    paidAt === undefined ? undefined : [words.paidAt, minuteOf(paidAt)],
    refunded ? ['', words.refunded] : undefined,
  ];
  const shown = rows.filter((row) => row !== undefined);
  return printedPage(words.title, words.genuine, shown, language);
}

/** `2026-03-02 12:00` of a time that payments gives in Beijing time. */
function minuteOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
