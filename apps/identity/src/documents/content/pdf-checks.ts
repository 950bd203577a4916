import { once } from 'node:events';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Room } from './room';
import { Turns, type Asker } from './turns';

/** What no paper needs: even the largest takes a part of a second. */
const CHECK_MS = 2_000;
/** Of the thread; the files themselves are not counted. */
const HEAP_MB = 64;
/** Its copy for the thread, and the largest stream unpacked. */
const WEIGHT = 42_000_000;

/** Looks at PDFs one after the other, beside the thread that serves everybody. What is not looked through in time is not plain. */
@Injectable()
export class PdfChecks implements OnModuleDestroy {
  private readonly logger = new Logger(PdfChecks.name);
  private readonly alone = new Turns(1);
  private worker: Promise<Worker> | undefined;

  /** What runs in the thread; a spec puts another one in its place. */
  program = join(__dirname, `pdf.worker${extname(__filename)}`);

  constructor(private readonly room: Room) {}

  /** Refuses while too many others wait. */
  isPlain(bytes: Buffer, asker: Asker): Promise<boolean> {
    return this.alone.take(1, asker, () =>
      this.room.take(WEIGHT, asker, () => this.ask(bytes)),
    );
  }

  async onModuleDestroy(): Promise<void> {
    const worker = await this.worker?.catch(() => undefined);
    await worker?.terminate();
  }

  private async ask(bytes: Buffer): Promise<boolean> {
    this.worker ??= this.start();
    const worker = await this.worker.catch((error: unknown) => {
      this.worker = undefined;
      throw error;
    });
    const timeout = AbortSignal.timeout(CHECK_MS);
    worker.postMessage(bytes);
    try {
      const [isPlain] = (await once(worker, 'message', { signal: timeout })) as [boolean];
      return isPlain;
    } catch (error) {
      // Too slow, or more than the thread may take. The next file finds another thread.
      this.worker = undefined;
      await worker.terminate();
      this.logger.warn({ msg: 'a PDF could not be looked through', reason: String(error) });
      return false;
    }
  }

  private async start(): Promise<Worker> {
    const worker = new Worker(this.program, {
      // In specs it runs as it is written, which Node remarks on.
      execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.unref();
    await once(worker, 'message');
    // Between two files nobody listens to it.
    worker.on('error', () => undefined);
    return worker;
  }
}
