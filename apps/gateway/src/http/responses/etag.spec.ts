import { etagIn } from './etag';

describe('the etag of an answer', () => {
  it('§10.answers.etag: is that of the single item that was read', () => {
    expect(etagIn('GET', { accountId: 'acc_1', etag: '"3"' })).toBe('"3"');
    expect(etagIn('HEAD', { etag: '"3"' })).toBe('"3"');
  });

  it.each([
    ['a decision', 'POST', { etag: '"3"' }],
    ['a list', 'GET', { items: [{ etag: '"3"' }], nextCursor: null }],
    ['an item without one', 'GET', { bindingId: 'bnd_1' }],
    ['a page', 'GET', '<html></html>'],
    ['nothing', 'GET', undefined],
    ['null', 'GET', null],
  ])('§10.answers.etag: is none of %s', (_what, method, answer) => {
    expect(etagIn(method, answer)).toBeUndefined();
  });
});
