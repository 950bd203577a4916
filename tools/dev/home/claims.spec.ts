import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { claimWork } from './claims';
import { stackHome } from './home';

const home = stackHome({ DEMERIT_HOME: `/tmp/claims-${String(process.pid)}` });
const HOLDS = `require('node:net').createServer().listen('\\0demerit/runs/${home.id}', () => console.log('it is mine'))`;

describe('work that takes the stack of a home', () => {
  let other: ChildProcess;

  beforeAll(async () => {
    other = spawn(process.execPath, ['-e', HOLDS], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(other.stdout!, 'data');
  });
  afterAll(() => other.kill());

  it('given another that is at it, then it is refused with what to do; when that one has ended, however, then not', async () => {
    await expect(claimWork(home, './dev bench')).rejects.toThrow(
      'Another ./dev bench runs in this checkout, and would lose its stack: wait until it has ended, then again.',
    );
    other.kill('SIGKILL');
    await once(other, 'exit');
    await expect(claimWork(home, './dev bench')).resolves.toBeUndefined();
  });
});
