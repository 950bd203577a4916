import { checkChange, checkDocument, WrongDocument } from '@demerit/messaging';
import { aViolation } from '../../test/given';
import { VIOLATIONS } from './violations.store';

describe('a violation in its collection', () => {
  it.each<[string, object]>([
    ['as it is entered', {}],
    ['in somebody’s hands', { handling: { handlingId: 'hnd_1', accountId: 'acc_1' } }],
    ['awaiting its vehicle', { awaitsVehicle: true, lookAgainAt: new Date(0) }],
    [
      'corrected',
      {
        timeline: [
          {
            at: '2026-03-10T04:00:00.000Z',
            what: 'corrected',
            reason: 'x',
            before: { place: 'y', occurredAt: '2026-03-05T00:21:36.000Z' },
          },
        ],
        entered: { code: '1357', occurredAt: new Date(0), place: 'y', evidenceIds: [] },
      },
    ],
  ])('is stored %s', (_how, change) => {
    expect(() => checkDocument(VIOLATIONS, { ...aViolation(), ...change })).not.toThrow();
  });

  it.each<[string, object]>([
    ['points in words', { points: 'three' }],
    ['half a fen', { fineFen: 0.5 }],
    ['a day as text', { occurredAt: '2026-03-05T00:21:36.000Z' }],
    ['a status nobody knows', { status: 'lost' }],
    ['a step that is none', { timeline: [{ at: '2026-03-10T04:00:00.000Z', what: 'lost' }] }],
    ['a handling of nobody', { handling: { handlingId: 'hnd_1' } }],
    ['a field that is not declared', { colour: 'red' }],
  ])('is refused with %s', (_what, change) => {
    expect(() => checkDocument(VIOLATIONS, { ...aViolation(), ...change })).toThrow(WrongDocument);
  });

  it('may lose the time to look again and nothing that it needs', () => {
    const filter = { _id: 'vio_1' };
    checkChange(VIOLATIONS, { filter, update: { $unset: { lookAgainAt: 1 } } });
    const update = { $unset: { plateNumber: 1 } };
    expect(() => checkChange(VIOLATIONS, { filter, update })).toThrow('violations.plateNumber');
  });
});
