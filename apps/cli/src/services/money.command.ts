import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { misused } from '../terminal/failure';
import { runProgram } from '../terminal/programs';
import { through } from './services.commands';

@SubCommand({
  name: 'check',
  description:
    'Sum every order, payment and refund and hold them against each other; each problem is a line, exit code 1 with any, 2 if it could not be checked. Changes nothing',
})
class MoneyCheckCommand extends CommandRunner {
  async run(): Promise<void> {
    await through(runProgram('payments', 'money', []));
  }
}

@SubCommand({
  name: 'reconcile',
  arguments: '<day>',
  argsDescription: { day: 'a Shanghai day, YYYY-MM-DD' },
  description:
    'Compare a day with the payment providers’ lists of it, now; what differs stands under /v1/review/reconciliation. Each day that is over is compared without being asked',
})
class MoneyReconcileCommand extends CommandRunner {
  async run([day = '']: string[]): Promise<void> {
    await through(runProgram('payments', 'reconcile', [day]));
  }
}

@Command({
  name: 'money',
  description: 'Orders, payments and refunds',
  subCommands: [MoneyCheckCommand, MoneyReconcileCommand],
})
class MoneyCommand extends CommandRunner {
  async run(): Promise<void> {
    throw misused('say what about the money: check, or reconcile <day>');
  }
}

export const MONEY_COMMANDS = [MoneyCommand, MoneyCheckCommand, MoneyReconcileCommand];
