import {
  accepted,
  refuse,
  type ClaimLicence,
  type Events,
  type HoldsStanding,
  type Licence,
  type LicenceClaimed,
  type RegisterLicence,
  type Requests,
} from '@demerit/contracts';
import { Idempotency, MessagingClient, Outbox, Transactions } from '@demerit/messaging';
import { AuditStore, DomainClock, LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { VerificationStore } from '../verification/verification.store';
import {
  checkRegistration,
  claimLicence,
  holdsAt,
  isHeldByLedger,
  isSameEntry,
  withHolds,
} from './licences.rules';
import { LicencesStore, type LicenceRow } from './licences.store';

const ASK_TIMEOUT_MS = 1_500;

@Injectable()
export class LicencesService {
  constructor(
    private readonly licences: LicencesStore,
    private readonly verifications: VerificationStore,
    private readonly audit: AuditStore,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
    private readonly clock: DomainClock,
    private readonly lookup: LookupKeys,
    private readonly transactions: Transactions,
    private readonly client: MessagingClient<Requests>,
  ) {}

  /** By licence number: the same entry again changes nothing. */
  async register(command: RegisterLicence): Promise<{ licenceId: string }> {
    return this.idempotency.run(command.idempotency, (session) =>
      this.registerIn(session, command),
    );
  }

  async claim(command: ClaimLicence): Promise<Licence> {
    const person = await this.verifications.find(command.caller.accountId);
    const registered = await this.licences.ofPerson(person?.personKey);
    await Promise.all(registered.map((row) => this.asHeldNow(row)));
    return this.idempotency.run(command.idempotency, (session) => this.claimIn(session, command));
  }

  /** What `licence.claimed` said, for the ledger, which may be asked of a licence before it heard of it. */
  async holder(licenceId: string): Promise<LicenceClaimed> {
    const row = await this.licences.find(licenceId);
    if (!row?.accountId) throw refuse('LICENCE_NOT_FOUND');
    return claimedOf(row, row.accountId);
  }

  /** `licence.hold-placed` and `licence.hold-lifted`: the version tells which is the newer one. */
  async holdsHeard(licenceId: string, heard: HoldsStanding, session: ClientSession): Promise<void> {
    const known = await this.licences.find(licenceId, session);
    const after = known && withHolds(known, heard);
    if (after) await this.licences.save(after, session);
  }

  /** A licence whose copy says that it is held, with what its owner says; any other as it is. Throws ServiceUnavailable when the ledger does not answer. */
  async asHeldNow(row: LicenceRow): Promise<LicenceRow> {
    if (!isHeldByLedger(row, this.clock.now())) return row;
    const { _id: licenceId } = row;
    const standings = await this.client.ask(
      'points.standing',
      { licenceId },
      { timeoutMs: ASK_TIMEOUT_MS },
    );
    const { holds } = standings;
    if (!holds || !withHolds(row, holds)) return row;
    await this.transactions.run((session) => this.holdsHeard(licenceId, holds, session));
    return (await this.licences.find(licenceId)) ?? row;
  }

  /** As its holder sees it now. */
  shown(row: LicenceRow): Licence {
    return {
      licenceId: row._id,
      licenceNumberMasked: this.licences.licenceNumberMasked(row),
      class: row.class,
      firstIssuedOn: row.firstIssuedOn,
      validUntil: row.validUntil,
      holds: holdsAt(row, this.clock.now()),
    };
  }

  private async registerIn(
    session: ClientSession,
    { caller, body }: RegisterLicence,
  ): Promise<{ licenceId: string }> {
    accepted(checkRegistration(body));
    const licenceId = this.lookup.licenceId(body.licenceNumber);
    const before = await this.licences.find(licenceId, session);
    const kept = { holds: [], ...before, ...this.licences.rowOf(body) };
    const after: LicenceRow = { ...kept, version: (before?.version ?? 0) + 1 };
    if (before && isSameEntry(before, after)) return { licenceId };
    await this.licences.save(after, session);
    await this.audit.add(
      {
        actor: caller.accountId,
        act: 'licence.register',
        subject: licenceId,
        ...(before ? { before: factsOf(before) } : {}),
        after: factsOf(after),
      },
      session,
    );
    return { licenceId };
  }

  private async claimIn(
    session: ClientSession,
    { caller: { accountId }, body }: ClaimLicence,
  ): Promise<Licence> {
    const person = await this.verifications.find(accountId, session);
    const own = await this.licences.ofAccount(accountId, session);
    const before = await this.licences.find(this.lookup.licenceId(body.licenceNumber), session);
    const registered = await this.licences.ofPerson(person?.personKey, session);
    const outcome = accepted(
      claimLicence(
        {
          identityStatus: person?.status ?? 'unsubmitted',
          personKey: person?.personKey,
          claimedLicenceId: own?._id,
          holdsOfPerson: registered.flatMap(({ holds }) => holds),
          fileNumberKey: this.licences.fileNumberKey(body.fileNumber),
          registered: before,
        },
        this.clock.now(),
      ),
    );
    if (!before) throw new Error('a licence that is not registered was claimed');
    if (outcome === 'repeated') return this.shown(before);
    const after = { ...before, accountId, version: before.version + 1 };
    await this.licences.save(after, session);
    await this.outbox.add(session, {
      type: 'licence.claimed',
      key: after._id,
      seq: after.version,
      payload: claimedOf(after, accountId),
    });
    return this.shown(after);
  }
}

function claimedOf(row: LicenceRow, accountId: string): LicenceClaimed {
  const { _id: licenceId, personKey, version } = row;
  return { accountId, personKey, licenceId, ...factsOf(row), version };
}

function factsOf(row: LicenceRow): Pick<LicenceRow, 'class' | 'firstIssuedOn' | 'validUntil'> {
  return { class: row.class, firstIssuedOn: row.firstIssuedOn, validUntil: row.validUntil };
}
