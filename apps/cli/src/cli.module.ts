import { readSettings } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';
import { BackupCommand } from './archive/backup.command';
import { Broker } from './stores/broker';
import { CliConfig } from './cli.config';
import { Databases } from './stores/databases';
import { DeadLetters } from './dead-letters/dead-letters';
import { DLQ_COMMANDS } from './dead-letters/dlq.commands';
import { DoctorCommand } from './services/doctor.command';
import { ExplainCommand } from './explain/explain.command';
import { KEYS_COMMANDS } from './services/keys.commands';
import { MONEY_COMMANDS } from './services/money.command';
import { OUTBOX_COMMANDS } from './services/outbox.command';
import { RestoreCommand } from './archive/restore.command';
import { SERVICE_COMMANDS } from './services/services.commands';
import { Services } from './stores/services';
import { Traces } from './explain/traces';

/** What is used of commander's program. */
interface Program {
  name(text: string): this;
  description(text: string): this;
}

@Module({
  providers: [
    { provide: CliConfig, useFactory: () => readSettings(CliConfig) },
    Databases,
    Broker,
    DeadLetters,
    Services,
    Traces,
    DoctorCommand,
    BackupCommand,
    RestoreCommand,
    ExplainCommand,
    ...DLQ_COMMANDS,
    ...KEYS_COMMANDS,
    ...MONEY_COMMANDS,
    ...OUTBOX_COMMANDS,
    ...SERVICE_COMMANDS,
  ],
})
export class CliModule {
  constructor(@InjectCommander() commander: Program) {
    commander
      .name('demerit')
      .description(
        'Commands for operators. They read the same environment as the services; with ./dev up running they find its stack by themselves.',
      );
  }
}
