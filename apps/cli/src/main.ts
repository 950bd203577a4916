// Before all that is compiled.
import './compile-cache';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module';
import { stackEnvironment } from './dev-stack';
import { exitCodeOf, linesOf, MISUSED } from './terminal/failure';
import { complain } from './terminal/output';

/** `demerit …`: the operator's commands. Exit code 0: well; 1: something was found or failed; 2: asked wrongly; 78: bad configuration. */
async function main(): Promise<void> {
  // A reader that has seen enough (`| head`) is no failure.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  Object.assign(process.env, stackEnvironment(process.env, process.cwd()));
  await CommandFactory.run(CliModule, {
    logger: false,
    abortOnError: false,
    cliName: 'demerit',
    // Commander ends with 1 after what it says no to, whichever command it is of.
    outputConfiguration: {
      outputError: (line, write) => {
        write(line);
        process.exit(MISUSED);
      },
    },
    serviceErrorHandler: tell,
  });
}

function tell(error: unknown): void {
  for (const line of linesOf(error)) complain(line);
  process.exitCode = exitCodeOf(error);
}

main().catch(tell);
