import fc from 'fast-check';
import { commandKey, type KeyScope } from './idempotency-key';

const scope: KeyScope = { accountId: 'acc_1', method: 'POST', path: '/v1/bindings' };
const body = { plateNumber: '粤B12345', documentIds: ['doc_1', 'doc_2'], nested: { a: 1, b: 2 } };

describe('an idempotency key', () => {
  it('is nothing when none was sent', () => {
    expect(commandKey(undefined, scope, body)).toBeUndefined();
  });

  it.each([
    ['another caller', { ...scope, accountId: 'acc_2' }],
    ['no caller', { method: 'POST', path: '/v1/bindings' }],
    ['another method', { ...scope, method: 'PUT' }],
    ['another path', { ...scope, path: '/v1/bindings/bnd_1/consent' }],
  ])('of %s is another key', (_whose, other) => {
    const mine = commandKey('k', scope, body);
    const theirs = commandKey('k', other, body);
    expect(theirs?.id).not.toBe(mine?.id);
    expect(theirs?.bodyHash).toBe(mine?.bodyHash);
  });

  it('cannot be made to look like another one by moving a border', () => {
    const a = commandKey('k', { ...scope, path: '/v1/a/b' }, {});
    const b = commandKey('b/k', { ...scope, path: '/v1/a' }, {});
    expect(a?.id).not.toBe(b?.id);
  });

  it('keeps its body whichever order the fields come in', () => {
    const { plateNumber, documentIds } = body;
    const turned = { nested: { b: 2, a: 1 }, documentIds, plateNumber };
    expect(commandKey('k', scope, turned)).toEqual(commandKey('k', scope, body));
  });

  it('tells every other body apart', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const of = (text: string) => commandKey('k', scope, { text })?.bodyHash;
        return (of(one) === of(other)) === (one === other);
      }),
    );
    const reordered = { ...body, documentIds: ['doc_2', 'doc_1'] };
    expect(commandKey('k', scope, reordered)?.bodyHash).not.toBe(
      commandKey('k', scope, body)?.bodyHash,
    );
  });

  it('of no body is that of an empty one', () => {
    expect(commandKey('k', scope, undefined)).toEqual(commandKey('k', scope, {}));
  });

  it.each(['!', '~', 'a'.repeat(128)])('may be %s', (key) => {
    expect(commandKey(key, scope, body)).toBeDefined();
  });

  it.each(['', ' ', 'a b', 'ключ', '\u007f', 'a'.repeat(129)])('may not be %j', (key) => {
    expect(() => commandKey(key, scope, body)).toThrow('VALIDATION_FAILED');
  });
});
