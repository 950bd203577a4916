import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type ClientSession } from 'mongoose';
import { Unit } from '../documents/unit';
import { Together, type Member, type Runner } from './together';

const session = {} as ClientSession;

/** A database that fails each group's commit so. */
function failing(error: Error): Runner {
  return {
    once: async (work) => {
      await work(session);
      throw error;
    },
    // Nobody here reads or writes.
    unitOf: () => new Unit(createConnection(), session),
    committed: () => undefined,
    conflictPauseMs: () => 0,
  };
}

const member = (work: () => Promise<unknown>): Member => ({
  work,
  deadline: Infinity,
  alone: async () => 'by itself',
  tooLate: () => new Error('too late'),
});

class Labelled extends Error {
  constructor(private readonly label: string) {
    super(label);
  }

  hasErrorLabel(label: string): boolean {
    return label === this.label;
  }
}

describe('a group that fails', () => {
  it('given that nobody knows whether it was committed, then all hear that, but for those who left', async () => {
    const unknown = new Labelled('UnknownTransactionCommitResult');
    const together = new Together(failing(unknown));
    const quick = member(async () => 1);
    const slow = { ...member(() => sleep(150)), alone: () => sleep(50, 'by itself') };
    const results = await Promise.allSettled([quick, slow, quick].map((one) => together.add(one)));
    const failed = { status: 'rejected', reason: unknown };
    expect(results).toEqual([failed, { status: 'fulfilled', value: 'by itself' }, failed]);
  });

  it('given that it always collides, then each goes alone in the end', async () => {
    const together = new Together(failing(new Labelled('TransientTransactionError')));
    const results = await Promise.all(
      Array.from({ length: 5 }, () => together.add(member(async () => 1))),
    );
    expect(results).toEqual(Array.from({ length: 5 }, () => 'by itself'));
  });

  it('given that the database is away, then those whose time is over when their turn comes hear that too', async () => {
    const away = Object.assign(new Error('no server'), { name: 'MongoServerSelectionError' });
    const together = new Together(failing(away));
    const first = [1, 2].map(() => together.add(member(() => sleep(50))));
    await sleep(10);
    const behind = { ...member(() => sleep(0)), deadline: performance.now() + 20 };
    const results = await Promise.allSettled([...first, together.add(behind)]);
    expect(results).toEqual(results.map(() => ({ status: 'rejected', reason: away })));
  });
});
