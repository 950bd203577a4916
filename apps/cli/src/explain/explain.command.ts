import { Command, CommandRunner, Option } from 'nest-commander';
import { addressOf } from '../cli.config';
import { Failure } from '../terminal/failure';
import { explainGuards, explainNext, type Limits } from './explanation.rules';
import type { HandlingTrace, Message } from './explanation.types';
import { linesAbout } from './log-lines';
import { print, printTable } from '../terminal/output';
import { Traces } from './traces';

const TIMEOUT_MS = 2_000;

@Command({
  name: 'explain',
  arguments: '<id>',
  argsDescription: {
    id: 'a handling (hnd_…), or a request id as answers carry it in x-request-id',
  },
  description:
    'Why the system said what it said: the guards with the facts they compared, messages, entries, and what comes next. Reads only',
})
export class ExplainCommand extends CommandRunner {
  constructor(private readonly traces: Traces) {
    super();
  }

  async run([id = '']: string[], { logs = [] }: { logs?: string[] }): Promise<void> {
    const found = id.startsWith('hnd_')
      ? await this.explainHandling(id)
      : await this.explainRequest(id, logs);
    if (!found)
      throw new Failure(
        `nothing is kept about ${id}. A request that changed nothing leaves only log lines: --logs <files>, or pipe them in with --logs -`,
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
    if (trace === undefined) return false;
    printHandling(trace);
    print('  guards (rules.md §3)');
    for (const { number, verdict, facts } of explainGuards(trace, await limits())) {
      print(`    ${String(number).padStart(2)}  ${verdict.padEnd(11)}  ${facts}`);
    }
    if (trace.handling.refusal) print(`  refused: ${trace.handling.refusal.code}`);
    printEntries(trace);
    printMessages(trace.messages);
    print(`  next: ${explainNext(trace)}`);
    return true;
  }
}

/** As the gateway says them; without it they are not known. */
async function limits(): Promise<Limits> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${addressOf('gateway')}/v1/policy`, { signal });
    return response.ok ? ((await response.json()) as Limits) : {};
  } catch {
    return {};
  }
}

function printHandling({ handling, violation, order, payments, reservation }: HandlingTrace): void {
  const { decision } = handling;
  print(`Handling ${handling._id}: ${handling.stage}`);
  print(
    `  violation ${handling.violationId}: ${violation?.status ?? 'gone'}, code ${violation?.code ?? '?'}`,
  );
  print(
    `  account ${handling.accountId}, licence ${handling.licenceId}, vehicle ${handling.vehicleId}`,
  );
  print(
    `  decision ${decision.decisionNumber}: ${decision.points} points, ${decision.fineFen} fen, due ${decision.dueOn}`,
  );
  print(`  ledger: ${reservation?.state ?? 'has no reservation'}`);
  if (handling.orderId !== null)
    print(
      `  order ${handling.orderId}: ${order?.status ?? 'not opened'}, receipt ${handling.receiptNumber ?? '-'}`,
    );
  for (const { _id, status, expiresAt } of payments)
    print(`  payment ${_id}: ${status}, expires ${expiresAt.toISOString()}`);
  for (const { at, what } of handling.timeline) print(`  ${at}  ${what}`);
}

function printEntries({ entries }: HandlingTrace): void {
  if (entries.length === 0) return;
  print('  entries');
  for (const { _id, type, points, balance, recordedAt, because } of entries) {
    print(
      `    ${recordedAt}  ${type} ${points}, balance ${balance}  ${_id}${because ? `  (${because})` : ''}`,
    );
  }
}

function printMessages(messages: Message[]): void {
  if (messages.length === 0) return;
  print('  messages');
  printTable(
    messages.map(({ at, type, said, messageId, publishedAt, applied }) => [
      `    ${at.toISOString()}`,
      type,
      `by ${said}`,
      publishedAt === null ? 'NOT PUBLISHED' : `published ${publishedAt.toISOString()}`,
      `applied by ${applied.map(({ by }) => by).join(', ') || 'nobody'}`,
      messageId,
    ]),
  );
}
