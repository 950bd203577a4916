import {
  accepted,
  LEDGER_HOLDS,
  ownCase,
  refuse,
  type EducationOrder,
  type Events,
  type Hold,
  type RecordEducation,
  type ReduceByStudy,
  type Requests,
  type Study,
} from '@demerit/contracts';
import { Idempotency, MessagingClient, Outbox } from '@demerit/messaging';
import { AuditStore, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import { concernedByAccount } from '../account/own-case.rules';
import { CurrentTerms } from '../account/terms';
import { cycleAt, licenceOfPerson } from '../account/cycles.rules';
import { EntriesStore } from '../account/entries.store';
import { accountOf, replay, studiedIn } from '../account/items.rules';
import type { LicenceDocument } from '../account/account.types';
import { RegisterService } from '../register/register.service';
import { LicencesStore } from '../account/licences.store';
import { OffendersStore } from '../offenders/offenders.store';
import { checkEducationForm, recordEducation } from '../full-score/full-score.rules';
import { numberOf } from './certificates.rules';
import { CertificatesStore } from './certificates.store';
import type { CertificateDocument } from './certificates.types';
import { reduceByStudy, type StudyFacts } from './studies.rules';
import { StudiesStore } from './studies.store';

/** Ways points go down by learning: the education after full score, and study before it. rules.md §4. */
@Injectable()
export class EducationService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
    private readonly client: MessagingClient<Requests>,
    private readonly terms: CurrentTerms,
    private readonly accounts: Accounts,
    private readonly licences: LicencesStore,
    private readonly register: RegisterService,
    private readonly entries: EntriesStore,
    private readonly certificates: CertificatesStore,
    private readonly studies: StudiesStore,
    private readonly offenders: OffendersStore,
    private readonly audit: AuditStore,
  ) {}

  /** An officer's record. One transaction: licence, entries, audit row, events. */
  async record({ caller, idempotency, licenceId, body }: RecordEducation): Promise<EducationOrder> {
    const wrong = checkEducationForm(body);
    if (wrong) throw wrong;
    const ask = () =>
      Promise.all([
        this.client.ask('person.self', { accountId: caller.accountId }),
        this.register.askFor(licenceId),
      ]);
    return this.idempotency.runAsking(idempotency, ask, async (session, [self]) => {
      const licence = await this.accounts.licence(licenceId, session);
      if (!licence) throw refuse('LICENCE_NOT_FOUND');
      accepted(ownCase(self, concernedByAccount(licence)));
      const step = accepted(recordEducation(body, licence, this.terms.get()));
      await this.licences.save(step.licence, session);
      await this.entries.append(step.entries, session);
      await this.outbox.add(session, step.events);
      await this.audit.add(
        {
          actor: caller.accountId,
          act: 'education.record',
          subject: licenceId,
          before: { ...licence.education, recorded: licence.balance },
          after: { ...body, ...step.order },
        },
        session,
      );
      return step.order;
    });
  }

  /** A driver's own study. */
  async study({ caller: { accountId }, idempotency, body }: ReduceByStudy): Promise<Study> {
    const ask = () => this.client.ask('person.get', { accountId });
    return this.idempotency.runAsking(idempotency, ask, async (session, person) => {
      const terms = this.terms.get();
      const ofPerson = accepted(licenceOfPerson(person, terms.now));
      const licence = (await this.accounts.licence(ofPerson._id, session)) ?? ofPerson;
      const certificate = await this.certificates.find(numberOf(body.certificate), session);
      const facts = {
        ...(await this.factsOf(licence, person.licence?.holds ?? [], terms.now, session)),
        certificate,
        isUsed: await this.isUsed(certificate, session),
      };
      const studied = accepted(reduceByStudy(body, licence, facts, newId('std'), terms));
      await this.licences.save(studied.licence, session);
      await this.entries.append(studied.entries, session);
      await this.studies.add(studied.study, session);
      // As it is: a correction at the same moment begins anew, and sees what it reduced.
      if (certificate) await this.certificates.save(certificate, session);
      return studied.answer;
    });
  }

  private async factsOf(
    licence: LicenceDocument,
    holds: readonly Hold[],
    now: Date,
    session: ClientSession,
  ): Promise<Omit<StudyFacts, 'certificate' | 'isUsed'>> {
    const { startsOn } = cycleAt(licence.firstIssuedOn, now);
    const offender = await this.offenders.find(licence.personKey, session);
    const entries = await this.entries.account(licence._id, licence.seq, session);
    // When a fine was paid changes nothing of what studies took off.
    const account = accountOf(licence, entries, new Map());
    return {
      reducedInCycle: studiedIn(replay(account, startsOn), startsOn),
      tradedOn: offender.inForce.map(({ on }) => on),
      // Of the ledger's own holds identity has a copy, which may be late.
      holds: holds.filter(({ kind }) => !LEDGER_HOLDS.some((own) => own === kind)),
    };
  }

  private async isUsed(
    certificate: CertificateDocument | null,
    session: ClientSession,
  ): Promise<boolean> {
    return certificate !== null && (await this.studies.usedAmong([certificate], session)).size > 0;
  }
}
