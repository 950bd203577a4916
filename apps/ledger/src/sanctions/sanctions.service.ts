import {
  accepted,
  ownCase,
  refuse,
  type Caller,
  type DecideSanctionCase,
  type EnforceSanctionCase,
  type Events,
  type ListOfCaller,
  type ListSanctionCases,
  type NoticeSanctionCase,
  type OpenSanctionCase,
  type Page,
  type Requests,
  type RevokeSanctionCase,
  type SanctionCase,
  type SanctionCaseOf,
  type Self,
} from '@demerit/contracts';
import { Idempotency, MessagingClient, Outbox } from '@demerit/messaging';
import { AuditStore, newId, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import { concernedByAccount, concernedByLicence } from '../account/own-case.rules';
import { CurrentTerms } from '../account/terms';
import { EntriesStore } from '../account/entries.store';
import type { LicenceDocument } from '../account/account.types';
import type { TargetDocument } from '../review/review.types';
import { RegisterService } from '../register/register.service';
import { WholeAccounts } from '../reservations/whole-accounts';
import { LicencesStore } from '../account/licences.store';
import {
  auditedStep,
  decideCase,
  giveNotice,
  openCase,
  openedByReview,
  type CaseFacts,
  type PersonNow,
} from './cases.rules';
import { CasesStore } from './cases.store';
import { caseEvents, enforceCase, revokeCase, type Enforced } from './enforcement.rules';
import { concernedByDecisions, DecisionsOfCases, type NamedDecisions } from './named-decisions';
import { OffendersStore } from '../offenders/offenders.store';
import { caseView } from './case.view';
import type { CaseDocument } from './sanctions.types';
import type { OffenderDocument } from '../offenders/offenders.types';

const CURSOR = [/^cas_\w+$/];

/** The case and the person concerned as a step finds them. */
interface Standing {
  state: CaseDocument;
  offender: OffenderDocument;
  session: ClientSession;
  /** Those that it names, and those that the step names. */
  named: NamedDecisions;
}

/** Of a step that needs to know nothing of others. */
const nothing = (): Promise<void> => Promise.resolve();

/** Cases of point trading: each step is one transaction of case, person, licence, entries, events and audit row. rules.md §5. */
@Injectable()
export class SanctionsService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
    private readonly client: MessagingClient<Requests>,
    private readonly terms: CurrentTerms,
    private readonly accounts: Accounts,
    private readonly wholeAccounts: WholeAccounts,
    private readonly register: RegisterService,
    private readonly licences: LicencesStore,
    private readonly entries: EntriesStore,
    private readonly cases: CasesStore,
    private readonly decisions: DecisionsOfCases,
    private readonly offenders: OffendersStore,
    private readonly audit: AuditStore,
  ) {}

  async open({ caller, idempotency, body }: OpenSanctionCase): Promise<SanctionCase> {
    const ask = async () => {
      await this.register.askFor(body.licenceId);
      return Promise.all([
        this.decisions.named(body.decisionNumbers),
        this.uploadedOf(caller, body),
        this.selfOf(caller),
      ]);
    };
    return this.idempotency.runAsking(
      idempotency,
      ask,
      async (session, [named, uploaded, self]) => {
        const person = await this.licences.find(body.licenceId, session);
        if (!person) throw refuse('LICENCE_NOT_FOUND');
        const ofDecisions = concernedByDecisions(body.decisionNumbers, named);
        accepted(ownCase(self, concernedByAccount(person), ...ofDecisions));
        const facts = { decisions: licencesOf(named), documentIds: uploaded };
        const terms = this.terms.get();
        const command = { by: caller.accountId, body };
        const opened = accepted(openCase(command, person, facts, newId('cas'), terms));
        const saved = await this.save(opened, undefined, session);
        return caseView(saved, await this.offenders.find(saved.personKey, session), terms.now);
      },
    );
  }

  /** Part of the transaction in which a reviewer confirms a person. */
  async openAfterReview(
    target: TargetDocument,
    person: LicenceDocument,
    by: string,
    session: ClientSession,
  ): Promise<void> {
    const opened = openedByReview(target, person, by, newId('cas'), this.terms.get());
    await this.save(opened, undefined, session);
  }

  async list({ page, status }: ListSanctionCases): Promise<Page<SanctionCase>> {
    return this.page(page, status ? { status } : {});
  }

  /** Newest first. */
  async page(
    page: ListOfCaller['page'],
    of: Parameters<CasesStore['page']>[0],
  ): Promise<Page<SanctionCase>> {
    const request = pageRequest(page, CURSOR);
    const found = await this.cases.page(of, request.rows, request.after?.[0]);
    const offenders = await this.offenders.findAll(found.map(({ personKey }) => personKey));
    const { now } = this.terms.get();
    const shown = (state: CaseDocument): SanctionCase => {
      const { personKey: _id } = state;
      return caseView(state, offenders.get(_id) ?? { _id, inForce: [], version: 0 }, now);
    };
    return pageOf(found, request, ({ _id }) => [_id], shown);
  }

  async get({ caseId }: SanctionCaseOf): Promise<SanctionCase> {
    const found = await this.found(caseId);
    const offender = await this.offenders.find(found.personKey);
    return caseView(found, offender, this.terms.get().now);
  }

  async notice(command: NoticeSanctionCase): Promise<SanctionCase> {
    const ask = () => this.uploadedOf(command.caller, command.body);
    return this.step(
      command,
      ask,
      async ({ state, offender, session, named }, uploaded) => {
        const { now } = this.terms.get();
        // What the case named before was there when it was opened; the officer who completes it may be another one.
        const documentIds = [...uploaded, ...state.documentIds];
        const facts = { decisions: licencesOf(named), documentIds };
        const after = accepted(giveNotice(asked(command), state, facts, now));
        return { after: await this.save(after, state, session), offender };
      },
      command.body.decisionNumbers,
    );
  }

  async decide(command: DecideSanctionCase): Promise<SanctionCase> {
    return this.step(command, nothing, async ({ state, offender, session }) => {
      const { now } = this.terms.get();
      const after = accepted(decideCase(asked(command), state, offender, now));
      return { after: await this.save(after, state, session), offender };
    });
  }

  async enforce(command: EnforceSanctionCase): Promise<SanctionCase> {
    const ask = async () => this.personNow(await this.found(command.caseId));
    return this.step(command, ask, async ({ state, offender, session }, person) => {
      const licence = await this.licenceOf(state, session);
      const orders = { fine: newId('ord'), confiscation: newId('ord') };
      const terms = this.terms.get();
      const enforced = accepted(
        enforceCase(asked(command), state, { offender, licence, person }, orders, terms),
      );
      const after = await this.commit(enforced, { state, offender, licence }, session);
      return { after, offender: enforced.offender };
    });
  }

  private async personNow({ accountId, licenceId }: CaseDocument): Promise<PersonNow> {
    const { licence } = await this.client.ask('person.get', { accountId });
    if (licence) return { licence };
    const registered = await this.client.ask('licence.registered', { licenceId });
    return { licence, registered };
  }

  async revoke(command: RevokeSanctionCase): Promise<SanctionCase> {
    return this.step(command, nothing, async ({ state, offender, session }) => {
      const licence = await this.licenceOf(state, session);
      const account = await this.wholeAccounts.of(licence, session);
      const terms = this.terms.get();
      const revoked = accepted(
        revokeCase(asked(command), state, offender, licence, account, terms),
      );
      const after = await this.commit(revoked, { state, offender, licence }, session);
      return { after, offender: revoked.offender };
    });
  }

  /** The frame of an officer's step: key, what others say, the case, the rules. */
  private async step<Said>(
    { caller, caseId, idempotency }: Pick<EnforceSanctionCase, 'caller' | 'caseId' | 'idempotency'>,
    ask: () => Promise<Said>,
    take: (stands: Standing, said: Said) => Promise<Pick<Enforced, 'after' | 'offender'>>,
    newNumbers: readonly string[] = [],
  ): Promise<SanctionCase> {
    const askAll = async () => {
      const { decisionNumbers } = await this.found(caseId);
      const numbers = [...decisionNumbers, ...newNumbers];
      return Promise.all([ask(), this.decisions.named(numbers), this.selfOf(caller)]);
    };
    return this.idempotency.runAsking(idempotency, askAll, async (session, [said, named, self]) => {
      const state = await this.found(caseId, session);
      const ofDecisions = concernedByDecisions([...state.decisionNumbers, ...newNumbers], named);
      accepted(ownCase(self, concernedByLicence(state), ...ofDecisions));
      const offender = await this.offenders.find(state.personKey, session);
      const taken = await take({ state, offender, session, named }, said);
      return caseView(taken.after, taken.offender, this.terms.get().now);
    });
  }

  /** By what identity knows whoever acts. */
  private selfOf({ accountId }: Caller): Promise<Self> {
    return this.client.ask('person.self', { accountId });
  }

  private async commit(
    { after, offender, licence, entries, events }: Enforced,
    before: { state: CaseDocument; offender: OffenderDocument; licence: LicenceDocument },
    session: ClientSession,
  ): Promise<CaseDocument> {
    const saved = await this.save(after, before.state, session);
    if (offender !== before.offender) await this.offenders.save(offender, session);
    if (licence !== before.licence) await this.licences.save(licence, session);
    await this.entries.append(entries, session);
    await this.outbox.add(session, events);
    return saved;
  }

  /** With audit row and event of the step taken last. */
  private async save(
    after: CaseDocument,
    before: CaseDocument | undefined,
    session: ClientSession,
  ): Promise<CaseDocument> {
    const saved = await this.cases.save(after, session);
    const step = after.steps.at(-1);
    await this.audit.add(
      {
        actor: step?.by ?? '',
        act: `sanction-case.${after.status}`,
        subject: after._id,
        ...(step?.reason && { reason: step.reason }),
        ...auditedStep(before, after),
      },
      session,
    );
    await this.outbox.add(session, caseEvents(before, saved));
    return saved;
  }

  private async found(caseId: string, session?: ClientSession): Promise<CaseDocument> {
    const found = await this.cases.find(caseId, session);
    if (!found) throw refuse('SANCTION_CASE_NOT_FOUND');
    return found;
  }

  private async licenceOf(
    { licenceId }: CaseDocument,
    session: ClientSession,
  ): Promise<LicenceDocument> {
    const licence = await this.accounts.licence(licenceId, session);
    if (!licence) throw new Error(`nothing is known of ${licenceId}, of which there is a case`);
    return licence;
  }

  /** Of the documents named, those that they have uploaded. */
  private async uploadedOf(
    { accountId }: Caller,
    { documentIds = [] }: { documentIds?: string[] },
  ): Promise<string[]> {
    if (documentIds.length === 0) return [];
    const checked = await this.client.ask('documents.check', { accountId, documentIds });
    return checked.documents.map(({ documentId }) => documentId);
  }
}

function licencesOf(named: NamedDecisions): CaseFacts['decisions'] {
  return new Map([...named].map(([number, decision]) => [number, decision?.licenceId]));
}

function asked<Body>({ caller, ifMatch, body }: { caller: Caller; ifMatch?: string; body: Body }) {
  return { by: caller.accountId, ifMatch, body };
}
