import { checkChange, checkDocument, WrongDocument } from '@demerit/messaging';
import { NOW } from '../../test/given';
import { DIFFERENCES } from './differences.store';
import type { DifferenceDocument } from './differences.types';

const difference: DifferenceDocument = {
  _id: 'dif-1',
  kind: 'amount_differs',
  status: 'open',
  provider: 'sandbox',
  paymentId: 'pay_1',
  expectedFen: 20_000,
  foundFen: 5,
  foundAt: NOW,
  version: 1,
};

describe('A difference that is stored', () => {
  it('is as declared, with a payment of ours or of nobody', () => {
    checkDocument(DIFFERENCES, difference);
    const { expectedFen: _unknown, ...rest } = difference;
    checkDocument(DIFFERENCES, { ...rest, orderId: 'ord_1', status: 'done', reason: 'cleared' });
  });

  it.each([
    ['another kind', { kind: 'strange' }, 'differences.kind'],
    ['text for an amount', { foundFen: '5' }, 'differences.foundFen'],
    ['a field nobody declared', { colour: 'red' }, 'differences.colour'],
  ])('is refused with %s', (_what, wrong, where) => {
    const check = () => checkDocument(DIFFERENCES, { ...difference, ...wrong });
    expect(check).toThrow(WrongDocument);
    expect(check).toThrow(where);
  });

  it('is noted whole', () => {
    const { _id, foundAt: _missing, ...found } = difference;
    const noted = { filter: { _id }, update: { $setOnInsert: found }, upsert: true };
    expect(() => checkChange(DIFFERENCES, noted)).toThrow('differences.foundAt');
  });
});
