import { serverLacks } from './database-server';

describe('a database server', () => {
  const set = { maxWireVersion: 25, setName: 'demerit' };

  it('will do as a replica set, and as a router to one', () => {
    expect(serverLacks(set)).toBeUndefined();
    expect(serverLacks({ maxWireVersion: 21, msg: 'isdbgrid' })).toBeUndefined();
  });

  it('of an older version is refused with the version that is needed', () => {
    expect(serverLacks({ ...set, maxWireVersion: 17 })).toBe(
      'the database is too old (wire version 17): MongoDB 7 or later is needed',
    );
  });

  it('without a replica set is refused with what to do', () => {
    expect(serverLacks({ maxWireVersion: 25 })).toContain('start mongod with --replSet');
  });
});
