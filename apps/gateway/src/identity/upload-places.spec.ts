import { Refusal } from '@demerit/contracts';
import { UploadPlaces, type UploadPlace } from './upload-places';

const MIB = 1024 * 1024;

interface Upload {
  place: UploadPlace;
  outcome: Promise<unknown>;
  end: () => void;
}

/** One that goes on until it is ended. */
function begin(places: UploadPlaces, accountId: string): Upload {
  const body = Promise.withResolvers<string>();
  let place: UploadPlace | undefined;
  const outcome = places
    .take(accountId, (own) => {
      place = own;
      return body.promise;
    })
    .catch((error: unknown) => (error instanceof Refusal ? error.refusal : error));
  return { place: place!, outcome, end: () => body.resolve('stored') };
}

const refusedFor = (retryAfterSeconds: number) => ({ code: 'RATE_LIMITED', retryAfterSeconds });
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Whole at once, and checked until it is ended. */
function check(places: UploadPlaces, accountId: string, bytes = 1) {
  const checking = Promise.withResolvers<string>();
  const state = { isChecked: false };
  const outcome = places
    .take(accountId, (place) => {
      place.grow(bytes);
      return place.check(() => {
        state.isChecked = true;
        return checking.promise;
      });
    })
    .catch((error: unknown) => (error instanceof Refusal ? error.refusal : error));
  return { state, outcome, end: () => checking.resolve('stored') };
}

describe('uploads', () => {
  afterEach(() => jest.restoreAllMocks());

  it('§1.document.fair: given 16 of one person under way, then another of theirs is refused, and nobody else’s', async () => {
    const places = new UploadPlaces();
    const sixteen = Array.from({ length: 16 }, () => begin(places, 'acc_1'));
    for (const { place } of sixteen) place.grow(1);
    expect(await begin(places, 'acc_1').outcome).toEqual(refusedFor(2));
    expect(begin(places, 'acc_2').place).toBeDefined();
    sixteen[0]!.end();
    expect(await sixteen[0]!.outcome).toBe('stored');
    expect(begin(places, 'acc_1').place).toBeDefined();
  });

  it('§1.document.fair: given four of one person that are checked, then the fifth waits for one of them, and nobody else', async () => {
    const places = new UploadPlaces();
    const five = Array.from({ length: 5 }, () => check(places, 'acc_1'));
    const other = check(places, 'acc_2');
    await soon();
    const checked = () => [...five, other].map(({ state }) => state.isChecked);
    expect(checked()).toEqual([true, true, true, true, false, true]);
    five[1]!.end();
    await soon();
    expect(checked()).toEqual([true, true, true, true, true, true]);
    five[4]!.end();
    expect(await five[4]!.outcome).toBe('stored');
  });

  it('given eight that are checked, of whomever, then another one waits until one is done', async () => {
    const places = new UploadPlaces();
    const all = Array.from({ length: 9 }, (_, n) => check(places, `acc_${n % 4}`));
    await soon();
    const checked = () => all.filter(({ state }) => state.isChecked).length;
    expect(checked()).toBe(8);
    all[0]!.end();
    await soon();
    expect(checked()).toBe(9);
  });

  it('given one that gave way while it waited, then it is not checked, and keeps no place', async () => {
    const places = new UploadPlaces();
    const five = Array.from({ length: 5 }, () => check(places, 'acc_1', 10 * MIB));
    await soon();
    begin(places, 'acc_1').place.grow(55 * MIB);
    expect(await five[4]!.outcome).toEqual(refusedFor(2));
    five[0]!.end();
    await soon();
    expect(five[4]!.state.isChecked).toBe(false);
    const next = check(places, 'acc_1');
    await soon();
    expect(next.state.isChecked).toBe(true);
  });

  it('§1.document.fair: given more than 64 MiB on their way, then of whoever sends most what is there for longest gives way, and is read no further', async () => {
    const places = new UploadPlaces();
    const [slow, older, newer] = ['acc_1', 'acc_2', 'acc_2'].map((id) => begin(places, id));
    const started = begin(places, 'acc_2');
    slow!.place.grow(20 * MIB);
    older!.place.grow(12 * MIB);
    newer!.place.grow(32 * MIB);
    expect(await Promise.race([older!.outcome, soon()])).toBeUndefined();
    const last = begin(places, 'acc_3');
    last.place.grow(1);
    expect(await older!.outcome).toEqual(refusedFor(2));
    expect(() => older!.place.grow(1)).toThrow();
    last.place.grow(12 * MIB);
    expect(await newer!.outcome).toEqual(refusedFor(2));
    for (const one of [slow!, started, last]) {
      one.place.grow(1);
      one.end();
      expect(await one.outcome).toBe('stored');
    }
  });

  it('§1.document.fair: given half-sent ones of many people and one who goes on sending, then those that stopped longest ago give way, and not whoever goes on', async () => {
    const places = new UploadPlaces();
    const stopped = Array.from({ length: 21 }, (_, n) => begin(places, `acc_${n}`));
    const [going, waiting] = [begin(places, 'acc_a'), check(places, 'acc_b', MIB)];
    for (const { place } of stopped) place.grow(2.9 * MIB);
    for (let sent = 0; sent < 5 * 64; sent += 1) {
      going.place.grow(16 * 1024);
      // A byte now and then is no step.
      if (sent < 2 * 64) stopped[0]!.place.grow(1);
    }
    const results = await Promise.all(
      stopped.map(({ outcome }) => Promise.race([outcome, soon()])),
    );
    expect(results.map((result) => result !== undefined)).toEqual([
      true,
      ...stopped.slice(1).map(() => false),
    ]);
    going.end();
    expect(await going.outcome).toBe('stored');
    waiting.end();
    expect(await waiting.outcome).toBe('stored');
  });

  it.each([
    ['16 MiB', 0, 'acc_0'],
    ['a byte more than 16 MiB', 1, 'acc_1'],
  ])(
    '§1.document.fair: given one who has %s on the way, then theirs give way before others’ only beyond that',
    async (_what, more, gone) => {
      const places = new UploadPlaces();
      const all = [12, 16, 12, 12, 12].map((mib, n) => {
        const upload = begin(places, `acc_${n}`);
        upload.place.grow(n === 1 ? mib * MIB + more : mib * MIB);
        return upload;
      });
      if (more === 0) all[4]!.place.grow(1);
      const results = await Promise.all(all.map(({ outcome }) => Promise.race([outcome, soon()])));
      expect(results.flatMap((result, n) => (result === undefined ? [] : `acc_${n}`))).toEqual([
        gone,
      ]);
    },
  );

  it.each([
    [16 * 1024 - 1, 'acc_0'],
    [16 * 1024, 'acc_1'],
  ])(
    '§1.document.fair: given %i bytes more of the first, then %s has not gone on for longest',
    async (bytes, gone) => {
      const places = new UploadPlaces();
      const all = Array.from({ length: 5 }, (_, n) => begin(places, `acc_${n}`));
      for (const { place } of all) place.grow(12 * MIB);
      all[0]!.place.grow(bytes);
      begin(places, 'acc_5').place.grow(4 * MIB);
      const results = await Promise.all(all.map(({ outcome }) => Promise.race([outcome, soon()])));
      expect(results.flatMap((result, n) => (result === undefined ? [] : `acc_${n}`))).toEqual([
        gone,
      ]);
    },
  );

  it('§1.document.fair: given more than that wholly there, then one of them gives way', async () => {
    const places = new UploadPlaces();
    const whole = Array.from({ length: 13 }, (_, n) =>
      check(places, `acc_${Math.floor(n / 3)}`, 5 * MIB),
    );
    await soon();
    const gone = await Promise.all(whole.map(({ outcome }) => Promise.race([outcome, soon()])));
    expect(gone.filter((result) => result !== undefined)).toEqual([refusedFor(2)]);
  });

  it('§1.document.rate: given 60 of one person within a minute, then the next has to wait for its end, and nobody else', async () => {
    let nowMs = 1_000;
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const places = new UploadPlaces();
    const send = (accountId: string) => {
      const upload = begin(places, accountId);
      upload.end();
      return upload.outcome;
    };
    for (let count = 0; count < 60; count += 1) expect(await send('acc_1')).toBe('stored');
    nowMs += 29_500;
    expect(await send('acc_1')).toEqual(refusedFor(31));
    expect(await send('acc_2')).toBe('stored');
    nowMs += 30_499;
    expect(await send('acc_1')).toMatchObject({ code: 'RATE_LIMITED' });
    nowMs += 1;
    expect(await send('acc_1')).toBe('stored');
  });
});
