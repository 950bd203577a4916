import { RecentChecks } from './recent-checks';

const licence = { _id: 'lic_1', seq: 3, balance: 6, pending: 0, lastHash: 'c3' };

test('§4.verify.reading: given a licence that was checked, then it need not be checked again for a minute, and then it must', () => {
  let nowMs = 0;
  const checks = new RecentChecks(() => nowMs);
  expect(checks.has(licence)).toBe(false);
  checks.add(licence);
  nowMs = 59_999;
  expect(checks.has(licence)).toBe(true);
  nowMs = 60_000;
  expect(checks.has(licence)).toBe(false);
});

test.each([{ seq: 4 }, { balance: 7 }, { pending: 3 }, { lastHash: 'd4' }, { _id: 'lic_2' }])(
  'given a licence that stands elsewhere since, %j, then it is checked again',
  (change) => {
    const checks = new RecentChecks();
    checks.add(licence);
    expect(checks.has({ ...licence, ...change })).toBe(false);
  },
);

test('given twenty thousand licences, then the last ten thousand are remembered', () => {
  const checks = new RecentChecks();
  const ids = Array.from({ length: 20_000 }, (_, index) => `lic_${index}`);
  for (const _id of ids) checks.add({ ...licence, _id });
  const remembered = ids.filter((_id) => checks.has({ ...licence, _id }));
  expect(remembered).toEqual(ids.slice(10_000));
});
