import { Logger } from '@nestjs/common';
import { aBinding, NOON } from '../../test/given-bindings';
import { aVehicle } from '../../test/given-vehicles';
import type { BindingDocument } from '../bindings/bindings.types';
import { ConsentCodes } from './consent-codes';
import { ConsentService } from './consent.service';

type OfService = ConstructorParameters<typeof ConsentService>;
type OfCodes = ConstructorParameters<typeof ConsentCodes>;

const LONG_AFTER = new Date(NOON.getTime() + 30 * 86_400_000);
const UNSENT = { generation: 1, issuedAt: NOON, tries: 0 };
const many = Array.from({ length: 150 }, (_, nth) =>
  aBinding({ _id: `bnd_${nth}`, consentCode: UNSENT }),
);

async function* listed(): AsyncGenerator<BindingDocument> {
  await Promise.resolve();
  yield* many;
}

/** Keeps the job, so that the spec runs it. */
function jobKept() {
  let job = (): Promise<void> => Promise.resolve();
  const jobs = {
    every: (_name: string, _ms: number, run: () => Promise<void>) => {
      job = run;
    },
  };
  return { jobs, run: () => job() };
}

describe('bindings that wait for a consent', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('§2.consent.expired: end though the end of a hundred before them fails', async () => {
    const { jobs, run } = jobKept();
    const ended: string[] = [];
    const bindings = {
      due: listed,
      find: (id: string) => Promise.resolve(aBinding({ _id: id })),
    } as unknown as OfService[0];
    const ending = {
      end: ({ _id }: BindingDocument) => {
        if (Number(_id.slice(4)) < 100) return Promise.reject(new Error('not now'));
        ended.push(_id);
        return Promise.resolve();
      },
    } as unknown as OfService[1];
    const none = {} as never;
    new ConsentService(
      bindings,
      ending,
      none,
      none,
      none,
      none,
      { now: () => LONG_AFTER } as unknown as OfService[6],
      { run: (work: (session: unknown) => unknown) => work({}) } as unknown as OfService[7],
      none,
      none,
      jobs as unknown as OfService[10],
    );
    await run();
    expect(ended).toHaveLength(50);
  });

  it('get no code for another owner than the one who is asked', async () => {
    const { jobs, run } = jobKept();
    const asked: string[] = [];
    const bindings = { unsent: listed } as unknown as OfCodes[1];
    const sold = aVehicle({ ownerKey: 'person_2' });
    const vehicles = { find: () => Promise.resolve(sold) } as unknown as OfCodes[2];
    const client = { ask: (type: string) => Promise.resolve(asked.push(type)) };
    const jobsOf = jobs as unknown as OfCodes[4];
    new ConsentCodes(null as never, bindings, vehicles, client as unknown as OfCodes[3], jobsOf);
    await run();
    expect(asked).toEqual([]);
  });

  it('get their codes though a hundred before them have no vehicle', async () => {
    const { jobs, run } = jobKept();
    const sent: string[] = [];
    const lookup = { keyOf: () => Buffer.alloc(32) } as unknown as OfCodes[0];
    const bindings = { unsent: listed, markSent: () => Promise.resolve() } as unknown as OfCodes[1];
    let looked = 0;
    const vehicles = {
      find: () => Promise.resolve((looked += 1) <= 100 ? null : aVehicle()),
      ownerPhone: () => '13800138000',
    } as unknown as OfCodes[2];
    const client = {
      ask: (_type: string, { smsId }: { smsId: string }) => Promise.resolve(sent.push(smsId)),
    } as unknown as OfCodes[3];
    new ConsentCodes(lookup, bindings, vehicles, client, jobs as unknown as OfCodes[4]);
    await run();
    expect(sent).toHaveLength(50);
  });
});
