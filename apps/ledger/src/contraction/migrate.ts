import { onOwnDatabase, sayOf, type OneTask } from '@demerit/platform';
import { ContractionService, type Left } from './contraction.service';

/** A line of progress after so many licences and vehicles. */
const LINE_EVERY = 5_000;

/**
 * The words `migrate [--check]` to the ledger's program: takes the cycles of every licence and vehicle into its document (with `--check` they are
 * only counted). Exit code 0: none is left beside; 1: some are; 2: it could not be done.
 */
export async function migrateTask(task: OneTask): Promise<number> {
  const say = sayOf(task.service);
  return onOwnDatabase(task, async (_connection, app) => {
    const contraction = app.get(ContractionService, { strict: false });
    const before = await contraction.left();
    if (!task.readOnly) {
      const total = before.licences + before.vehicles;
      await contraction.contract({ progress: printer(total, say), problem: say });
    }
    const left = task.readOnly ? before : await contraction.left();
    say(inWords(left, await contraction.isContracted()));
    return left.licences + left.vehicles + left.cycles === 0 ? 0 : 1;
  });
}

function inWords({ licences, vehicles, cycles }: Left, isContracted: boolean): string {
  const left = `${licences} licences and ${vehicles} vehicles have their cycles beside them, in ${cycles} documents`;
  const shape = isContracted
    ? 'contracted: versions before this one cannot write here any more'
    : 'not contracted: the version before reads and writes all of it';
  return `${left}; ${shape}`;
}

function printer(total: number, say: (line: string) => void): (takenIn: number) => void {
  const startedAt = performance.now();
  let printed = 0;
  return (takenIn) => {
    if (Math.floor(takenIn / LINE_EVERY) === printed) return;
    printed = Math.floor(takenIn / LINE_EVERY);
    const aSecond = Math.round((takenIn / Math.max(1, performance.now() - startedAt)) * 1_000);
    say(`${takenIn} of ${total} licences and vehicles, ${aSecond} a second`);
  };
}
