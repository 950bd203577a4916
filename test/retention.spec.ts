import type { Notification, Page } from '@demerit/contracts';
import {
  advanceClock,
  decideVerification,
  domainNow,
  eventually,
  inDatabases,
  newCar,
  newCitizen,
  newDriver,
  newViolation,
  ok,
  refused,
  staff,
  type Citizen,
} from './support';
import { disputing } from './support/disputes';

jest.setTimeout(60_000);

const DAY_S = 86_400;
type Row = { _id: string } & Record<string, unknown>;

const ago = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_S * 1_000);

async function isThere({ api }: Citizen, documentId: string): Promise<boolean> {
  const { status } = await api.get(`/v1/documents/${documentId}`);
  expect([200, 404]).toContain(status);
  return status === 200;
}

/** As if these had been uploaded so long ago. */
async function uploadedAt(createdAt: Date, documentIds: string[]): Promise<void> {
  await inDatabases(async (of) => {
    const documents = of('identity').collection<Row>('documents');
    await documents.updateMany({ _id: { $in: documentIds } }, { $set: { createdAt } });
  });
}

/** When nothing was found to name it. */
async function unneededSince(documentId: string): Promise<unknown> {
  return inDatabases(async (of) => {
    const documents = of('identity').collection<Row>('documents');
    return (await documents.findOne({ _id: documentId }))?.['unneededSince'];
  });
}

describe('given papers of half a year ago', () => {
  let rejected: Citizen;
  let verified: Citizen;
  let rejectedPicture: string;
  let verifiedPicture: string;
  let evidence: string;

  beforeAll(async () => {
    [rejected, verified] = [await newCitizen(), await newDriver()];
    await rejected.submitIdentity();
    await decideVerification(await staff('reviewer'), rejected.accountId, {
      decision: 'reject',
      reason: 'unreadable',
    });
    evidence = await verified.upload('evidence');
    const violationId = await newViolation(await newCar(verified));
    await ok(disputing(verified, violationId, { documentIds: [evidence] }));
    const long = ago(await domainNow(), 181);
    await inDatabases(async (of) => {
      const [identity, documents] = [of('identity'), of('identity').collection<Row>('documents')];
      const { accountId } = rejected;
      const rows = identity.collection<Row>('verifications');
      await rows.updateOne({ _id: accountId }, { $set: { decidedAt: long } });
      rejectedPicture = (await documents.findOne({ accountId }))!._id;
      verifiedPicture = (await documents.findOne({
        accountId: verified.accountId,
        kind: 'id_card_front',
      }))!._id;
      const old = { accountId: verified.accountId, kind: 'binding_active', about: {} };
      await identity.collection<Row>('notifications').insertMany([
        { _id: 'ntf_00000000000000000000000000', ...old, at: ago(await domainNow(), 731) },
        { _id: 'ntf_00000000000000000000000001', ...old, at: ago(await domainNow(), 700) },
      ] as Row[]);
    });
    await uploadedAt(long, [rejectedPicture, verifiedPicture, evidence]);
  });

  it('§1.retention.kinds: then an identity that was rejected goes with the next day, and with it what its person said', async () => {
    expect((await rejected.me()).identity.status).toBe('rejected');
    expect(await isThere(rejected, rejectedPicture)).toBe(true);
    await advanceClock(DAY_S);
    await eventually(async () => {
      const { identity } = await rejected.me();
      if (identity.status !== 'unsubmitted') throw new Error(`still ${identity.status}`);
      return true;
    });
    expect((await verified.me()).identity.status).toBe('verified');
  });

  it('§1.retention.kinds: then notifications of two years ago go, and no younger ones', async () => {
    const { items } = await ok(
      verified.api.get<Page<Notification>>('/v1/me/notifications?limit=100'),
    );
    const ids = items.map(({ notificationId }) => notificationId);
    expect(ids).toContain('ntf_00000000000000000000000001');
    expect(ids).not.toContain('ntf_00000000000000000000000000');
  });

  it('§1.retention.documents: then its pictures go a day later, and none that an identity or a dispute names', async () => {
    await eventually(async () => {
      if (!(await unneededSince(rejectedPicture))) throw new Error('not looked at yet');
      return true;
    });
    expect(await isThere(rejected, rejectedPicture)).toBe(true);
    await advanceClock(DAY_S + 1);
    await eventually(async () => {
      if (await isThere(rejected, rejectedPicture)) throw new Error('still there');
      return true;
    });
    await refused(rejected.api.get(`/v1/documents/${rejectedPicture}`), 404, 'DOCUMENT_NOT_FOUND');
    expect(await isThere(verified, verifiedPicture)).toBe(true);
    expect(await isThere(verified, evidence)).toBe(true);
  });
});
