import {
  shanghaiMinute,
  textsIn,
  type Language,
  type Receipt,
  type ReceiptCheck,
} from '@demerit/contracts';
import { printedPage, yuan, type Row } from '../http/responses/html-page';

/** A receipt for screen and print. */
export function receiptPage(receipt: Receipt, language: Language): string {
  const say = textsIn(language);
  const { receiptNumber, decisionNumber, caseId, code, plateNumber, noticeNumber } = receipt;
  const name = receipt.name ?? receipt.nameMasked;
  const rows: (Row | undefined)[] = [
    [say('receipt.for'), say(`receipt.kinds.${receipt.kind}`)],
    name === undefined ? undefined : [say('receipt.person'), name],
    plateNumber === undefined ? undefined : [say('receipt.plate'), plateNumber],
    noticeNumber === undefined ? undefined : [say('receipt.notice'), noticeNumber],
    decisionNumber === undefined ? undefined : [say('receipt.decision'), decisionNumber],
    caseId === undefined ? undefined : [say('receipt.case'), caseId],
    [say('receipt.fine'), yuan(receipt.fineFen)],
    [say('receipt.surcharge'), yuan(receipt.surchargeFen)],
    [say('receipt.paid'), yuan(receipt.paidFen)],
    [say('receipt.paid_at'), shanghaiMinute(new Date(receipt.paidAt))],
    receipt.refunded ? [say('receipt.refund'), say('receipt.refunded')] : undefined,
    [say('receipt.code'), code],
    [say('receipt.check'), `/v1/receipts/${receiptNumber}?code=${code}`],
  ];
  const shown = rows.filter((row) => row !== undefined);
  return printedPage(say('receipt.title'), receiptNumber, shown, language);
}

/** What a stranger who holds a receipt may read of it. */
export function receiptCheckPage(check: ReceiptCheck, language: Language): string {
  const say = textsIn(language);
  const { genuine, receiptNumber = '', paidFen, paidAt, refunded, nameMasked } = check;
  if (!genuine) return printedPage(say('receipt.title'), say('receipt.not_genuine'), [], language);
  const rows: (Row | undefined)[] = [
    [say('receipt.number'), receiptNumber],
    nameMasked === undefined ? undefined : [say('receipt.person'), nameMasked],
    paidFen === undefined ? undefined : [say('receipt.paid'), yuan(paidFen)],
    paidAt === undefined ? undefined : [say('receipt.paid_at'), shanghaiMinute(new Date(paidAt))],
    refunded ? [say('receipt.refund'), say('receipt.refunded')] : undefined,
  ];
  const shown = rows.filter((row) => row !== undefined);
  return printedPage(say('receipt.title'), say('receipt.genuine'), shown, language);
}
