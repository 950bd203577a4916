import { checkChange, checkDocument, WrongDocument } from '@demerit/messaging';
import { PEOPLE } from './people.store';

describe('a person', () => {
  it('is refused unless it is as declared', () => {
    checkDocument(PEOPLE, { _id: 'acc_1', personKey: 'key' });
    expect(() => checkDocument(PEOPLE, { _id: 'acc_1', personKey: 7 })).toThrow(WrongDocument);
    expect(() =>
      checkChange(PEOPLE, { filter: { _id: 'acc_1' }, update: { $set: { personKey: null } } }),
    ).toThrow('people.personKey');
  });
});
