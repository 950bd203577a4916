import { checkChange, checkDocument, WrongDocument } from '@demerit/messaging';
import { VIOLATIONS } from './violations.store';
import type { ViolationDocument } from './violations.types';

const violation: ViolationDocument = {
  _id: 'vio_1',
  noticeNumber: '3301107902100037',
  plateNumber: '浙A8K2M6',
  plateType: 'small',
  vehicleId: 'veh_1',
  code: '1357',
  points: 3,
  procedure: 'summary',
  fineFen: 15_000,
  occurredAt: new Date('2026-03-05T00:21:36.000Z'),
  place: '文三路与学院路路口',
  jurisdiction: 'CN-3301',
  evidenceIds: ['doc_9'],
  status: 'published',
  version: 1,
};

describe('a violation in its collection', () => {
  it.each<[string, object]>([
    ['as it is entered', {}],
    ['in somebody’s hands', { handling: { handlingId: 'hnd_1', accountId: 'acc_1' } }],
    ['awaiting its vehicle', { awaitsVehicle: true, lookAgainAt: new Date(0) }],
  ])('is stored %s', (_how, change) => {
    expect(() => checkDocument(VIOLATIONS, { ...violation, ...change })).not.toThrow();
  });

  it.each<[string, object]>([
    ['points in words', { points: 'three' }],
    ['half a fen', { fineFen: 0.5 }],
    ['a day as text', { occurredAt: '2026-03-05T00:21:36.000Z' }],
    ['a status nobody knows', { status: 'lost' }],
    ['a handling of nobody', { handling: { handlingId: 'hnd_1' } }],
    ['a field that is not declared', { colour: 'red' }],
  ])('is refused with %s', (_what, change) => {
    expect(() => checkDocument(VIOLATIONS, { ...violation, ...change })).toThrow(WrongDocument);
  });

  it('may lose the time to look again and nothing that it needs', () => {
    const filter = { _id: 'vio_1' };
    checkChange(VIOLATIONS, { filter, update: { $unset: { lookAgainAt: 1 } } });
    const update = { $unset: { plateNumber: 1 } };
    expect(() => checkChange(VIOLATIONS, { filter, update })).toThrow('violations.plateNumber');
  });
});
