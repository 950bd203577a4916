import { stackHome, type Home } from '../home/home';
import { runningStack } from '../supervise/remains';
import { tokenOf } from '../client/sessions';
import type { StackFile } from '../home/stack-file';
import { Failure, say } from '../home/terminal';

/** The stack that runs, or the end of the command with the reason. */
export function neededStack(home: Home): StackFile {
  const stack = runningStack(home)?.stack;
  if (!stack) throw new Failure('No stack is running; start one with ./dev up');
  return stack;
}

/** `./dev token <name>`: a bearer token and nothing else on the output. */
export async function token(name: string): Promise<void> {
  const home = stackHome();
  say(await tokenOf(home, neededStack(home), name));
}
