import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { KEEPERS } from '../stores/databases';
import { Failure, misused } from '../terminal/failure';
import { complain } from '../terminal/output';
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

@Command({
  name: 'migrate',
  description:
    'Say what the ledger still stores in the shape of the version before, and how many documents that is; exit code 1 with any. Changes nothing without --contract',
})
class MigrateCommand extends CommandRunner {
  async run(words: string[], { contract = false }: { contract?: boolean }): Promise<void> {
    if (words.length > 0) throw misused('migrate takes no words, only --contract');
    if (contract)
      complain('from now on there is no way back to the version before but by a backup');
    await through(runProgram('ledger', 'main', ['migrate', ...(contract ? [] : ['--check'])]));
  }

  @Option({
    flags: '--contract',
    description:
      'bring it into the shape of this version; beside the services, all of which must be of this version. Afterwards there is no way back to the version before; may be interrupted and repeated',
  })
  contract(): boolean {
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

@SubCommand({
  name: 'reset-second-factor',
  description:
    'Take the second factor off an account whose holder lost authenticator and recovery codes, end its sessions and print its id. For the only admin; everybody else’s is reset by an admin',
})
class AccountResetSecondFactorCommand extends CommandRunner {
  async run(
    words: string[],
    { phone, account, reason }: { phone?: string; account?: string; reason: string },
  ): Promise<void> {
    if (words.length > 0 || (phone === undefined) === (account === undefined))
      throw misused('say whose second factor: --phone 13812345678 or --account acc_…');
    const whose = phone === undefined ? ['--account', account ?? ''] : ['--phone', phone];
    const options = [...whose, '--reason', reason];
    await through(runProgram('identity', 'commands/reset-second-factor', options));
  }

  @Option({ flags: '--phone <phone>', description: 'for example 13812345678' })
  phone(text: string): string {
    return text;
  }

  @Option({ flags: '--account <accountId>', description: 'in the place of the phone' })
  account(text: string): string {
    return text;
  }

  @Option({ flags: '--reason <reason>', description: 'why, for the audit', required: true })
  reason(text: string): string {
    return text;
  }
}

@Command({
  name: 'account',
  description: 'Accounts',
  subCommands: [AccountGrantCommand, AccountResetSecondFactorCommand],
})
class AccountCommand extends CommandRunner {
  async run(): Promise<void> {
    throw misused('say what about accounts: grant, reset-second-factor');
  }
}

export const SERVICE_COMMANDS = [
  DocumentsCommand,
  IndexesCommand,
  LedgerCommand,
  LedgerVerifyCommand,
  MigrateCommand,
  AccountCommand,
  AccountGrantCommand,
  AccountResetSecondFactorCommand,
];
