import { RETRY_DELAYS_MS } from './options';

it('a message is tried again after a second, five, half a minute, two and ten minutes', () => {
  expect(RETRY_DELAYS_MS).toEqual([1_000, 5_000, 30_000, 120_000, 600_000]);
});
