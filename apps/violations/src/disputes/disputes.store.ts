import type { AccessibleTime, DisputeStatus, Person } from '@demerit/contracts';
import { collection, save } from '@demerit/messaging';
import type { PageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import type { Disputer, DisputeReader } from './disputes.rules';
import { disputeDocument, type DisputeDocument } from './disputes.types';

export const DISPUTES = collection(
  'disputes',
  disputeDocument,
  [
    {
      name: 'open_dispute',
      key: { violationId: 1 },
      unique: true,
      partialFilterExpression: { status: 'open' },
    },
    { name: 'account', key: { accountId: 1, _id: -1 } },
    { name: 'owner', key: { ownerKey: 1, _id: -1 } },
    { name: 'plate', key: { plateId: 1, occurredAt: 1 } },
    { name: 'disputer', key: { violationId: 1, accountId: 1 } },
    { name: 'queue', key: { status: 1, dueAt: 1, _id: 1 } },
  ],
  { ownerPersonKey: 'ownerKey' },
);

/** Who sees disputes: whose they are, and whoever owned the cars in these times. `maySeeDispute`, as a query. */
export interface Seeing extends DisputeReader, Pick<Person, 'personKey'> {
  times: readonly Pick<AccessibleTime, 'plateId' | 'from' | 'until'>[];
}

@Injectable()
export class DisputesStore {
  constructor(@InjectModel(DISPUTES.name) private readonly disputes: Model<DisputeDocument>) {}

  async find(disputeId: string, session?: ClientSession): Promise<DisputeDocument | null> {
    return this.disputes.findById(disputeId, null, { session }).lean<DisputeDocument>();
  }

  /** Whether this person, or this organisation, has disputed the violation before, whatever came of it. */
  async wasMade(
    violationId: string,
    { accountId, organisationKey }: Disputer,
    session?: ClientSession,
  ): Promise<boolean> {
    const before = { accountId, forOrganisation: { $exists: false } };
    const by =
      organisationKey === undefined
        ? { accountId, forOrganisation: { $ne: true } }
        : { $or: [{ ownerKey: organisationKey, forOrganisation: true }, before] };
    const found = await this.disputes.exists({ violationId, ...by }).session(session ?? null);
    return found !== null;
  }

  /** Whether one that the account made for itself is not answered. */
  async isOpenOf(accountId: string): Promise<boolean> {
    const open = { accountId, status: 'open' as const, forOrganisation: { $ne: true } };
    return (await this.disputes.exists(open)) !== null;
  }

  /** Whether the account made a dispute that names this document. */
  async showEvidence(documentId: string, accountId: string): Promise<boolean> {
    return (await this.disputes.exists({ accountId, documentIds: documentId })) !== null;
  }

  /** The documents that disputes of these accounts name. */
  async documentsOf(accountIds: readonly string[]): Promise<string[]> {
    const rows = await this.disputes
      .find({ accountId: { $in: accountIds } }, { documentIds: 1 })
      .lean<Pick<DisputeDocument, 'documentIds'>[]>();
    return rows.flatMap(({ documentIds }) => documentIds);
  }

  /** Whatever came of them, newest first: each person and each organisation made one at most. */
  async ofViolation(violationId: string, session?: ClientSession): Promise<DisputeDocument[]> {
    return this.disputes
      .find({ violationId }, null, { session })
      .sort({ _id: -1 })
      .lean<DisputeDocument[]>();
  }

  /** One's own, those of the organisations for which one acts, and those of what happened in times of one's cars. Newest first (ids made later sort later). */
  async seenBy(
    { accountId, organisationKeys, personKey, times }: Seeing,
    { after, rows }: PageRequest,
  ): Promise<DisputeDocument[]> {
    const older = after?.[0] === undefined ? {} : { _id: { $lt: after[0] } };
    const before = { plateId: { $exists: false } };
    const ofOwner = personKey === null ? [] : [{ ownerKey: personKey, ...before }];
    const own = [
      { accountId, forOrganisation: { $ne: true } },
      { ownerKey: { $in: organisationKeys }, forOrganisation: true },
    ];
    return this.disputes
      .find({ $or: [...own, ...ofOwner, ...times.map(within)], ...older })
      .sort({ _id: -1 })
      .limit(rows)
      .lean<DisputeDocument[]>();
  }

  /** What is due first comes first. */
  async queue(status: DisputeStatus, { after, rows }: PageRequest): Promise<DisputeDocument[]> {
    const [due, id] = after ?? [];
    const dueAt = new Date(Number(due));
    const later = { $or: [{ dueAt: { $gt: dueAt } }, { dueAt, _id: { $gt: id } }] };
    return this.disputes
      .find({ status, ...(after && later) })
      .sort({ dueAt: 1, _id: 1 })
      .limit(rows)
      .lean<DisputeDocument[]>();
  }

  /** A new one, or what a rule made of the stored one; returns what is stored now. */
  async save(dispute: DisputeDocument, session: ClientSession): Promise<DisputeDocument> {
    return save(this.disputes, dispute, session);
  }
}

function within({ plateId, from, until }: Seeing['times'][number]): object {
  const before = until === undefined ? {} : { $lt: new Date(until) };
  return { plateId, occurredAt: { $gte: new Date(from), ...before } };
}
