import { Newest } from './newest';

it('given more than there is room for, then what was kept first is gone', () => {
  const newest = new Newest<number>(2);
  newest.keep('a', 1);
  newest.keep('b', 2);
  expect(['a', 'b'].map((key) => newest.get(key))).toEqual([1, 2]);
  newest.keep('c', 3);
  expect(['a', 'b', 'c'].map((key) => newest.get(key))).toEqual([undefined, 2, 3]);
  newest.delete('b');
  newest.keep('d', 4);
  expect(['b', 'c', 'd'].map((key) => newest.get(key))).toEqual([undefined, 3, 4]);
  newest.clear();
  expect(newest.get('d')).toBeUndefined();
});
