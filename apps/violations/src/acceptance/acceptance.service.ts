import {
  ownCase,
  Policy,
  Refusal,
  refuse,
  type AcceptAtWindow,
  type AcceptViolation,
  type CommandKey,
  type Handling,
  type Person,
  type Requests,
} from '@demerit/contracts';
import {
  crashPoint,
  Idempotency,
  MessagingClient,
  RequestRefused,
  Transactions,
} from '@demerit/messaging';
import { AccountMarks, DomainClock, newId, type MarkDocument } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Catalogue } from '../catalogue/catalogue';
import { draftDecision } from '../decisions/decisions.rules';
import { ViolationsConfig } from '../decisions/violations.config';
import { disputerOf } from '../disputes/disputes.rules';
import { DisputesStore } from '../disputes/disputes.store';
import { beginHandling, continueUnder } from '../handlings/handlings.rules';
import { HandlingsStore } from '../handlings/handlings.store';
import { correctedMeanwhile } from '../register/open.rules';
import { OwnCases } from '../register/own-cases';
import { concernedBy } from '../register/seeing.rules';
import { takenInHandling } from '../register/violations.rules';
import { ViolationsStore } from '../register/violations.store';
import type { ViolationDocument } from '../register/violations.types';
import {
  comesAfterStanding,
  firstFailing,
  handlingFacts,
  maySendToWindow,
  type AcceptanceAttempt,
  type Guard,
} from './acceptance.rules';
import { DecidingService, FRESH, type Undecided } from './deciding.service';
import { forecastQuestion, withForecast } from './forecast.rules';
import { licenceNamed } from './licence.rules';
import { RefusingService, type ClaimedKey, type Outcome } from './refusing.service';

/** How long the steps may take before somebody else looks after them (real time). */
const STEPS_TIMEOUT_MS = 3_000;

/** Who accepts which violation: the driver online, or an officer for whoever holds the licence. */
interface Acceptance {
  idempotency: CommandKey | undefined;
  violationId: string;
  iWasTheDriver: boolean;
  by:
    { accountId: string; licenceId: string | undefined } | { officerId: string; licenceId: string };
}

type AttemptOn = (violation: ViolationDocument) => AcceptanceAttempt;
/** A violation and its driver's mark, absent for an officer. */
type Reading = Promise<[ViolationDocument | null, MarkDocument | null | undefined]>;
type Taken = Undecided | { failing: AcceptanceAttempt } | { refusal: Refusal };

/** The acceptance of a penalty: ARCHITECTURE.md "The way of one violation", step 1, and the answer under its key. rules.md §3. */
@Injectable()
export class AcceptanceService {
  private readonly logger = new Logger(AcceptanceService.name);

  constructor(
    private readonly marks: AccountMarks,
    private readonly deciding: DecidingService,
    private readonly refusing: RefusingService,
    private readonly handlings: HandlingsStore,
    private readonly violations: ViolationsStore,
    private readonly disputes: DisputesStore,
    private readonly ownCases: OwnCases,
    private readonly catalogue: Catalogue,
    private readonly client: MessagingClient<Requests>,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
    private readonly config: ViolationsConfig,
  ) {}

  async accept(command: AcceptViolation): Promise<Handling> {
    const { caller, idempotency, violationId, body } = command;
    const { iWasTheDriver = false, licenceId } = body;
    const by = { accountId: caller.accountId, licenceId };
    return this.run({ idempotency, violationId, iWasTheDriver, by });
  }

  /** The handling is the driver's own, as if accepted online. */
  async acceptAtWindow(command: AcceptAtWindow): Promise<Handling> {
    const { caller, idempotency, body } = command;
    const { violationId, licenceId, iWasTheDriver = false } = body;
    const by = { officerId: caller.accountId, licenceId };
    return this.run({ idempotency, violationId, iWasTheDriver, by });
  }

  private async run(command: Acceptance): Promise<Handling> {
    const key = command.idempotency;
    // Beside the claim: what is written between the two, versions and indexes tell. Where it fails, whoever awaits it hears so.
    const reading = this.read(command);
    reading.catch(() => undefined);
    const claim = key && (await this.idempotency.claim(key));
    if (claim?.state === 'done') return claim.answer as Handling;
    crashPoint('accept:after-claim');
    const claimed = key && claim && { id: key.id, bodyHash: key.bodyHash, token: claim.token };
    const outcome = await this.attempt(command, reading, claimed);
    if ('refusal' in outcome) throw new RequestRefused(outcome.refusal);
    return outcome.answer;
  }

  private async attempt(
    command: Acceptance,
    reading: Reading,
    claimed: ClaimedKey | undefined,
  ): Promise<Outcome> {
    try {
      const beginning = await this.begin(command, await reading, claimed);
      if (beginning instanceof Refusal)
        return await this.refusing.conclude(command, beginning, claimed);
      crashPoint('accept:after-begin');
      return await this.deciding.finish(beginning, claimed);
    } catch (error) {
      if (claimed) await this.conclude(claimed, error);
      throw error;
    }
  }

  /** A refusal is the key's answer; else the outcome is unknown and the key free, so that the same request may go on with what it began. */
  private async conclude(claimed: ClaimedKey, error: unknown): Promise<void> {
    await this.idempotency.conclude(claimed, claimed.token, error).catch((failure: unknown) => {
      // The claim then ends by its age.
      const reason = String(failure);
      this.logger.warn({ msg: 'idempotency key not freed', key: claimed.id, reason });
    });
  }

  /** At one moment, so in one query. */
  private read({ violationId, by }: Acceptance): Reading {
    return Promise.all([
      this.violations.find(violationId),
      'accountId' in by ? this.marks.find(by.accountId) : undefined,
    ]);
  }

  private async begin(
    command: Acceptance,
    [violation, mark]: Awaited<Reading>,
    claimed: ClaimedKey | undefined,
  ): Promise<Undecided | Refusal> {
    if (violation === null) return refuse('VIOLATION_NOT_FOUND');
    // What began under a driver's key holds the violation that the key names; an officer's names none.
    const isFirst = violation.status === 'published' && 'accountId' in command.by;
    const unfinished = isFirst ? undefined : await this.unfinished(claimed);
    if (unfinished) return unfinished;
    const attemptOn = await this.attemptOf(command, violation);
    if (attemptOn instanceof Refusal) return attemptOn;
    const attempt = attemptOn(violation);
    const taken = firstFailing(attempt)
      ? { failing: attempt }
      : await this.transactions.runTogether(
          async (session, tries) =>
            // Nearly always nobody has written meanwhile; versions and indexes tell, and then it is read again.
            tries === 1
              ? this.take(session, violation, attempt, claimed, mark)
              : this.takeAgain(session, violation, attemptOn, claimed),
          FRESH,
        );
    if ('refusal' in taken) return taken.refusal;
    return 'handling' in taken ? taken : this.refusalOf(taken.failing);
  }

  private async unfinished(
    claimed: ClaimedKey | undefined,
    session?: ClientSession,
  ): Promise<Undecided | Refusal | undefined> {
    const handling = claimed && (await this.handlings.unfinishedUnder(claimed.id, session));
    if (!handling) return undefined;
    const continued = continueUnder(handling, claimed);
    return continued instanceof Refusal ? continued : { handling: continued };
  }

  /** What the owners of the facts say of person and vehicle, asked once and before the transaction. */
  private async attemptOf(
    { by, iWasTheDriver }: Acceptance,
    read: ViolationDocument,
  ): Promise<AttemptOn | Refusal> {
    const { vehicleId: plateId, occurredAt } = read;
    const accountId = 'accountId' in by ? by.accountId : await this.holderOf(by.licenceId);
    const [person, access] = await Promise.all([
      this.client.ask('person.get', { accountId }),
      this.client.ask('vehicle.access', { accountId, plateId, at: occurredAt.toISOString() }),
    ]);
    const foreign = licenceNamed(by.licenceId, person);
    if (foreign) return foreign;
    const own = 'officerId' in by && (await this.ownCaseOf(by.officerId, person, read));
    if (own) return own;
    const now = this.clock.now();
    return (violation) => ({
      ...('officerId' in by ? { method: 'window', officerId: by.officerId } : { method: 'online' }),
      person,
      access,
      violation,
      iWasTheDriver,
      policy: this.policy,
      now,
    });
  }

  /** An officer accepts neither for themselves nor for others what happened with a vehicle of theirs. */
  private async ownCaseOf(
    officerId: string,
    { accountId, personKey }: Person,
    violation: ViolationDocument,
  ): Promise<Refusal | undefined> {
    const { self, owner } = await this.ownCases.actingOn({ accountId: officerId }, violation);
    const driver = { accountIds: [accountId], keys: [personKey] };
    return ownCase(self, driver, ...concernedBy(violation, owner));
  }

  private async holderOf(licenceId: string): Promise<string> {
    const asked = { licenceId };
    const holder = await this.client.ask('licence.holder', asked);
    return holder.accountId;
  }

  private async takeAgain(
    session: ClientSession,
    read: ViolationDocument,
    attemptOn: AttemptOn,
    claimed: ClaimedKey | undefined,
  ): Promise<Taken> {
    // A claim that was taken over meanwhile has left its handling here: one key, one handling.
    const unfinished = await this.unfinished(claimed, session);
    if (unfinished instanceof Refusal) return { refusal: unfinished };
    if (unfinished) return unfinished;
    const violation = await this.violations.find(read._id, session);
    if (violation === null) throw new Error(`violation ${read._id} is gone`);
    const corrected = correctedMeanwhile(read, violation);
    if (corrected) return { refusal: corrected };
    const attempt = attemptOn(violation);
    return firstFailing(attempt)
      ? { failing: attempt }
      : this.take(session, violation, attempt, claimed);
  }

  private async take(
    session: ClientSession,
    violation: ViolationDocument,
    attempt: AcceptanceAttempt,
    claimed: ClaimedKey | undefined,
    mark?: MarkDocument | null,
  ): Promise<Undecided> {
    const handlingId = newId('hnd');
    const facts = handlingFacts(attempt);
    const { authorityName: authority } = this.config;
    const texts = { ...this.catalogue.textsOf(violation), authority };
    const decision = draftDecision(handlingId, violation, texts, this.policy, attempt.now);
    const retryAt = new Date(Date.now() + STEPS_TIMEOUT_MS);
    const handling = beginHandling(handlingId, facts, decision, newId('ord'), claimed, retryAt);
    const { accountId, vehicleId } = facts;
    await this.marks.touchOpen(accountId, session, mark);
    const taken = takenInHandling(violation, { handlingId, accountId, vehicleId });
    return {
      violation: await this.violations.save(taken, session),
      handling: await this.handlings.save(handling, session),
    };
  }

  /** Guard 2 is the ledger's, who decides it while reserving; where nothing will be reserved it is asked, so that the first guard of the table answers. */
  private async refusalOf(refused: AcceptanceAttempt): Promise<Refusal> {
    const { violation, person, access } = refused;
    const disputer = disputerOf(person.accountId, access);
    const wasDisputed = await this.disputes.wasMade(violation._id, disputer);
    const attempt = { ...refused, wasDisputed };
    const failing = firstFailing(attempt);
    const licence = attempt.person.licence;
    if (!failing) throw new Error('an attempt that passes is not refused');
    if (licence === null || !comesAfterStanding(failing)) return failing.refusal(attempt);
    const complete = await this.withLedger(attempt, failing);
    return (firstFailing(complete) ?? failing).refusal(complete);
  }

  /** Where the refusal may send to the window, with all that the ledger would say there: nobody is sent to be refused. */
  private async withLedger(attempt: AcceptanceAttempt, failing: Guard): Promise<AcceptanceAttempt> {
    const question = maySendToWindow(failing) ? forecastQuestion(attempt) : undefined;
    if (question) return withForecast(attempt, await this.client.ask('points.preview', question));
    const vehicleId = attempt.access.vehicle?.vehicleId ?? attempt.violation.vehicleId;
    const { accountId } = attempt.person;
    const asked = { accountId, vehicleId };
    return { ...attempt, standings: await this.client.ask('points.standing', asked) };
  }
}
