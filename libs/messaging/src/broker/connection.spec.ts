import { backOffMs } from './connection';

test('the pause before connecting again grows from 100 ms to 5 s and is spread over its upper half', () => {
  expect(backOffMs(0, 1)).toBe(100);
  expect(backOffMs(1, 0)).toBe(100);
  expect(backOffMs(3, 1)).toBe(800);
  expect(backOffMs(50, 1)).toBe(5_000);
  expect(backOffMs(50, 0)).toBe(2_500);
});
