import { setImmediate as othersTurn, setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { refuse, wording, type ImportOutcome, type RequestType } from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { Services } from '../http/services';
import { Logins, type Login } from '../http/logins/logins';
import { mayGoOn } from './import-limits.rules';
import { batchesOf, type LineBatch } from './import-lines';
import { RejectedLines } from './rejected-lines';

/** Longer than a service tries to write a batch, so that none is sent again while it is still written. */
const BATCH_TIMEOUT_MS = 25_000;
/** A service that was killed is back by then; a batch that was written already changes nothing when it comes again. */
const PATIENCE_MS = 45_000;
const PAUSE_MS = 500;
const LOOK_MS = 1_000;

/** What a register takes its rows by. */
type ImportRequest = Extract<RequestType, `${string}.import`>;

/** Bulk imports: a stream of lines becomes batches, one after the other, so that of two lines about one thing the later one is the later one. */
@Injectable()
export class Imports {
  constructor(
    private readonly services: Services,
    private readonly logins: Logins,
  ) {}

  /**
   * Answers `{accepted, rejected}` as JSON when the stream has ended. While one batch is written the next one is read, and no more. Throws
   * ServiceUnavailable when the service stays away, and a refusal where one import is too much: what was written stays, and the same stream may
   * be sent again. Looks each second whether it may go on, since a line may never end: the login may be over, or the time.
   */
  async run(type: ImportRequest, login: Login, stream: Readable): Promise<Readable> {
    const importId = newId('imp');
    const rejected = new RejectedLines();
    let accepted = 0;
    let lines = 0;
    const startedAt = performance.now();
    const judge = async (): Promise<void> => {
      await this.logins.again(login);
      const counts = { lines, accepted, rejected: rejected.count };
      const ended = mayGoOn({ ...counts, tookMs: performance.now() - startedAt });
      if (ended) throw ended;
    };
    const write = async ({ rows, lines: numbers, rejected: unread }: LineBatch): Promise<void> => {
      const outcome = await this.send(type, login, { importId, rows });
      accepted += outcome.accepted;
      const refused = outcome.rejected.map(({ row, ...why }) => ({
        line: numbers[row] ?? 0,
        ...why,
      }));
      const all = [...unread, ...refused].toSorted((one, other) => one.line - other.line);
      for (const line of all) rejected.add(line);
    };
    let writing = Promise.resolve();
    for await (const batch of batchesOf(received(stream, judge))) {
      await writing;
      lines = batch.until;
      await judge();
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
    login: Login,
    batch: { importId: string; rows: object[] },
  ): Promise<ImportOutcome> {
    if (batch.rows.length === 0) return { accepted: 0, rejected: [] };
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      await this.logins.again(login);
      try {
        return await this.services.ask(type, { caller: login.caller, ...batch }, BATCH_TIMEOUT_MS);
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
 * before all is sent learns why too. `judge` ends it where it throws.
 */
async function* received(stream: Readable, judge: () => Promise<void>): AsyncGenerator<Buffer> {
  const chunks = stream.iterator({ destroyOnReturn: false });
  let end: (why: unknown) => void = () => undefined;
  const looks = setInterval(() => void judge().catch((why: unknown) => end(why)), LOOK_MS);
  const next = (): Promise<IteratorResult<unknown>> =>
    new Promise((resolve, reject) => {
      end = reject;
      chunks.next().then(resolve, () => reject(brokenOff()));
    });
  try {
    for (let read = await next(); !read.done; read = await next()) yield read.value as Buffer;
  } finally {
    clearInterval(looks);
    // Not in this turn: the stream still takes the iterator for its reader.
    void chunks.return?.().then(() => setImmediate(() => stream.resume()));
  }
}

function brokenOff(): Error {
  const message = wording('form.stream_broke_off');
  return refuse('VALIDATION_FAILED', { errors: [{ field: 'body', message }] });
}
