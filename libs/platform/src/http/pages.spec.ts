import { pageRequest } from './pages';

it('a page holds twenty items where nobody says how many, and one row more is read', () => {
  expect(pageRequest({}, [])).toEqual({ limit: 20, rows: 21, after: undefined });
  expect(pageRequest({ limit: 5 }, [])).toEqual({ limit: 5, rows: 6, after: undefined });
});
