import { checkStays } from './closing.rules';

it('§1.closing.order: nothing is written of an account that is being closed', () => {
  expect(checkStays(true)?.code).toBe('ACCOUNT_CLOSING');
  expect(checkStays(false)).toBeUndefined();
});
