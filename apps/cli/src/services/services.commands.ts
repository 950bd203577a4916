import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { KEEPERS } from '../stores/databases';
import { Failure, misused } from '../terminal/failure';
import { inTurns, runProgram } from '../terminal/programs';

/** The exit code of the program is the command's; the program has said why. */
export async function through(exitCode: Promise<number>): Promise<void> {
  const code = await exitCode;
  if (code !== 0) throw new Failure('', code);
}

/** The word to the program of each service that has a database; the worst exit code is the command's. */
export async function ofEveryKeeper(word: string, check: boolean): Promise<void> {
  const words = [word, ...(check ? ['--check'] : [])];
  const codes = inTurns(KEEPERS, (service) => runProgram(service, 'main', words));
  await through(codes.then((all) => Math.max(...all)));
}

@Command({
  name: 'indexes',
  description:
    'Make the indexes every service wants, then check them; each difference is a line, exit code 1 with any',
})
class IndexesCommand extends CommandRunner {
  async run(_words: string[], { check = false }: { check?: boolean }): Promise<void> {
    await ofEveryKeeper('indexes', check);
  }

  @Option({ flags: '--check', description: 'change nothing' })
  check(): boolean {
    return true;
  }
}

@Command({
  name: 'documents',
  description:
    'Bring what earlier versions stored into the form declared now, then check every document; each place that is not so is a line, exit code 1 with any',
})
class DocumentsCommand extends CommandRunner {
  async run(_words: string[], { check = false }: { check?: boolean }): Promise<void> {
    await ofEveryKeeper('documents', check);
  }

  @Option({ flags: '--check', description: 'change nothing' })
  check(): boolean {
    return true;
  }
}

@SubCommand({
  name: 'verify',
  description:
    'Derive every figure of the ledger from its entries again; each difference is a line, exit code 1 with any, 2 if it could not be checked',
})
class LedgerVerifyCommand extends CommandRunner {
  async run(): Promise<void> {
    await through(runProgram('ledger', 'verification/verify', []));
  }
}

@Command({ name: 'ledger', description: 'The point ledger', subCommands: [LedgerVerifyCommand] })
class LedgerCommand extends CommandRunner {
  async run(): Promise<void> {
    throw misused('say what about the ledger: verify');
  }
}

@SubCommand({
  name: 'grant',
  description:
    'Give an account exactly these roles and print its id; creates the account if the phone has none. The first admin is made this way',
})
class AccountGrantCommand extends CommandRunner {
  async run(_words: string[], { phone, roles }: { phone: string; roles: string }): Promise<void> {
    await through(
      runProgram('identity', 'commands/grant-role', ['--phone', phone, '--roles', roles]),
    );
  }

  @Option({ flags: '--phone <phone>', description: 'for example 13812345678', required: true })
  phone(text: string): string {
    return text;
  }

  @Option({ flags: '--roles <roles>', description: 'for example admin,reviewer', required: true })
  roles(text: string): string {
    return text;
  }
}

@Command({ name: 'account', description: 'Accounts', subCommands: [AccountGrantCommand] })
class AccountCommand extends CommandRunner {
  async run(): Promise<void> {
    throw misused('say what about accounts: grant');
  }
}

export const SERVICE_COMMANDS = [
  DocumentsCommand,
  IndexesCommand,
  LedgerCommand,
  LedgerVerifyCommand,
  AccountCommand,
  AccountGrantCommand,
];
