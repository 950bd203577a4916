import { once } from 'node:events';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { MOST_WEIGHT } from './pictures.rules';
import { Room } from './room';
import type { Asker } from './turns';
import { tooManyWait } from './turns.rules';

/** What no paper needs: even the largest takes a part of a second. */
const CHECK_MS = 2_000;
/** More than the largest takes. A thread that had less of a processor itself says nothing of its file, but that the machine is busy. */
const OWN_MS = 500;
/** For the thread to say how much it had. */
const SAY_MS = 250;
/** Of the thread; the files themselves are not counted. */
const HEAP_MB = 64;
/** Left to itself the thread would keep 48. */
const YOUNG_MB = 6;
/** A PDF and what is unpacked of it take less; beyond half of the room two are never looked through at once. */
const WEIGHT = MOST_WEIGHT / 2 + 1;

/** Looks at PDFs one after the other, beside the thread that serves everybody. What is not looked through in time is not plain. */
@Injectable()
export class PdfChecks implements OnModuleDestroy {
  private readonly logger = new Logger(PdfChecks.name);
  private worker: Promise<Worker> | undefined;

  /** What runs in the thread; a spec puts another one in its place. */
  program = join(__dirname, `pdf.worker${extname(__filename)}`);

  constructor(private readonly room: Room) {}

  /** The bytes of a plain one; those given are gone then, since they go to the thread and back. Refuses while too many others wait. */
  plain(bytes: Buffer, asker: Asker): Promise<Buffer | undefined> {
    return this.room.take(WEIGHT, asker, () => this.ask(bytes));
  }

  async onModuleDestroy(): Promise<void> {
    const worker = await this.worker?.catch(() => undefined);
    await worker?.terminate();
  }

  private async ask(bytes: Buffer): Promise<Buffer | undefined> {
    this.worker ??= this.start();
    const worker = await this.worker.catch((error: unknown) => {
      this.worker = undefined;
      throw error;
    });
    const before = await worker.cpuUsage();
    const timeout = AbortSignal.timeout(CHECK_MS);
    try {
      const sent = alone(bytes);
      worker.postMessage(sent, [sent.buffer]);
      const [plain] = (await once(worker, 'message', { signal: timeout })) as [Uint8Array?];
      return plain && Buffer.from(plain.buffer);
    } catch (error) {
      // Too slow, or more than the thread may take.
      const isBusy = timeout.aborted && (await ownMs(worker, before)) < OWN_MS;
      await worker.terminate();
      this.logger.warn({ msg: 'a PDF could not be looked through', isBusy, reason: String(error) });
      // What is plain on a quiet machine is not refused for good on a busy one.
      if (isBusy) throw tooManyWait();
      return undefined;
    }
  }

  private async start(): Promise<Worker> {
    const worker = new Worker(this.program, {
      // In specs it runs as it is written, which Node remarks on.
      execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.unref();
    await once(worker, 'message');
    // Between two files nobody listens to it. The next file finds another thread.
    worker.on('error', () => undefined).once('exit', () => (this.worker = undefined));
    return worker;
  }
}

/** With memory of their own, which can go to another thread as it is: a copy would wait there for the collector. */
function alone(bytes: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength)
    return new Uint8Array(buffer);
  return new Uint8Array(bytes);
}

/** Milliseconds that the thread had a processor since `before`; none when it cannot even say. */
async function ownMs(worker: Worker, before: NodeJS.CpuUsage): Promise<number> {
  const none = { user: 0, system: 0 };
  const usage = worker.cpuUsage(before).catch(() => none);
  const { user, system } = await Promise.race([usage, pause(SAY_MS, none)]);
  return (user + system) / 1_000;
}
