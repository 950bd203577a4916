import { isCalendarDay, PROVIDERS } from '@demerit/contracts';
import { Database, DomainClock } from '@demerit/platform';
import { NestFactory } from '@nestjs/core';
import { PaymentsModule } from './payments.module';
import { ReconciliationService } from './reconciliation/reconciliation.service';

/**
 * `reconcile <YYYY-MM-DD>`: compares one Shanghai day with each provider's list of it, now, beside the daily job; what is found stands in the list for
 * officers. Reads the environment as the service does. Exit code 0: compared; 1: not.
 */
async function main(): Promise<void> {
  const day = process.argv[2] ?? '';
  if (!isCalendarDay(day)) throw new Error('say which day, as YYYY-MM-DD');
  const app = await NestFactory.createApplicationContext(PaymentsModule, {
    logger: ['error', 'warn'],
  });
  try {
    if (!(await app.get(Database).prepare())) throw new Error('the database does not answer');
    // A payment that its webhook never told of is recorded at the time that the rules go by.
    await app.get(DomainClock).whenSynchronised(CLOCK_MS);
    const reconciliation = app.get(ReconciliationService);
    for (const provider of PROVIDERS) {
      const compared = await reconciliation.compareDay(provider, day);
      process.stdout.write(`${provider}, ${day}: ${compared} payments compared\n`);
    }
  } finally {
    await app.close();
  }
}

const CLOCK_MS = 10_000;

main().catch((error: unknown) => {
  process.stderr.write(`reconcile: ${String(error)}\n`);
  process.exitCode = 1;
});
