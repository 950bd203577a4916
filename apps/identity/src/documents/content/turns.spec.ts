import { Refusal } from '@demerit/contracts';
import { Turns } from './turns';

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Works that end when they are told to, and which of them have started. */
function works(turns: Turns) {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const take = (name: string, accountId: string, weight: number, gone?: AbortSignal) =>
    turns.take(weight, { accountId, ...(gone && { gone }) }, () => {
      started.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  return { started, take, end: (name: string) => ends.get(name)?.() };
}

describe('turns', () => {
  it('are given while there is place, and then in turn between people', async () => {
    const { started, take, end } = works(new Turns(10));
    const outcomes = [
      take('a1', 'acc_a', 6),
      take('a2', 'acc_a', 6),
      take('a3', 'acc_a', 6),
      take('b1', 'acc_b', 4),
    ];
    await soon();
    expect(started).toEqual(['a1', 'b1']);
    end('b1');
    const b2 = take('b2', 'acc_b', 6);
    end('a1');
    await soon();
    expect(started).toEqual(['a1', 'b1', 'b2']);
    end('b2');
    await soon();
    end('a2');
    await soon();
    end('a3');
    expect(await Promise.all([...outcomes, b2])).toEqual(['a1', 'a2', 'a3', 'b1', 'b2']);
  });

  it('are free again after work that failed', async () => {
    const turns = new Turns(1);
    const failing = turns.take(1, { accountId: 'acc_a' }, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await turns.take(7, { accountId: 'acc_a' }, () => Promise.resolve(7))).toBe(7);
  });

  it('§1.document.turns: given that nobody waits for it any longer, then it is not started', async () => {
    const { started, take, end } = works(new Turns(1));
    const [first, gone] = [take('first', 'acc_a', 1), new AbortController()];
    const dropped = take('dropped', 'acc_b', 1, gone.signal);
    const last = take('last', 'acc_c', 1);
    gone.abort();
    await expect(dropped).rejects.toBeInstanceOf(Refusal);
    end('first');
    await first;
    await soon();
    expect(started).toEqual(['first', 'last']);
    end('last');
    await last;
    await expect(take('late', 'acc_b', 1, gone.signal)).rejects.toBeInstanceOf(Refusal);
  });

  it('§1.document.turns: given too long a wait, then it is refused', async () => {
    const timeout = new AbortController();
    jest.spyOn(AbortSignal, 'timeout').mockReturnValue(timeout.signal);
    const { take } = works(new Turns(1));
    void take('first', 'acc_a', 1);
    const late = take('late', 'acc_b', 1);
    timeout.abort();
    await expect(late).rejects.toMatchObject({ refusal: { code: 'RATE_LIMITED' } });
    jest.restoreAllMocks();
  });
});
