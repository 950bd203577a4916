import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { currentRequestId, runInRequestContext } from '../message/request-context';
import { Groups } from './groups';

/** Groups that end when the test says so. */
class Gate {
  readonly started: number[][] = [];
  private readonly ends: (() => void)[] = [];
  private underWay = 0;
  mostUnderWay = 0;
  readonly groups = new Groups<number>((group) => this.carryOut(group));

  /** Ends the group under way, and gives the next one time to start. */
  async next(): Promise<void> {
    this.ends.shift()?.();
    await nextTurn();
  }

  add(...numbers: number[]): void {
    for (const number of numbers) this.groups.add(number);
  }

  private async carryOut(group: number[]): Promise<void> {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    this.started.push(group);
    await new Promise<void>((resolve) => this.ends.push(resolve));
    this.underWay -= 1;
  }
}

const upTo = (count: number, first = 0) => Array.from({ length: count }, (_, n) => first + n);

describe('groups', () => {
  it('given a lone one, then it goes at once', async () => {
    const gate = new Gate();
    gate.add(1);
    await nextTurn();
    expect(gate.started).toEqual([[1]]);
  });

  it('given one after all have ended, then it goes at once too', async () => {
    const gate = new Gate();
    gate.add(1);
    await nextTurn();
    await gate.next();
    gate.add(2);
    await nextTurn();
    expect(gate.started).toEqual([[1], [2]]);
  });

  it('given several within one turn of the event loop, then they go together', async () => {
    const gate = new Gate();
    gate.add(1, 2);
    await Promise.resolve();
    gate.add(3);
    await nextTurn();
    expect(gate.started).toEqual([[1, 2, 3]]);
  });

  it('given others that come while one is under way, then they share the next, first come, first served', async () => {
    const gate = new Gate();
    gate.add(1);
    await nextTurn();
    for (const number of [2, 3, 4]) {
      gate.add(number);
      await nextTurn();
    }
    expect(gate.started).toEqual([[1]]);
    await gate.next();
    expect(gate.started).toEqual([[1], [2, 3, 4]]);
  });

  it('given more than 128, then 128 go, and the others next', async () => {
    const gate = new Gate();
    gate.add(...upTo(300));
    await nextTurn();
    await gate.next();
    await gate.next();
    expect(gate.started).toEqual([upTo(128), upTo(128, 128), upTo(44, 256)]);
  });

  it('given 64 under way and 128 that wait, then whoever comes waits for three groups at most', async () => {
    const gate = new Gate();
    gate.add(...upTo(64));
    await nextTurn();
    gate.add(...upTo(128, 64), 1_000);
    expect(gate.started).toEqual([upTo(64)]);
    await gate.next();
    await gate.next();
    expect(gate.started[2]).toEqual([1_000]);
  });

  it('given any number at any time, then one group at a time, each one once and in order', async () => {
    const gate = new Gate();
    for (let first = 0; first < 1_000; first += 50) {
      gate.add(...upTo(50, first));
      await nextTurn();
      if (first % 200 === 0) await gate.next();
    }
    for (let rest = 0; rest < 10; rest += 1) await gate.next();
    expect(gate.mostUnderWay).toBe(1);
    expect(gate.started.flat()).toEqual(upTo(1_000));
  });

  it('given groups without a pause between them, then each goes on in the context of the first of its own', async () => {
    const contexts: unknown[] = [];
    const groups = new Groups<number>(async () => {
      contexts.push(currentRequestId());
      await nextTurn();
      contexts.push(currentRequestId());
    });
    const add = (requestId: string) => runInRequestContext({ requestId }, () => groups.add(1));
    add('first');
    await nextTurn();
    add('second');
    add('beside the second');
    await sleep(50);
    expect(contexts).toEqual(['first', 'first', 'second', 'second']);
  });

  it('given one that hangs, then the next goes beside it after a second', async () => {
    const gate = new Gate();
    gate.add(1);
    await nextTurn();
    gate.add(2);
    await sleep(900);
    expect(gate.started).toEqual([[1]]);
    await sleep(300);
    expect(gate.started).toEqual([[1], [2]]);
  });
});
