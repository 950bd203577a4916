import { Sandbox } from '../../test/stack';
import {
  Idempotency,
  ClaimLost,
  type IdempotencyKey,
  type IdempotencyDocument,
} from './idempotency';
import type { MessagingOptions } from '../broker/options';
import { Outbox } from '../outbox/outbox';
import { RequestRefused } from '../message/refusals';
import { OutboxRelay } from '../outbox/relay';
import { Transactions } from './transactions';

jest.setTimeout(60_000);

let sandbox: Sandbox;
let transactions: Transactions;
let idempotency: Idempotency;
let number = 0;

function freshKey(): IdempotencyKey {
  number += 1;
  return { id: `caller POST /tea ${number}`, bodyHash: 'two cups' };
}
const effects = () => sandbox.database.collection<{ of: string }>('effects');
const rows = () => sandbox.database.collection<IdempotencyDocument>('idempotency');
const brew = (key: IdempotencyKey, answer: object = { cups: 2 }) =>
  idempotency.run(key, async (session) => {
    await effects().insertOne({ of: key.id }, { session });
    return answer;
  });
const refusing = (code: string) =>
  Object.assign(new Error(code), { refusal: { code, nextStep: 'wait' } });

async function ageClaim(key: IdempotencyKey, byMs: number): Promise<void> {
  await rows().updateOne({ _id: key.id }, { $set: { claimedAt: new Date(Date.now() - byMs) } });
}

beforeAll(async () => {
  sandbox = await Sandbox.open('idempotency');
  await sandbox.database.createCollection('effects');
  const options: MessagingOptions = {
    service: 'kitchen',
    amqpUrl: sandbox.amqpUrl,
    database: true,
    ownerOf: () => 'kitchen',
    isRemembered: (code) => code !== 'TRY_LATER',
  };
  const relay = new OutboxRelay(sandbox.database, options);
  transactions = new Transactions(sandbox.database, new Outbox(sandbox.database), relay);
  idempotency = new Idempotency(sandbox.database, options, transactions);
});

afterAll(() => sandbox.close());

describe('an idempotency key', () => {
  test('given the same request again, then the same answer to the letter and one effect', async () => {
    const key = freshKey();
    const answer = { z: 1, a: undefined, at: new Date(0).toISOString(), nested: { n: null } };
    const first = await brew(key, answer);
    const second = await brew(key, { other: true });
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(await effects().countDocuments({ of: key.id })).toBe(1);
  });

  test('given eight at once, then one effect; the others have its answer or hear that it is in progress', async () => {
    const key = freshKey();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => brew(key)));
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') expect(outcome.value).toEqual({ cups: 2 });
      else expect(outcome.reason).toMatchObject({ refusal: { code: 'IDEMPOTENCY_IN_PROGRESS' } });
    }
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await effects().countDocuments({ of: key.id })).toBe(1);
    expect(await brew(key)).toEqual({ cups: 2 });
  });

  test('given another body, then it is refused', async () => {
    const key = freshKey();
    await brew(key);
    const reused = brew({ ...key, bodyHash: 'three cups' });
    await expect(reused).rejects.toMatchObject({ refusal: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  test('given a refusal to be remembered, then the second request has it too, and nothing ran', async () => {
    const key = freshKey();
    const refused = idempotency.run(key, () => Promise.reject(refusing('NO_TEA')));
    await expect(refused).rejects.toMatchObject({ refusal: { code: 'NO_TEA' } });
    const again = brew(key);
    await expect(again).rejects.toThrow(RequestRefused);
    await expect(again).rejects.toMatchObject({ refusal: { code: 'NO_TEA', nextStep: 'wait' } });
    expect(await effects().countDocuments({ of: key.id })).toBe(0);
  });

  test('given a refusal with a field that is undefined, then the second request is not told null there', async () => {
    const key = freshKey();
    const refusal = {
      code: 'NO_TEA',
      reason: undefined,
      errors: [{ field: 'cups', at: undefined }],
    };
    await expect(
      idempotency.run(key, () => Promise.reject(new RequestRefused(refusal))),
    ).rejects.toThrow(RequestRefused);
    await expect(brew(key)).rejects.toHaveProperty('refusal', {
      code: 'NO_TEA',
      errors: [{ field: 'cups' }],
    });
  });

  test.each([
    ['a refusal that is not remembered', refusing('TRY_LATER')],
    ['a failure', new Error('boom')],
  ])('given %s, then the key is free at once', async (_, error) => {
    const key = freshKey();
    await expect(idempotency.run(key, () => Promise.reject(error))).rejects.toBe(error);
    expect(await brew(key)).toEqual({ cups: 2 });
  });

  test('given a claim that a crash left, then it is taken over after 8 s and not before', async () => {
    const key = freshKey();
    await idempotency.claim(key);
    await ageClaim(key, 7_000);
    await expect(brew(key)).rejects.toMatchObject({ refusal: { code: 'IDEMPOTENCY_IN_PROGRESS' } });
    await ageClaim(key, 8_100);
    expect(await brew(key)).toEqual({ cups: 2 });
  });

  test('given a claim taken over under running work, then that work does not commit', async () => {
    const key = freshKey();
    const stale = idempotency.run(key, async (session) => {
      await effects().insertOne({ of: key.id }, { session });
      await ageClaim(key, 9_000);
      expect(await brew(key, { by: 'the second' })).toEqual({ by: 'the second' });
      return { by: 'the first' };
    });
    await expect(stale).rejects.toThrow(ClaimLost);
    expect(await effects().countDocuments({ of: key.id })).toBe(1);
    expect(await brew(key)).toEqual({ by: 'the second' });
  });

  test('given work that asks others, then they are asked once for a key, and no more once it has its answer', async () => {
    const key = freshKey();
    let asked = 0;
    const ask = (gone?: Error) => () => {
      asked += 1;
      return gone ? Promise.reject(gone) : Promise.resolve(2);
    };
    const brewing = (of: IdempotencyKey | undefined, gone?: Error) =>
      idempotency.runAsking(of, ask(gone), async (_session, cups) => ({ cups }));
    const gone = refusing('TRY_LATER');
    await expect(brewing(key, gone)).rejects.toBe(gone);
    expect(await brewing(key)).toEqual({ cups: 2 });
    expect(await brewing(key, gone)).toEqual({ cups: 2 });
    await expect(brewing({ ...key, bodyHash: 'three cups' }, gone)).rejects.toMatchObject({
      refusal: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(asked).toBe(2);
    expect(await brewing(undefined)).toEqual({ cups: 2 });
  });

  test('given a refusal to be remembered in what is asked, then the second request has it too', async () => {
    const key = freshKey();
    const refused = idempotency.runAsking(
      key,
      () => Promise.reject(refusing('NO_TEA')),
      () => Promise.resolve({}),
    );
    await expect(refused).rejects.toMatchObject({ refusal: { code: 'NO_TEA' } });
    await expect(brew(key)).rejects.toMatchObject({ refusal: { code: 'NO_TEA' } });
  });

  test('given no key, then it is just a transaction', async () => {
    const cups = await idempotency.run(undefined, async (session) => {
      await effects().insertOne({ of: 'nobody' }, { session });
      return 3;
    });
    expect(cups).toBe(3);
  });
});

describe('work of several transactions', () => {
  test('given it is settled, then a second claim has the answer', async () => {
    const key = freshKey();
    const claim = await idempotency.claim(key);
    if (claim.state !== 'claimed') throw new Error('the key is fresh');
    await transactions.run((session) =>
      idempotency.settle(session, key, claim.token, { answer: { cups: 1 } }),
    );
    expect(await idempotency.claim(key)).toEqual({ state: 'done', answer: { cups: 1 } });
    await idempotency.release(key, claim.token);
    expect(await idempotency.claim(key)).toEqual({ state: 'done', answer: { cups: 1 } });
  });

  test('given it is released, then the key is free; by a stranger it is not', async () => {
    const key = freshKey();
    const claim = await idempotency.claim(key);
    if (claim.state !== 'claimed') throw new Error('the key is fresh');
    await idempotency.release(key, 'a stranger');
    await expect(idempotency.claim(key)).rejects.toThrow(RequestRefused);
    await idempotency.release(key, claim.token);
    expect(await idempotency.claim(key)).toMatchObject({ state: 'claimed' });
  });
});
