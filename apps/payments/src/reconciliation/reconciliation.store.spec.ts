import { checkDocument, WrongDocument } from '@demerit/messaging';
import { RECONCILIATIONS } from './reconciliation.store';

describe('How far a provider was reconciled, as it is stored', () => {
  const row = { _id: 'sandbox', doneThrough: '2026-03-01', version: 3 };

  it('is as declared, between days and within one', () => {
    checkDocument(RECONCILIATIONS, row);
    const running = { day: '2026-03-02', after: 'pay_9', compared: 200 };
    checkDocument(RECONCILIATIONS, { ...row, running });
  });

  it.each([
    ['another provider', { _id: 'nobody' }, 'reconciliations._id'],
    ['a time for a day', { doneThrough: '2026-03-01T00:00:00Z' }, 'reconciliations.doneThrough'],
    ['nothing of how many', { running: { day: '2026-03-02' } }, 'reconciliations.running.compared'],
  ])('is refused with %s', (_what, wrong, where) => {
    const check = () => checkDocument(RECONCILIATIONS, { ...row, ...wrong });
    expect(check).toThrow(WrongDocument);
    expect(check).toThrow(where);
  });
});
