import { MESSAGING_INDEXES } from './collections';
import { checkDocument, WrongDocument } from './documents/check';
import { IDEMPOTENCY } from './inbox/idempotency';
import { INBOX } from './inbox/inbox';
import { LOCKS } from './outbox/lease';
import { OUTBOX } from './outbox/outbox';

const row = {
  _id: 'evt_1',
  key: 'lic_1',
  seq: 3,
  type: 'points.recorded',
  payload: { licenceId: 'lic_1' },
  headers: {},
  createdAt: new Date(0),
  publishedAt: null,
  attempts: 0,
};
const claim = { _id: 'key', bodyHash: 'hash', state: 'running', token: 't' };
const at = new Date(0);

describe('what messaging itself stores', () => {
  it.each([
    ['an event', OUTBOX, row, { seq: '3' }],
    ['an applied message', INBOX, { _id: 'ledger:evt_1', at }, { at: 'now' }],
    ['a claim', IDEMPOTENCY, { ...claim, claimedAt: at, createdAt: at }, { state: 'lost' }],
    ['a lease', LOCKS, { _id: 'relay', holder: 'h', until: at }, { until: null }],
  ])('%s is refused unless it is as declared', (_what, collection, document, mistake) => {
    checkDocument(collection, document);
    expect(() => checkDocument(collection, { ...document, ...mistake })).toThrow(WrongDocument);
  });

  it('has the indexes that events, ages and pending rows are found by', () => {
    expect(MESSAGING_INDEXES).toEqual({
      outbox: [
        { name: 'key_seq_type', key: { key: 1, seq: 1, type: 1 }, unique: true },
        { name: 'pending', key: { createdAt: 1 }, partialFilterExpression: { publishedAt: null } },
        { name: 'uncounted', key: { 'counts.day': 1 }, sparse: true },
        { name: 'published_ttl', key: { publishedAt: 1 }, expireAfterSeconds: 604_800 },
      ],
      inbox: [{ name: 'ttl', key: { at: 1 }, expireAfterSeconds: 2_592_000 }],
      idempotency: [{ name: 'ttl', key: { createdAt: 1 }, expireAfterSeconds: 86_400 }],
      locks: [],
    });
  });
});
