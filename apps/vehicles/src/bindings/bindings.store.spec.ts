import { checkChange, checkDocument, WrongDocument } from '@demerit/messaging';
import { aBinding, minutesLater, NOON } from '../../test/given-bindings';
import { BINDINGS } from './bindings.store';

describe('a binding', () => {
  const full = aBinding({
    relationNote: 'friend',
    expectedBy: '2026-03-04T00:00:00.000+08:00',
    activeSince: NOON,
    ...{ rejectedReason: 'unreadable', frozen: { from: NOON, because: ['person'] } },
    consentCode: { generation: 1, issuedAt: NOON, tries: 0, sentAt: minutesLater(1) },
    timeline: [{ at: '2026-03-02T04:00:00.000Z', what: 'requested' }],
  });

  it('is refused unless it is as declared', () => {
    checkDocument(BINDINGS, aBinding());
    checkDocument(BINDINGS, full);
    for (const wrong of [
      { status: 'half' },
      { requestedAt: '2026-03-02T04:00:00.000Z' },
      { frozen: { from: NOON, because: ['weather'] } },
      { consentCode: { generation: 1, issuedAt: NOON, tries: 'none' } },
      { consentExpiresAt: null },
      { colour: 'red' },
    ]) {
      expect(() => checkDocument(BINDINGS, { ...full, ...wrong })).toThrow(WrongDocument);
    }
  });

  it('takes the time when its code was sent, and nothing else there', () => {
    const sent =
      (sentAt: unknown, filter: object = { 'consentCode.generation': 1 }) =>
      () =>
        checkChange(BINDINGS, { filter, update: { $set: { 'consentCode.sentAt': sentAt } } });
    expect(sent(NOON)).not.toThrow();
    expect(sent('now')).toThrow(WrongDocument);
    expect(sent(NOON, { _id: 'bnd_1' })).toThrow('bindings.consentCode: made in part');
  });
});
