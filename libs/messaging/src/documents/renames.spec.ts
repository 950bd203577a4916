import { collection } from './collection';
import { closed, t } from './fields';
import { renameOf } from './renames';

const car = closed({ _id: t.String(), keeper: t.String(), plate: t.String() });

test('a collection whose fields were never called otherwise has nothing to rename', () => {
  expect(renameOf(collection('cars', car))).toBeUndefined();
});

test('documents that bear a name that is gone get those of now in one step, also where one name passes to another field', () => {
  const earlier = { keeper: 'plate', owner: 'keeper' };
  expect(renameOf(collection('cars', car, [], earlier))).toEqual({
    gone: ['owner'],
    filter: { owner: { $exists: true } },
    pipeline: [{ $set: { plate: '$keeper', keeper: '$owner' } }, { $unset: ['owner'] }],
  });
});
