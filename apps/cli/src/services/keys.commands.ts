import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { misused } from '../terminal/failure';
import { runProgram } from '../terminal/programs';
import { ofEveryKeeper, through } from './services.commands';

@SubCommand({
  name: 'reencrypt',
  description:
    'Encrypt personal fields of every service under the newest of FIELD_KEYS; exit code 1 while any stands under another key',
})
class ReencryptCommand extends CommandRunner {
  async run(_words: string[], { check = false }: { check?: boolean }): Promise<void> {
    await ofEveryKeeper('reencrypt', check);
  }

  @Option({ flags: '--check', description: 'change nothing, only count' })
  check(): boolean {
    return true;
  }
}

@SubCommand({
  name: 'rotate-signing',
  description:
    'Sign access tokens with a new key from some seconds on and print its id; those signed before count until they end',
})
class RotateSigningCommand extends CommandRunner {
  async run(): Promise<void> {
    await through(runProgram('identity', 'commands/rotate-signing-key', []));
  }
}

@Command({
  name: 'keys',
  description: 'Keys of personal fields and of access tokens',
  subCommands: [ReencryptCommand, RotateSigningCommand],
})
class KeysCommand extends CommandRunner {
  async run(): Promise<void> {
    throw misused('say what about keys: reencrypt, rotate-signing');
  }
}

export const KEYS_COMMANDS = [KeysCommand, ReencryptCommand, RotateSigningCommand];
