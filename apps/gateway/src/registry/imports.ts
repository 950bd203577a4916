import { setImmediate as othersTurn, setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import {
  refuse,
  wording,
  type Caller,
  type ImportOutcome,
  type RequestType,
} from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { Services } from '../http/services';
import { mayGoOn } from './import-limits.rules';
import { batchesOf, type LineBatch } from './import-lines';
import { RejectedLines } from './rejected-lines';

/** Longer than a service tries to write a batch, so that none is sent again while it is still written. */
const BATCH_TIMEOUT_MS = 25_000;
/** A service that was killed is back by then; a batch that was written already changes nothing when it comes again. */
const PATIENCE_MS = 45_000;
const PAUSE_MS = 500;

/** What a register takes its rows by. */
type ImportRequest = Extract<RequestType, `${string}.import`>;

/** Bulk imports: a stream of lines becomes batches, one after the other, so that of two lines about one thing the later one is the later one. */
@Injectable()
export class Imports {
  constructor(private readonly services: Services) {}

  /**
   * Answers `{accepted, rejected}` as JSON when the stream has ended. While one batch is written the next one is read, and no more. Throws
   * ServiceUnavailable when the service stays away, and a refusal where one import is too much: what was written stays, and the same stream may
   * be sent again.
   */
  async run(type: ImportRequest, caller: Caller, stream: Readable): Promise<Readable> {
    const importId = newId('imp');
    const rejected = new RejectedLines();
    let accepted = 0;
    const write = async ({ rows, lines, rejected: unread }: LineBatch): Promise<void> => {
      const outcome = await this.send(type, { caller, importId, rows });
      accepted += outcome.accepted;
      const refused = outcome.rejected.map(({ row, ...why }) => ({
        line: lines[row] ?? 0,
        ...why,
      }));
      const all = [...unread, ...refused].toSorted((one, other) => one.line - other.line);
      for (const line of all) rejected.add(line);
    };
    let writing = Promise.resolve();
    const startedAt = performance.now();
    for await (const batch of batchesOf(received(stream))) {
      await writing;
      const counts = { lines: batch.until, accepted, rejected: rejected.count };
      const ended = mayGoOn({ ...counts, tookMs: performance.now() - startedAt });
      if (ended) throw ended;
      await othersTurn();
      writing = write(batch);
      // Whether it failed is seen at the next batch or the end, and nobody waits for it until then.
      writing.catch(() => undefined);
    }
    await writing;
    return Readable.from(rejected.json(accepted));
  }

  private async send(
    type: ImportRequest,
    batch: { caller: Caller; importId: string; rows: object[] },
  ): Promise<ImportOutcome> {
    if (batch.rows.length === 0) return { accepted: 0, rejected: [] };
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.services.ask(type, batch, BATCH_TIMEOUT_MS);
      } catch (error) {
        const isAway = error instanceof ServiceUnavailable;
        if (!isAway || performance.now() >= until) throw error;
      }
      await sleep(PAUSE_MS);
    }
  }
}

/**
 * The bytes as they come. The connection stays, and what still comes when the import ends early is read and dropped: whoever reads no answer
 * before all is sent learns why too.
 */
async function* received(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream.iterator({ destroyOnReturn: false });
  } catch {
    const message = wording('form.stream_broke_off');
    throw refuse('VALIDATION_FAILED', { errors: [{ field: 'body', message }] });
  } finally {
    // Not in this turn: the stream still takes the iterator for its reader.
    setImmediate(() => stream.resume());
  }
}
