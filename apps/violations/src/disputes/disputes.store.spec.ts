import { checkDocument, WrongDocument } from '@demerit/messaging';
import { DISPUTES } from './disputes.store';
import type { DisputeDocument } from './disputes.types';

const AT = new Date('2026-03-10T04:00:00.000Z');
const dispute: DisputeDocument = {
  _id: 'dsp_1',
  violationId: 'vio_1',
  vehicleId: 'veh_1',
  accountId: 'acc_1',
  ownerKey: 'person_2',
  ownVehicle: false,
  ground: 'plate_misread',
  statement: 'It ends in 8',
  documentIds: [],
  status: 'open',
  submittedAt: AT,
  dueAt: AT,
  timeline: [{ at: '2026-03-10T04:00:00.000Z', what: 'submitted' }],
  version: 1,
};

describe('a dispute in its collection', () => {
  it('is stored open, and answered', () => {
    checkDocument(DISPUTES, dispute);
    const decided = { at: AT, by: 'acc_9', reason: 'The picture shows another plate' };
    checkDocument(DISPUTES, { ...dispute, status: 'eliminated', decided });
  });

  it.each<[string, object]>([
    ['a ground nobody knows', { ground: 'bad_luck' }],
    ['no time to answer by', { dueAt: null }],
    ['an answer without reasons', { decided: { at: AT, by: 'acc_9' } }],
    ['a step at no moment', { timeline: [{ at: 'yesterday', what: 'submitted' }] }],
    ['a version of its own making', { version: -1 }],
    ['a field that is not declared', { mood: 'angry' }],
  ])('is refused with %s', (_what, change) => {
    expect(() => checkDocument(DISPUTES, { ...dispute, ...change })).toThrow(WrongDocument);
  });
});
