import { setTimeout as pause } from 'node:timers/promises';
import { Transactions, TransactionTimedOut, WrongDocument } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { LicencesStore } from '../account/licences.store';
import { settled } from '../limits/counts.rules';
import { CyclesStore } from '../limits/cycles.store';
import type { Kind, Subject } from '../limits/limits.types';
import { ShapeStore } from '../limits/shape.store';
import { VehiclesStore } from '../limits/vehicles.store';

/** Licences or vehicles of one transaction. */
const BATCH = 200;
/** Where commands change one of many, it is soon tried with fewer; one alone is waited for. */
const BATCH_TIMEOUT_MS = 1_000;
const ALONE_TIMEOUT_MS = 10_000;
/** Whatever began before the database was contracted is over after that: twice as long as a command is tried. */
const SETTLED_MS = 10_000;
const PASS_PAUSE_MS = 1_000;

/** What is left in the shape of earlier versions. */
export interface Left {
  /** Those that have their cycles beside them. */
  licences: number;
  vehicles: number;
  /** Documents of cycles. */
  cycles: number;
}

/** Where licences or vehicles are stored. */
interface Store<T extends Subject> {
  besideAfter(id: string, size: number): Promise<string[]>;
  findAll(ids: readonly string[], session: ClientSession): Promise<T[]>;
  saveAll(subjects: readonly T[], session: ClientSession): Promise<void>;
}

interface Course {
  progress: (takenIn: number) => void;
  /** Says of one that could not be taken in why. */
  problem: (line: string) => void;
}

/**
 * Takes the cycles of every licence and vehicle into its document, for good: no earlier version can write these afterwards. Each is one
 * transaction, that loses against a command or makes it try again, so that services may run beside it. What is done stays done.
 */
@Injectable()
export class ContractionService {
  constructor(
    private readonly transactions: Transactions,
    private readonly licences: LicencesStore,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly shape: ShapeStore,
  ) {}

  async left(): Promise<Left> {
    return {
      licences: await this.licences.countBeside(),
      vehicles: await this.vehicles.countBeside(),
      cycles: await this.cycles.countBeside(),
    };
  }

  async isContracted(): Promise<boolean> {
    return (await this.shape.find()) !== null;
  }

  /** Goes through all until a pass that began when the database had settled finds none that it can take in. */
  async contract(course: Course, settledMs = SETTLED_MS): Promise<void> {
    if (!(await this.isContracted())) await this.shape.contract(await this.onlyCycles());
    const settledAt = performance.now() + settledMs;
    let all = 0;
    const problems = new Set<string>();
    const each: Course = {
      progress: (taken) => {
        course.progress((all += taken));
      },
      // Each pass comes to it again.
      problem: (line) => {
        if (!problems.has(line)) course.problem(line);
        problems.add(line);
      },
    };
    for (;;) {
      const [before, since] = [all, performance.now()];
      await this.takeInAll('licence', this.licences, each);
      await this.takeInAll('vehicle', this.vehicles, each);
      if (all === before && since >= settledAt) return;
      if (all === before) await pause(PASS_PAUSE_MS);
    }
  }

  private async takeInAll<T extends Subject>(
    kind: Kind,
    store: Store<T>,
    course: Course,
  ): Promise<void> {
    let ids = await store.besideAfter('', BATCH);
    for (let last = ids.at(-1); last !== undefined; last = ids.at(-1)) {
      await this.takeIn(kind, store, ids, course);
      ids = await store.besideAfter(last, BATCH);
    }
  }

  /** All of them at once; where that does not do, each half by itself. */
  private async takeIn<T extends Subject>(
    kind: Kind,
    store: Store<T>,
    ids: readonly string[],
    course: Course,
  ): Promise<void> {
    const isAlone = ids.length === 1;
    const timeoutMs = isAlone ? ALONE_TIMEOUT_MS : BATCH_TIMEOUT_MS;
    try {
      const work = (session: ClientSession) => this.takeInTogether(kind, store, ids, session);
      course.progress(await this.transactions.run(work, { timeoutMs }));
    } catch (error) {
      if (!(error instanceof TransactionTimedOut || error instanceof WrongDocument)) throw error;
      if (isAlone) {
        course.problem(`${ids.join()}: ${error.message}`);
        return;
      }
      const half = Math.ceil(ids.length / 2);
      await this.takeIn(kind, store, ids.slice(0, half), course);
      await this.takeIn(kind, store, ids.slice(half), course);
    }
  }

  private async takeInTogether<T extends Subject>(
    kind: Kind,
    store: Store<T>,
    ids: readonly string[],
    session: ClientSession,
  ): Promise<number> {
    // Another run may have been first.
    const subjects = (await store.findAll(ids, session)).filter(({ cycles }) => !cycles);
    const subjectIds = subjects.map(({ _id }) => _id);
    const beside = await this.cycles.besideAll(kind, subjectIds, session);
    const bySubject = Map.groupBy(beside, ({ subjectId }) => subjectId);
    const within = subjects.map(
      (one) => settled({ ...one, cycles: [] }, bySubject.get(one._id) ?? []).subject,
    );
    await store.saveAll(within, session);
    await this.cycles.removeAll(beside, session);
    return within.length;
  }

  /** Licences of which an earlier version stored a cycle and nothing else: their holders were granted slots before any news of them came. */
  private async onlyCycles(): Promise<string[]> {
    const lacking = new Set<string>();
    let ids = new Set<string>();
    const look = async (): Promise<void> => {
      const stored = new Set((await this.licences.findAll([...ids])).map(({ _id }) => _id));
      for (const id of ids) if (!stored.has(id)) lacking.add(id);
      ids = new Set();
    };
    for await (const { kind, subjectId } of this.cycles.allBeside()) {
      if (kind === 'licence') ids.add(subjectId);
      if (ids.size >= BATCH) await look();
    }
    await look();
    return [...lacking];
  }
}
