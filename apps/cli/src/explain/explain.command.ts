import { addressOf } from '@demerit/platform';
import { Command, CommandRunner, Option } from 'nest-commander';
import { Failure } from '../terminal/failure';
import { explainGuards, explainNext, type Limits } from './explanation.rules';
import type { ExplainedTrace, HandlingTrace, Message } from './explanation.types';
import { linesAbout } from './log-lines';
import { complain, print, printTable } from '../terminal/output';
import { Services } from '../stores/services';
import { Traces } from './traces';

const TIMEOUT_MS = 2_000;

@Command({
  name: 'explain',
  arguments: '<id>',
  argsDescription: {
    id: 'a handling (hnd_…), or a request id as answers carry it in x-request-id',
  },
  description:
    'Why the system said what it said: the guards with the facts they compared, messages, entries, and what comes next. Asks the services, and reads only',
})
export class ExplainCommand extends CommandRunner {
  constructor(
    private readonly traces: Traces,
    private readonly services: Services,
  ) {
    super();
  }

  async run([id = '']: string[], { logs = [] }: { logs?: string[] }): Promise<void> {
    const found = id.startsWith('hnd_')
      ? await this.explainHandling(id)
      : await this.explainRequest(id, logs);
    for (const [service, why] of this.services.silent)
      complain(`${service} does not answer: is it running? (${why}; demerit doctor)`);
    if (found) return;
    if (this.services.silent.size > 0) throw new Failure(`nothing else is kept about ${id}`);
    throw new Failure(
      `nothing is kept about ${id}: explain takes a handling (hnd_…) or a request id (x-request-id). A request that changed nothing leaves only log lines: --logs <files>, or pipe them in with --logs -`,
    );
  }

  @Option({
    flags: '--logs <files...>',
    description: 'log files of the services to look through for the request; - is stdin',
  })
  logs(file: string, before: string[] = []): string[] {
    return [...before, file];
  }

  private async explainRequest(requestId: string, logs: string[]): Promise<boolean> {
    const { messages, handlingIds } = await this.traces.ofRequest(requestId);
    const lines = await linesAbout(requestId, logs);
    print(`Request ${requestId}`);
    if (lines.length > 0) {
      print('  logged');
      for (const { time, service, what, facts } of lines)
        print(`    ${time}  ${service}  ${what}  ${facts}`);
    }
    if (messages.length > 0) printMessages(messages);
    for (const handlingId of handlingIds) await this.explainHandling(handlingId);
    return lines.length + messages.length > 0;
  }

  private async explainHandling(handlingId: string): Promise<boolean> {
    const trace = await this.traces.ofHandling(handlingId);
    const { handling, ledger, messages } = trace;
    if (!handling && !ledger?.reservation && messages.length === 0) return false;
    if (handling) await explainWhole({ ...trace, handling });
    else
      print(
        `Handling ${handlingId}: ${handling === null ? 'not known to violations' : 'violations does not answer'}`,
      );
    printLedger(trace);
    printMessages(messages);
    if (handling) print(`  next: ${explainNext({ ...trace, handling })}`);
    return true;
  }
}

async function explainWhole(trace: ExplainedTrace): Promise<void> {
  printHandling(trace);
  print('  guards (rules.md §3)');
  for (const { number, verdict, facts } of explainGuards(trace, await limits())) {
    print(`    ${String(number).padStart(2)}  ${verdict.padEnd(11)}  ${facts}`);
  }
  if (trace.handling.refusal) print(`  refused: ${trace.handling.refusal.code}`);
}

/** The limits as the gateway prints them; none while it does not answer. */
async function limits(): Promise<Limits> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${addressOf('gateway')}/v1/policy`, { signal });
    return response.ok ? ((await response.json()) as Limits) : {};
  } catch {
    return {};
  }
}

function printHandling({ handling, violation, payments }: ExplainedTrace): void {
  const { decision, orderId } = handling;
  print(`Handling ${handling.handlingId}: ${handling.stage}`);
  print(
    `  violation ${handling.violationId}: ${violation?.status ?? 'gone'}, code ${violation?.code ?? '?'}`,
  );
  print(
    `  account ${handling.accountId}, licence ${handling.licenceId}, vehicle ${handling.vehicleId}`,
  );
  print(
    `  decision ${decision.decisionNumber}: points ${decision.points}, ${decision.fineFen} fen, due ${decision.dueOn}`,
  );
  if (orderId !== null) {
    const status = payments ? (payments.order?.status ?? 'not opened') : 'not known';
    print(`  order ${orderId}: ${status}, receipt ${handling.receiptNumber ?? '-'}`);
  }
  for (const { paymentId, status, expiresAt } of payments?.payments ?? [])
    print(`  payment ${paymentId}: ${status}, expires ${expiresAt}`);
  for (const { at, what } of handling.timeline) print(`  ${at}  ${what}`);
}

function printLedger({ ledger }: HandlingTrace): void {
  if (!ledger) return;
  print(`  ledger: ${ledger.reservation?.state ?? 'has no reservation'}`);
  if (ledger.entries.length > 0) print('  entries');
  for (const { entryId, type, points, balance, recordedAt, because } of ledger.entries) {
    print(
      `    ${recordedAt}  ${type} ${points}, balance ${balance}  ${entryId}${because ? `  (${because})` : ''}`,
    );
  }
}

function printMessages(messages: Message[]): void {
  if (messages.length === 0) return;
  print('  messages');
  printTable(
    messages.map(({ at, type, said, messageId, publishedAt, applied }) => [
      `    ${at}`,
      type,
      `by ${said}`,
      publishedAt === null ? 'NOT PUBLISHED' : `published ${publishedAt}`,
      `applied by ${applied.map(({ by }) => by).join(', ') || 'nobody'}`,
      messageId,
    ]),
  );
}
