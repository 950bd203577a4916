import { pollPauseMs, RELAY_SETTINGS, RETRY_DELAYS_MS } from './options';

it('a message is tried again after a second, five, half a minute, two and ten minutes', () => {
  expect(RETRY_DELAYS_MS).toEqual([1_000, 5_000, 30_000, 120_000, 600_000]);
});

it('an outbox with nothing in it is looked at four times a second, less often after each look in vain, and every second at least', () => {
  const pauses = [0, 1, 2, 3, 4, 5_000].map((looks) => pollPauseMs(RELAY_SETTINGS, looks));
  expect(pauses).toEqual([250, 250, 500, 1_000, 1_000, 1_000]);
});
