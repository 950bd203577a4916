import type { Delegation } from '@demerit/contracts';
import { collection, findBy, save } from '@demerit/messaging';
import { FieldCipher, LookupKeys, type PageRequest, type Portion } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession, Model } from 'mongoose';
import { formerKey, type FormerKey } from './organisations.rules';
import {
  CODE_FIELD,
  NAME_FIELD,
  organisationDocument,
  type OrganisationDocument,
} from './organisations.types';

export const ORGANISATIONS = collection('organisations', organisationDocument, [
  { name: 'account', key: { accountId: 1, ownerKey: 1 }, unique: true },
  { name: 'owner', key: { ownerKey: 1, status: 1 } },
  { name: 'queue', key: { status: 1, submittedAt: 1, _id: 1 } },
]);

const ENDED_AT_ONCE = 500;
/** A rejected one keeps its papers until it goes itself. */
const NOT_OVER: OrganisationDocument['status'][] = ['submitted', 'approved', 'rejected'];

@Injectable()
export class OrganisationsStore {
  constructor(
    @InjectModel(ORGANISATIONS.name) private readonly rows: Model<OrganisationDocument>,
    private readonly cipher: FieldCipher,
    private readonly lookup: LookupKeys,
  ) {}

  async find(
    organisationId: string,
    session?: ClientSession,
  ): Promise<OrganisationDocument | undefined> {
    const query = this.rows.findById(organisationId).session(session ?? null);
    return (await query.lean()) ?? undefined;
  }

  /** All of an account's; a day brings few more. */
  async ofAccount(accountId: string, session: ClientSession): Promise<OrganisationDocument[]> {
    return this.rows.find({ accountId }).session(session).lean();
  }

  /** For which organisations an account acts now. */
  async delegationsOf(accountId: string, session?: ClientSession): Promise<Delegation[]> {
    const rows = await this.rows
      .find({ accountId, status: 'approved' })
      .session(session ?? null)
      .lean();
    return rows.map(({ _id, ownerKey }) => ({ organisationId: _id, ownerKey }));
  }

  /** Which organisations' cases are a person's own, by all their accounts: those for which they act, or have asked to. */
  async ownKeysOf(accountIds: readonly string[], session?: ClientSession): Promise<string[]> {
    const own = { status: { $in: ['submitted' as const, 'approved' as const] } };
    const rows = await this.rows
      .find({ accountId: { $in: accountIds }, ...own }, { ownerKey: 1 })
      .session(session ?? null)
      .lean();
    return rows.map(({ ownerKey }) => ownerKey);
  }

  /** For which they acted, until when; as long as their request for it is kept. */
  async formerKeysOf(accountIds: readonly string[]): Promise<FormerKey[]> {
    const ended = { accountId: { $in: accountIds }, actedUntil: { $exists: true } };
    return (await this.rows.find(ended).lean()).flatMap(formerKey);
  }

  /** Who acts for these organisations now. */
  async delegatesOf(
    ownerKeys: readonly string[],
    session: ClientSession,
  ): Promise<OrganisationDocument[]> {
    const rows = await findBy(this.rows, 'ownerKey', ownerKeys, session);
    return rows.filter(({ status }) => status === 'approved');
  }

  /** Newest first; ids made later sort later. Sort key: the id. */
  async list(accountId: string, { rows, after }: PageRequest): Promise<OrganisationDocument[]> {
    const older = after === undefined ? {} : { _id: { $lt: after[0] } };
    return this.rows
      .find({ accountId, ...older })
      .sort({ _id: -1 })
      .limit(rows)
      .lean();
  }

  /** Oldest first. Sort key: submittedAt in milliseconds, id. */
  async queue(
    status: OrganisationDocument['status'],
    { rows, after }: PageRequest,
  ): Promise<OrganisationDocument[]> {
    const [time, id] = after ?? [];
    const at = new Date(Number(time));
    const later =
      after === undefined
        ? {}
        : { $or: [{ submittedAt: { $gt: at } }, { submittedAt: at, _id: { $gt: id } }] };
    return this.rows
      .find({ status, ...later })
      .sort({ submittedAt: 1, _id: 1 })
      .limit(rows)
      .lean();
  }

  async save(row: OrganisationDocument, session: ClientSession): Promise<OrganisationDocument> {
    return save(this.rows, row, session);
  }

  /** One key for persons and organisations, since a vehicle has one owner of either kind. */
  ownerKey(organisationCode: string): string {
    return this.lookup.personKey(organisationCode);
  }

  encrypt(
    name: string,
    organisationCode: string,
  ): Pick<OrganisationDocument, 'name' | 'organisationCode'> {
    return {
      name: this.cipher.encrypt(name, NAME_FIELD),
      organisationCode: this.cipher.encrypt(organisationCode, CODE_FIELD),
    };
  }

  nameOf(row: OrganisationDocument): string {
    return this.cipher.decrypt(row.name, NAME_FIELD);
  }

  codeOf(row: OrganisationDocument): string {
    return this.cipher.decrypt(row.organisationCode, CODE_FIELD);
  }

  /** The documents that requests of these accounts name, but for what is over. */
  async documentsOf(accountIds: readonly string[]): Promise<string[]> {
    const rows = await this.rows
      .find({ accountId: { $in: accountIds }, status: { $in: NOT_OVER } }, { documentIds: 1 })
      .lean();
    return rows.flatMap(({ documentIds }) => documentIds);
  }

  /** A portion of those that were rejected before that. One that is submitted again meanwhile stays. */
  async endBefore(before: Date): Promise<Portion> {
    const old = { status: 'rejected' as const, decidedAt: { $lt: before } };
    const found = await this.rows.find(old, { _id: 1 }).limit(ENDED_AT_ONCE).lean();
    const ids = found.map(({ _id }) => _id);
    const { deletedCount } = await this.rows.deleteMany({ ...old, _id: { $in: ids } });
    return { ended: deletedCount, more: ids.length === ENDED_AT_ONCE };
  }

  async remove(organisationId: string, session: ClientSession): Promise<void> {
    await this.rows.deleteOne({ _id: organisationId }, { session });
  }

  /** Of each organisation for which somebody acts: who else does. */
  async otherDelegates(accountId: string, session?: ClientSession): Promise<string[][]> {
    const organisations: string[][] = [];
    for (const { ownerKey } of await this.delegationsOf(accountId, session)) {
      const others = { ownerKey, status: 'approved' as const, accountId: { $ne: accountId } };
      const rows = await this.rows
        .find(others, { accountId: 1 })
        .session(session ?? null)
        .lean();
      organisations.push(rows.map((row) => row.accountId));
    }
    return organisations;
  }
}
