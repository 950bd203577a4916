import {
  accepted,
  type ClaimLicence,
  type Events,
  type Licence,
  type RegisterLicence,
} from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { AuditStore, DomainClock, LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { VerificationStore } from '../verification/verification.store';
import { checkRegistration, claimLicence, holdsAt, isSameEntry } from './licences.rules';
import { LicencesStore, type LicenceRow } from './licences.store';

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
  ) {}

  /** By licence number: the same entry again changes nothing. */
  async register(command: RegisterLicence): Promise<{ licenceId: string }> {
    return this.idempotency.run(command.idempotency, (session) =>
      this.registerIn(session, command),
    );
  }

  async claim(command: ClaimLicence): Promise<Licence> {
    return this.idempotency.run(command.idempotency, (session) => this.claimIn(session, command));
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
    const outcome = accepted(
      claimLicence(
        {
          identityStatus: person?.status ?? 'unsubmitted',
          personKey: person?.personKey,
          claimedLicenceId: own?._id,
          holdsOfPerson: await this.licences.holdsOfPerson(person?.personKey, session),
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
      payload: {
        accountId,
        personKey: after.personKey,
        licenceId: after._id,
        ...factsOf(after),
        version: after.version,
      },
    });
    return this.shown(after);
  }
}

function factsOf(row: LicenceRow): Pick<LicenceRow, 'class' | 'firstIssuedOn' | 'validUntil'> {
  return { class: row.class, firstIssuedOn: row.firstIssuedOn, validUntil: row.validUntil };
}
