import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

it('prepare is quick when there is nothing to do and prints the root', () => {
  const started = Date.now();
  const { stdout } = spawnSync(join(__dirname, '../../infra/debian/prepare'), { encoding: 'utf8' });
  expect(Date.now() - started).toBeLessThan(300);
  expect(stdout.trim().split('\n').at(-1)).toMatch(/\/demerit\/debian-[0-9a-f]{12}$/);
});
