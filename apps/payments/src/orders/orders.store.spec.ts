import { checkChange, checkDocument, WrongDocument } from '@demerit/messaging';
import { anOrder, EXPIRES_AT, NOW } from '../../test/given';
import { tombstone } from './orders.rules';
import { COUNTERS, ORDERS } from './orders.store';
import { STANDINGS } from './standings.store';

const PAID = {
  paymentId: 'pay_1',
  payerAccountId: 'acc_2',
  receiptNumber: 'R2026-00000001',
  amountFen: 20_000,
  at: NOW,
};

describe('An order that is stored', () => {
  it('is as declared: opened, being paid, frozen, paid and revoked, or closed before it opened', () => {
    const closed = { on: '2026-03-05', because: 'revoked' } as const;
    for (const order of [
      anOrder(),
      anOrder({ facts: { ...anOrder().facts, vehicleId: 'veh_1' } }),
      anOrder({ status: 'paying', openPayment: { paymentId: 'pay_1', expiresAt: EXPIRES_AT } }),
      anOrder({ status: 'frozen', frozenOn: '2026-03-05', told: ['order.due-soon'] }),
      anOrder({ status: 'paid', paid: PAID, closed }),
      tombstone({ _id: 'ord_1', kind: 'fine', handlingId: 'hnd_1' }, closed),
    ]) {
      expect(() => checkDocument(ORDERS, order)).not.toThrow();
    }
  });

  it.each([
    ['another status', { status: 'gone' }, 'orders.status'],
    ['half a fen', { facts: { ...anOrder().facts, fineFen: 0.5 } }, 'orders.facts.fineFen'],
    ['a time for a day', { dueOn: '2026-03-17T00:00:00Z' }, 'orders.dueOn'],
    ['other news', { told: ['order.opened'] }, 'orders.told'],
    ['text for a time', { paid: { ...PAID, at: '2026-03-02' } }, 'orders.paid.at'],
    ['a field nobody declared', { colour: 'red' }, 'orders.colour'],
  ])('is refused with %s', (_what, wrong, where) => {
    const check = () => checkDocument(ORDERS, { ...anOrder(), ...wrong });
    expect(check).toThrow(WrongDocument);
    expect(check).toThrow(where);
  });

  it('is numbered by whole numbers', () => {
    expect(() => checkDocument(COUNTERS, { _id: 'receipt:2026', last: 1 })).not.toThrow();
    expect(() => checkDocument(COUNTERS, { _id: 'receipt:2026', last: '1' })).toThrow(
      'counters.last',
    );
  });
});

describe('The standing of a person that is stored', () => {
  const filter = { _id: 'acc_1' };
  const opened = { $inc: { ordersOpened: 1 }, $setOnInsert: { changes: [] } };

  it('is as declared, whether a change or an order comes first', () => {
    const changes = [{ version: 1, freezes: true, on: '2026-03-05', asked: true }];
    const changed = { $set: { changes }, $setOnInsert: { ordersOpened: 0 } };
    for (const update of [opened, changed]) {
      expect(() => checkChange(STANDINGS, { filter, update, upsert: true })).not.toThrow();
    }
  });

  it('is refused with a change that does not say whether it freezes, or without its changes', () => {
    const update = { $set: { changes: [{ version: 1, on: '2026-03-05' }] } };
    expect(() => checkChange(STANDINGS, { filter, update })).toThrow('standings.changes');
    const alone = { $inc: opened.$inc };
    expect(() => checkChange(STANDINGS, { filter, update: alone, upsert: true })).toThrow(
      'standings.changes',
    );
  });
});
