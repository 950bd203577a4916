import {
  refuse,
  type Caller,
  type GetIdentities,
  type Identities,
  type IdentityDetails,
  type IdentityState,
  type Licence,
  type Me,
  type Person,
  type PersonKeys,
  type PointServiceState,
  type Requests,
  type Self,
  type Standing,
} from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { DomainClock, mask } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import { holdsAt } from '../licences/licences.rules';
import { LicencesService } from '../licences/licences.service';
import { LicencesStore } from '../licences/licences.store';
import type { LicenceDocument } from '../licences/licences.types';
import { OrganisationsStore } from '../organisations/organisations.store';
import { VerificationStore } from '../identities/verification.store';
import type { VerificationDocument } from '../identities/verification.types';
import { AccountsStore } from '../accounts/accounts.store';
import { StandingsStore } from '../licences/standings.store';
import { FormerNamesStore } from './former-names.store';
import { FormerPersonsStore } from './former-persons.store';

/** `/v1/me` is for looking; it does not wait long for the ledger. */
const STANDING_TIMEOUT_MS = 1_000;

/** A person as account, identity, licence and point service say together. */
@Injectable()
export class PeopleService {
  private readonly logger = new Logger(PeopleService.name);

  constructor(
    private readonly accounts: AccountsStore,
    private readonly verifications: VerificationStore,
    private readonly licences: LicencesStore,
    private readonly licencesService: LicencesService,
    private readonly standings: StandingsStore,
    private readonly organisations: OrganisationsStore,
    private readonly formerNames: FormerNamesStore,
    private readonly formerPersons: FormerPersonsStore,
    private readonly client: MessagingClient<Requests>,
    private readonly clock: DomainClock,
  ) {}

  async me({ accountId }: Caller): Promise<Me> {
    const { account, verification, licence } = await this.find(accountId);
    return {
      accountId,
      phoneMasked: this.accounts.phoneMasked(account),
      identity: this.identityState(verification),
      licence: licence ? await this.licenceNow(licence) : null,
      pointService: await this.pointService(accountId, licence !== undefined),
      roles: account.roles,
    };
  }

  /** With its holds as the ledger has them now, or as they were last heard of. */
  async licenceNow(licence: LicenceDocument): Promise<Licence> {
    return this.licencesService.shown(await this.withHoldsOrCopy(licence));
  }

  /** What other services may know of a person. */
  async person(accountId: string): Promise<Person> {
    const [verification, copied] = await Promise.all([
      this.verifications.find(accountId),
      this.licences.ofAccount(accountId),
    ]);
    // Whoever has either has an account; services ask for this at every step, mostly of these.
    if (!verification && !copied) await this.find(accountId);
    const licence = copied && (await this.licencesService.withHoldsNow(copied));
    return {
      accountId,
      personKey: (verification?.status === 'verified' && verification.personKey) || null,
      identityStatus: verification?.status ?? 'unsubmitted',
      licence: licence
        ? {
            licenceId: licence._id,
            class: licence.class,
            firstIssuedOn: licence.firstIssuedOn,
            validUntil: licence.validUntil,
            holds: holdsAt(licence, this.clock.now()),
          }
        : null,
    };
  }

  /** By what others know whoever acts on something, so that nobody decides about themselves. An identity counts as soon as it is submitted, and so does a request to act for an organisation. */
  async self(accountId: string): Promise<Self> {
    const personKey = (await this.verifications.find(accountId))?.personKey;
    const person = personKey === undefined ? [] : [personKey];
    const [licences, [verified], former] = await Promise.all([
      this.licences.ofPerson(personKey),
      this.verifications.findAllVerified(person),
      this.formerPersons.of(personKey),
    ]);
    const open = [accountId, ...(verified ? [verified._id] : [])];
    const [ownKeys, formerKeys] = await Promise.all([
      this.organisations.ownKeysOf(open),
      this.organisations.formerKeysOf(open),
    ]);
    const ended = [...formerKeys, ...former.flatMap(({ organisations }) => organisations)];
    return {
      accountId,
      otherAccountIds: [...open, ...former.map(({ _id }) => _id)].filter((id) => id !== accountId),
      keys: [...person, ...ownKeys],
      formerKeys: ended.map(({ key, until }) => ({ key, until: until.toISOString() })),
      licenceIds: licences.map(({ _id }) => _id),
    };
  }

  /** Names and numbers as they are, for the service whose staff compares them with papers. */
  async identities({
    accountIds,
    personKeys,
    onPaper = false,
  }: GetIdentities): Promise<Identities> {
    const ofAccounts = await this.verifications.findVerifiedAccounts(accountIds);
    const ofPersons = await this.verifications.findAllVerified(personKeys);
    const ids = [...ofAccounts, ...ofPersons].map(({ _id }) => _id);
    const accounts = await this.accounts.findAll(ids);
    const phones = new Map(accounts.map((one) => [one._id, this.accounts.phoneOf(one)]));
    const details = (row: VerificationDocument): IdentityDetails => ({
      name: this.verifications.nameOf(row),
      idNumber: this.verifications.idNumberOf(row),
      phone: phones.get(row._id) ?? '',
    });
    const verified = new Set(ofAccounts.map(({ _id }) => _id));
    const closed = onPaper ? accountIds.filter((id) => !verified.has(id)) : [];
    const former = await this.formerNames.namesOf(closed);
    return {
      byAccount: Object.fromEntries([
        ...ofAccounts.map((row) => [row._id, details(row)] as const),
        ...[...former].map(([id, name]) => [id, { name, idNumber: '', phone: '' }] as const),
      ]),
      byPerson: Object.fromEntries(ofPersons.map((row) => [row.personKey ?? '', details(row)])),
    };
  }

  /** By what the services know the caller, who is about to read everything they hold. Reading what is one's own is no act of staff: no row is left. */
  async beginOwnData({ accountId }: Caller): Promise<PersonKeys> {
    const { account, verification, licence } = await this.find(accountId);
    return {
      accountId,
      phoneKey: account.phoneKey,
      ...(verification?.status === 'verified' && verification.personKey !== undefined
        ? { personKey: verification.personKey }
        : {}),
      ...(licence ? { licenceId: licence._id } : {}),
    };
  }

  private async find(accountId: string) {
    const [account, verification, licence] = await Promise.all([
      this.accounts.find(accountId),
      this.verifications.find(accountId),
      this.licences.ofAccount(accountId),
    ]);
    if (!account) throw refuse('ACCOUNT_NOT_FOUND');
    return { account, verification, licence };
  }

  private identityState(verification: VerificationDocument | undefined): IdentityState {
    if (!verification) return { status: 'unsubmitted' };
    const { status, rejectedReason } = verification;
    return {
      status,
      nameMasked: mask.name(this.verifications.nameOf(verification)),
      ...(rejectedReason === undefined ? {} : { rejectedReason }),
    };
  }

  private async withHoldsOrCopy(licence: LicenceDocument): Promise<LicenceDocument> {
    try {
      return await this.licencesService.withHoldsNow(licence);
    } catch (error) {
      this.logger.warn({ msg: 'the holds shown are a copy', reason: String(error) });
      return licence;
    }
  }

  /** Of whom nothing was heard and who has no licence, there is nothing to ask. */
  async pointService(accountId: string, hasLicence: boolean): Promise<PointServiceState> {
    const stored = await this.standings.find(accountId);
    if (stored === undefined && !hasLicence) return { status: 'active' };
    const standing = (await this.askStanding(accountId)) ?? stored;
    if (standing?.status !== 'suspended') return { status: 'active' };
    const { status, reason, since } = standing;
    return {
      status,
      ...(reason === undefined ? {} : { reason }),
      ...(since === undefined ? {} : { since }),
    };
  }

  private async askStanding(accountId: string): Promise<Standing | undefined> {
    try {
      const options = { timeoutMs: STANDING_TIMEOUT_MS };
      return (await this.client.ask('points.standing', { accountId }, options)).person;
    } catch (error) {
      this.logger.warn({ msg: 'the standing shown is a copy', reason: String(error) });
      return undefined;
    }
  }
}
