import { spawn } from 'node:child_process';
import { readJson } from '../home/files';
import { builtProgram, type Home } from '../home/home';
import { plainEnvironment } from '../programs/program';
import { runningStack } from '../supervise/remains';
import type { DataElsewhere } from '../home/stack-file';

/** Sums the money of the running stack with payments' own program, which prints its line and each problem; whether it is clean. */
export async function isMoneyRight(home: Home): Promise<boolean> {
  const stack = runningStack(home)?.stack;
  if (!stack) throw new Error('the stack whose money is to be checked does not run');
  const elsewhere = readJson(home.elsewhereFile) as DataElsewhere | undefined;
  const prefix = elsewhere?.databases?.prefix;
  const child = spawn(process.execPath, [builtProgram(home, 'payments', 'money')], {
    env: {
      ...plainEnvironment(),
      MONGODB_URL: stack.mongoUrl,
      ...(prefix === undefined ? {} : { DATABASE_PREFIX: prefix }),
    },
    stdio: 'inherit',
  });
  return new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => {
      ended(code === 0);
    });
  });
}
