import { Idempotency } from '@demerit/messaging';
import { Jobs } from '@demerit/platform';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { decided } from '../../test/given';
import { beginWithdrawal } from '../handlings/handlings.rules';
import { HandlingsStore } from '../handlings/handlings.store';
import type { HandlingDocument } from '../handlings/handlings.types';
import { WithdrawalService } from '../handlings/withdrawal.service';
import { DecidingService } from './deciding.service';
import { UnfinishedService } from './unfinished.service';

const START = Date.parse('2026-03-10T04:00:00.000Z');

/** The handlings with something left to be done, as the store finds and puts them off. */
class Waiting {
  readonly byId = new Map<string, HandlingDocument>();

  constructor(handlings: HandlingDocument[]) {
    for (const handling of handlings) this.byId.set(handling._id, handling);
  }

  async due(now: Date): Promise<string[]> {
    return [...this.byId.values()]
      .filter(({ retryAt }) => retryAt && retryAt <= now)
      .sort((one, other) => Number(one.retryAt) - Number(other.retryAt))
      .map(({ _id }) => _id);
  }

  async find(handlingId: string): Promise<HandlingDocument | null> {
    return this.byId.get(handlingId) ?? null;
  }

  async postpone(
    { _id, version }: HandlingDocument,
    next: { retryAt: Date; tries: number },
  ): Promise<HandlingDocument | null> {
    const stored = this.byId.get(_id);
    if (stored?.version !== version) return null;
    const postponed = { ...stored, ...next, version: version + 1 };
    this.byId.set(_id, postponed);
    return postponed;
  }
}

/** A withdrawal whose order is still to be cancelled, due `secondsAgo`. */
function withdrawing(handlingId: string, secondsAgo: number): HandlingDocument {
  const retryAt = new Date(START - secondsAgo * 1_000);
  return { ...beginWithdrawal(decided(), retryAt), _id: handlingId };
}

/** The service over these handlings. Payments cancels the orders of those that end in `fine`; each try is noted with its second. */
async function over(handlings: HandlingDocument[]) {
  const waiting = new Waiting(handlings);
  const tries: [handlingId: string, second: number][] = [];
  const finish = async ({ _id }: HandlingDocument): Promise<void> => {
    tries.push([_id, (Date.now() - START) / 1_000]);
    if (!_id.endsWith('fine')) throw new Error('payments does not answer');
    waiting.byId.delete(_id);
  };
  const app = await Test.createTestingModule({
    providers: [
      UnfinishedService,
      { provide: HandlingsStore, useValue: waiting },
      { provide: WithdrawalService, useValue: { finish } },
      { provide: DecidingService, useValue: {} },
      { provide: Idempotency, useValue: {} },
      { provide: Jobs, useValue: { every: () => undefined } },
    ],
  }).compile();
  return { service: app.get(UnfinishedService), waiting, tries };
}

beforeAll(() => {
  Logger.overrideLogger(false);
});
beforeEach(() =>
  jest.useFakeTimers({ now: START, doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] }),
);
afterEach(() => jest.useRealTimers());

describe('what is left to be finished', () => {
  it('given more than a hundred that cannot be, the one behind them is, at once', async () => {
    const stuck = Array.from({ length: 150 }, (_, index) => withdrawing(`hnd_${index}`, 60));
    const { service, waiting, tries } = await over([...stuck, withdrawing('hnd_fine', 1)]);
    await service.finishDue();
    expect(waiting.byId.has('hnd_fine')).toBe(false);
    expect(tries).toHaveLength(151);
  });

  it('given one that cannot be, it is tried less and less often and never given up', async () => {
    const { service, tries } = await over([withdrawing('hnd_stuck', 0)]);
    for (let second = 0; second <= 240; second += 1) {
      jest.setSystemTime(START + second * 1_000);
      await service.finishDue();
    }
    const seconds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 14, 22, 38, 70, 130, 190];
    expect(tries.map(([, second]) => second)).toEqual(seconds);
  });

  it('given somebody else took it up meanwhile, it is left to them', async () => {
    const { service, waiting, tries } = await over([withdrawing('hnd_fine', 0)]);
    waiting.find = async () => withdrawing('hnd_fine', -3);
    await service.finishDue();
    expect(tries).toEqual([]);
  });
});
