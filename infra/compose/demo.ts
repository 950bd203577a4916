import { tellStory } from '../../tools/dev/story/demo';
import { race } from '../../tools/dev/story/demo-race';
import { complain, Failure, reasonOf, say } from '../../tools/dev/home/terminal';
import { RACE_IS_ON, stackHere } from './here';

/** `docker compose run --rm demo [race]`. What kills the ledger in the race is outside: this program cannot reach other containers. */
async function main([part]: string[]): Promise<void> {
  const { home, stack } = await stackHere();
  if (part === undefined) return tellStory(home, stack);
  if (part !== 'race') throw new Failure(`there is no demo ${part}; there is race`, 2);
  return race(home, stack, async () => say(RACE_IS_ON));
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    complain(reasonOf(error));
    process.exit(error instanceof Failure ? error.exitCode : 1);
  },
);
