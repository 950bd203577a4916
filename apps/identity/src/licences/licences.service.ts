import {
  accepted,
  ownCase,
  refuse,
  shanghaiDay,
  type ClaimLicence,
  type Events,
  type HoldsStanding,
  type Licence,
  type LicenceBody,
  type LicenceClaimed,
  type RegisteredLicence,
  type RegisterLicence,
  type Requests,
} from '@demerit/contracts';
import { Idempotency, MessagingClient, Outbox, Transactions } from '@demerit/messaging';
import { AuditStore, DomainClock, Jobs, LookupKeys, workThrough } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { AccountsStore } from '../accounts/accounts.store';
import { VerificationStore } from '../identities/verification.store';
import {
  checkRegistration,
  claimLicence,
  concernedByEntry,
  holdsAt,
  isExpiryDue,
  hasHoldNow,
  isSameEntry,
  keepsClaim,
  withHolds,
} from './licences.rules';
import { LicencesStore } from './licences.store';
import type { LicenceDocument } from './licences.types';

/** A claim waits for the ledger, and its caller for the claim. */
const STANDING_TIMEOUT_MS = 1_500;
const TELL_EVERY_MS = 60_000;

@Injectable()
export class LicencesService {
  constructor(
    private readonly accounts: AccountsStore,
    private readonly licences: LicencesStore,
    private readonly verifications: VerificationStore,
    private readonly audit: AuditStore,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
    private readonly lookup: LookupKeys,
    private readonly transactions: Transactions,
    private readonly client: MessagingClient<Requests>,
    jobs: Jobs,
  ) {
    jobs.every('tell expired licences', TELL_EVERY_MS, () => this.tellExpired());
  }

  /** By licence number: the same entry again changes nothing. */
  async register(command: RegisterLicence): Promise<{ licenceId: string }> {
    return this.idempotency.run(command.idempotency, (session) =>
      this.registerIn(session, command),
    );
  }

  async claim(command: ClaimLicence): Promise<Licence> {
    const { caller, idempotency, body } = command;
    return this.idempotency.runAsking(
      idempotency,
      async () => {
        const person = await this.verifications.find(caller.accountId);
        await this.askHoldsOf(person?.personKey);
      },
      async (session) => {
        await this.accounts.touchOpen(caller.accountId, session);
        return this.claimIn(session, caller.accountId, body);
      },
    );
  }

  /** Before a claim of the person is decided: the holds of their licences as the ledger has them now. */
  async askHoldsOf(personKey: string | undefined): Promise<void> {
    const registered = await this.licences.ofPerson(personKey);
    await Promise.all(registered.map((row) => this.withHoldsNow(row)));
  }

  /** What `licence.claimed` said, for the ledger, which may be asked of a licence before that event reached it. */
  async holder(licenceId: string): Promise<LicenceClaimed> {
    const row = await this.licences.find(licenceId);
    if (!row?.accountId) throw refuse('LICENCE_NOT_FOUND');
    return claimedOf(row, row.accountId);
  }

  /** Whose the register says it is, whoever claimed it. */
  async registered(licenceId: string): Promise<RegisteredLicence> {
    const row = await this.licences.find(licenceId);
    if (!row) throw refuse('LICENCE_NOT_FOUND');
    return registeredOf(row);
  }

  /** Of which licences of the register the numbers are, whoever claimed them. */
  async withNumbers(
    licenceNumbers: readonly string[],
  ): Promise<{ licences: (RegisteredLicence | null)[] }> {
    const asked = licenceNumbers.map((number) => this.lookup.licenceId(number));
    const registered = await this.licences.findAll(asked);
    const found = new Map(registered.map((row) => [row._id, registeredOf(row)]));
    return { licences: asked.map((id) => found.get(id) ?? null) };
  }

  /** `licence.hold-placed` and `licence.hold-lifted`: the version tells which is the newer one. */
  async takeHolds(licenceId: string, holds: HoldsStanding, session: ClientSession): Promise<void> {
    const before = await this.licences.find(licenceId, session);
    const after = before && withHolds(before, holds);
    if (after) await this.licences.save(after, session);
  }

  /** A licence whose copy says that it is held, with what its owner says; any other as it is. Throws ServiceUnavailable when the ledger does not answer. */
  async withHoldsNow(row: LicenceDocument): Promise<LicenceDocument> {
    if (!hasHoldNow(row, this.clock.now())) return row;
    const { _id: licenceId } = row;
    const standings = await this.client.ask(
      'points.standing',
      { licenceId },
      { timeoutMs: STANDING_TIMEOUT_MS },
    );
    const { holds } = standings;
    if (!holds || !withHolds(row, holds)) return row;
    await this.transactions.run((session) => this.takeHolds(licenceId, holds, session));
    return (await this.licences.find(licenceId)) ?? row;
  }

  /** As its holder sees it now. */
  shown(row: LicenceDocument): Licence {
    return {
      licenceId: row._id,
      licenceNumberMasked: this.licences.licenceNumberMasked(row),
      class: row.class,
      firstIssuedOn: row.firstIssuedOn,
      validUntil: row.validUntil,
      holds: holdsAt(row, this.clock.now()),
    };
  }

  /** `licence.expired`, once, also under replicas: each licence in a transaction of its own. */
  private async tellExpired(): Promise<void> {
    const today = shanghaiDay(this.clock.now());
    await workThrough(this.licences.expiredBefore(today), ({ _id }) =>
      this.transactions.run((session) => this.tellExpiredIn(session, _id)),
    );
  }

  private async tellExpiredIn(session: ClientSession, licenceId: string): Promise<void> {
    const licence = await this.licences.find(licenceId, session);
    if (!licence || !isExpiryDue(licence, this.clock.now())) return;
    const { untoldExpiryOn: _, ...expired } = licence;
    const { version } = await this.licences.save(expired, session);
    const { accountId, validUntil } = licence;
    if (accountId === undefined || validUntil === null) return;
    await this.outbox.add(session, {
      type: 'licence.expired',
      key: licenceId,
      seq: version,
      payload: { accountId, licenceId, validUntil, version },
    });
  }

  private async registerIn(
    session: ClientSession,
    { caller, body }: RegisterLicence,
  ): Promise<{ licenceId: string }> {
    const licenceId = this.lookup.licenceId(body.licenceNumber);
    const before = await this.licences.find(licenceId, session);
    const entry = this.licences.entryOf(body);
    const keys = await this.verifications.keysOf(caller.accountId, session);
    const self = { accountId: caller.accountId, keys };
    accepted(ownCase(self, concernedByEntry(before, entry)));
    accepted(checkRegistration(body, this.clock.now()));
    const { accountId: claimant, ...kept } = { holds: [], ...before, ...entry };
    if (before && isSameEntry(before, kept)) return { licenceId };
    const isStillClaimed = before && claimant !== undefined && keepsClaim(before, kept);
    const after = await this.licences.save(
      {
        ...kept,
        ...(isStillClaimed ? { accountId: claimant } : {}),
        version: before?.version ?? 0,
      },
      session,
    );
    if (isStillClaimed) await this.tell(session, 'licence.changed', after, claimant);
    await this.audit.add(
      this.licences.registration(caller.accountId, { before, after }, body),
      session,
    );
    return { licenceId };
  }

  /** The claim of an account, which may have been verified in the same transaction. */
  async claimIn(session: ClientSession, accountId: string, body: LicenceBody): Promise<Licence> {
    const person = await this.verifications.find(accountId, session);
    const own = await this.licences.ofAccount(accountId, session);
    const before = await this.licences.find(this.lookup.licenceId(body.licenceNumber), session);
    const registered = await this.licences.ofPerson(person?.personKey, session);
    const outcome = accepted(
      claimLicence(
        {
          identityStatus: person?.status ?? 'unsubmitted',
          personKey: person?.personKey,
          claimed: own,
          holdsOfPerson: registered.flatMap(({ holds }) => holds),
          fileNumberKey: this.licences.fileNumberKey(body.fileNumber),
          registered: before,
        },
        this.clock.now(),
      ),
    );
    if (!before) throw new Error('a licence that is not registered was claimed');
    if (outcome === 'repeated') return this.shown(before);
    if (own) {
      const { accountId: _, ...revoked } = own;
      await this.licences.save(revoked, session);
    }
    const after = await this.licences.save({ ...before, accountId }, session);
    await this.tell(session, 'licence.claimed', after, accountId);
    return this.shown(after);
  }

  private async tell(
    session: ClientSession,
    type: 'licence.claimed' | 'licence.changed',
    row: LicenceDocument,
    accountId: string,
  ): Promise<void> {
    const { _id: key, version: seq } = row;
    await this.outbox.add(session, { type, key, seq, payload: claimedOf(row, accountId) });
  }
}

function claimedOf(row: LicenceDocument, accountId: string): LicenceClaimed {
  return { ...registeredOf(row), accountId };
}

function registeredOf(row: LicenceDocument): RegisteredLicence {
  const { _id: licenceId, personKey, version, accountId = null } = row;
  return { accountId, personKey, licenceId, ...factsOf(row), version };
}

function factsOf(
  row: LicenceDocument,
): Pick<LicenceDocument, 'class' | 'firstIssuedOn' | 'validUntil'> {
  return { class: row.class, firstIssuedOn: row.firstIssuedOn, validUntil: row.validUntil };
}
