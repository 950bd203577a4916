import { checkChange, checkDocument, WrongDocument } from '@demerit/messaging';
import { decided, deciding, LATER, RETRY_AT } from '../../test/given';
import { refuseHandling, revokeHandling, withEntry, withPayment } from './handlings.rules';
import { HANDLINGS } from './handlings.store';

const closed = () =>
  withEntry(
    withPayment(decided(), 'R-1', LATER)!,
    { entryId: 'ent_1', balance: 3, because: 'paid' },
    LATER,
  );
const refusal = { code: 'LICENCE_LIMIT_REACHED', availableFrom: LATER, detail: { en: 'Full' } };

describe('a handling in its collection', () => {
  it.each([
    ['between its steps', deciding()],
    ['decided', decided()],
    ['decided without a fine', decided(0)],
    ['refused, whatever the refusal says', refuseHandling(deciding(), refusal)],
    ['closed', closed()],
    ['revoked', revokeHandling(decided(), { at: LATER, then: 'reopen', reason: 'x' })],
    ['of an officer at the window', { ...deciding(), method: 'window', officerId: 'acc_9' }],
  ])('is stored %s', (_how, handling) => {
    expect(() => checkDocument(HANDLINGS, handling)).not.toThrow();
  });

  it.each<[string, object]>([
    ['points in words', { decision: { ...decided().decision, points: 'three' } }],
    ['a decision in one language', { decision: { ...decided().decision, facts: { en: 'text' } } }],
    ['an order that is not said to be none', { orderId: undefined }],
    ['a stage nobody knows', { stage: 'lost' }],
    ['a refusal without a code', { refusal: { reason: 'x' } }],
    ['a day that is a moment', { licenceFirstIssuedOn: LATER }],
    ['a field that is not declared', { colour: 'red' }],
  ])('is refused with %s', (_what, change) => {
    expect(() => checkDocument(HANDLINGS, { ...decided(), ...change })).toThrow(WrongDocument);
  });

  it('is put off to a time, and to nothing else', () => {
    const filter = { _id: 'hnd_1', version: 1 };
    checkChange(HANDLINGS, {
      filter,
      update: { $set: { retryAt: RETRY_AT, tries: 1 }, $inc: { version: 1 } },
    });
    const update = { $set: { retryAt: 'soon' } };
    expect(() => checkChange(HANDLINGS, { filter, update })).toThrow('handlings.retryAt');
  });
});
