import {
  accepted,
  type Events,
  type HandlingState,
  type PointsPreview,
  type PreviewPoints,
  type Reservation,
  type ReservePoints,
} from '@demerit/contracts';
import { RequestRefused, Transactions } from '@demerit/messaging';
import { newId } from '@demerit/platform';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import type { TargetIds } from '../review/review.rules';
import { CurrentTerms } from '../account/terms';
import { WholeAccounts } from './whole-accounts';
import { CaseFiles, type Parties } from './case-files';
import { checkDates } from './dates.rules';
import type { RecordedBecause } from '../account/account.types';
import type { ReservationDocument } from './reservations.types';
import { isPaidLate, record } from './recording.rules';
import {
  RESERVATION_MOVES,
  answerOf,
  outcomeReceived,
  preview,
  release,
  reserve,
  tombstone,
} from './reservations.rules';
import { checkRevocable, revocationReceived, revoke } from './reversal.rules';
import { RegisterService } from '../register/register.service';
import { Handlings } from './handlings';
import { ReservationsStore } from './reservations.store';
import { TargetsStore } from '../review/targets.store';

/** What violations says of a handling that holds nothing any more. */
const CAME_TO_NOTHING: ReadonlySet<HandlingState> = new Set(['refused', 'withdrawn', 'unknown']);
/** Whatever counts in a cycle of the licence or the vehicle was decided within it. */
const LONGEST_CYCLE_MS = 366 * 86_400_000;
/** Refusals for which earlier handlings count: guards 9 and 10. */
const FOR_WHAT_IS_COUNTED: ReadonlySet<string> = new Set([
  'WINDOW_REQUIRED',
  'LICENCE_LIMIT_REACHED',
  'VEHICLE_LIMIT_REACHED',
]);

/** Reserve → record or release: the life of a handling's points. rules.md §3, §4. */
@Injectable()
export class ReservationsService {
  private readonly logger = new Logger(ReservationsService.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly caseFiles: CaseFiles,
    private readonly wholeAccounts: WholeAccounts,
    private readonly terms: CurrentTerms,
    private readonly reservations: ReservationsStore,
    private readonly targets: TargetsStore,
    private readonly handlings: Handlings,
    private readonly register: RegisterService,
  ) {}

  /** Idempotent by handling: the first answer is given again, also a refusal. */
  async reserve(request: ReservePoints): Promise<Reservation> {
    const { violationOccurredAt, decidedAt } = request;
    this.checkDates({ ...daysOf(request), violationOccurredAt, decidedAt });
    const reservation = await this.reserveUnless(request, isForWhatIsCounted);
    if (reservation) return accepted(answerOf(reservation));
    const before = await this.reservations.find(request.handlingId);
    if (before) return accepted(answerOf(before));
    const { licenceId, licenceFirstIssuedOn } = request;
    await this.register.askWhereNot(licenceId, licenceFirstIssuedOn);
    await this.takeBackWhatEnded(request);
    return accepted(answerOf(await this.reserveUnless(request)));
  }

  /** Reserves nothing and lists nobody. */
  async preview(request: PreviewPoints): Promise<PointsPreview> {
    this.checkDates(daysOf(request));
    const terms = this.terms.get();
    const decidedAt = terms.now.toISOString();
    const caseFile = await this.caseFiles.open(partiesOf(request, decidedAt), terms.now);
    return preview(request, caseFile, terms);
  }

  private async reserveUnless(request: ReservePoints): Promise<ReservationDocument>;
  private async reserveUnless(
    request: ReservePoints,
    isDoubtful: (reservation: ReservationDocument) => boolean,
  ): Promise<ReservationDocument | undefined>;
  private async reserveUnless(
    request: ReservePoints,
    isDoubtful?: (reservation: ReservationDocument) => boolean,
  ): Promise<ReservationDocument | undefined> {
    const work = async (
      session: ClientSession,
      attempt: number,
    ): Promise<ReservationDocument | undefined> => {
      // A handling asks once, nearly always, and nobody writes what it reads meanwhile. So a first attempt reads at once what it needs, before its
      // transaction; versions and ids tell, and then it is read again.
      const reading = attempt === 1 ? undefined : session;
      const before = reading && (await this.reservations.find(request.handlingId, reading));
      if (before) return before;
      const terms = this.terms.get();
      const caseFile = await this.caseFiles.open(request, terms.now, reading);
      const { firstIssuedOn, accountId: holder } = caseFile.licence;
      const isNewsLate = firstIssuedOn !== request.licenceFirstIssuedOn || holder === '';
      if (isNewsLate && isDoubtful) return undefined;
      const { targetId } = caseFile.vehicle.standing;
      const open = targetId ? await this.targets.find(targetId, reading) : null;
      const change = reserve(request, caseFile, open ? [open] : [], newTargetIds(), terms);
      if (isDoubtful?.(change.reservation)) return undefined;
      await this.caseFiles.commit(change, caseFile, session);
      return change.reservation;
    };
    const { vehicleId, licenceId } = request;
    return this.transactions.runTogether(work, { inTurnFor: [vehicleId, licenceId] });
  }

  /**
   * The event of a withdrawal or of a revocation may still be on its way: violations is asked before anybody is refused, let alone listed,
   * because of what has come to nothing: what one answer confirmed, the next call may use.
   */
  private async takeBackWhatEnded(request: ReservePoints): Promise<void> {
    const since = new Date(this.terms.get().now.getTime() - LONGEST_CYCLE_MS);
    const counted = await this.reservations.counted(request, since);
    const states = await this.handlings.statesOf(counted);
    const over = states.filter(({ state }) => state === 'revoked' || CAME_TO_NOTHING.has(state));
    if (over.length === 0) return;
    const work = async (session: ClientSession): Promise<void> => {
      for (const { handlingId, state } of over) await this.follow(handlingId, state, session);
    };
    const { vehicleId, licenceId } = request;
    await this.transactions.run(work, { inTurnFor: [vehicleId, licenceId] });
  }

  /** Does what violations says of a handling, whose event may come later or never. */
  async follow(handlingId: string, state: HandlingState, session: ClientSession): Promise<void> {
    const reservation = await this.reserved(handlingId, session);
    if (state === 'decided') await this.decisionReceived(reservation, session);
    else if (state === 'revoked') await this.revokeBeforeEvent(reservation, session);
    else if (CAME_TO_NOTHING.has(state)) await this.release(reservation, session);
  }

  /** `violation.decided`: with a fine of 0 nothing else records the points. */
  async decided(event: Events['violation.decided'], session: ClientSession): Promise<void> {
    const isWithoutFine = (event.orderId ?? null) === null;
    const reservation = await this.reserved(event.handlingId, session);
    if (isWithoutFine) {
      return this.record(event.handlingId, 'no_fine', session, reservation.decidedAt);
    }
    await this.decisionReceived(reservation, session);
  }

  /** `at`: when the cause of the record happened, on the domain clock. */
  async record(
    handlingId: string,
    because: RecordedBecause,
    session: ClientSession,
    at?: string,
  ): Promise<void> {
    const reservation = await this.reserved(handlingId, session);
    const caseFile = await this.caseFiles.reopen(reservation, session);
    const { licence } = caseFile;
    const isLate = isPaidLate(reservation, licence, because);
    const account = isLate ? await this.wholeAccounts.of(licence, session) : undefined;
    const change = record(reservation, caseFile, because, this.terms.get(), { at, account });
    await this.caseFiles.commit(change, caseFile, session);
    if (
      !RESERVATION_MOVES[reservation.state].includes('recorded') &&
      reservation.state !== 'recorded'
    ) {
      const { state } = reservation;
      this.logger.warn({ msg: 'nothing to record', handlingId, state, because });
    }
  }

  async withdrawn(event: Events['handling.withdrawn'], session: ClientSession): Promise<void> {
    const { handlingId: _id, accountId, licenceId, vehicleId } = event;
    const reservation = await this.reservations.find(_id, session);
    if (reservation) return this.release(reservation, session);
    const handling = { _id, accountId, licenceId, vehicleId };
    await this.reservations.save(tombstone(handling, this.terms.get()), session);
  }

  /** `decision.revoked`. */
  async revoked({ handlingId }: Events['decision.revoked'], session: ClientSession): Promise<void> {
    const reservation = await this.reserved(handlingId, session);
    if (reservation.revokedUnheard) {
      return this.reservations.save(revocationReceived(reservation), session);
    }
    accepted(checkRevocable(reservation));
    await this.revokeIn(reservation, session);
  }

  private async revokeBeforeEvent(
    reservation: ReservationDocument,
    session: ClientSession,
  ): Promise<void> {
    // Its event may have come since violations was asked.
    if (checkRevocable(reservation)) return;
    await this.revokeIn({ ...reservation, revokedUnheard: true }, session);
  }

  private async revokeIn(reservation: ReservationDocument, session: ClientSession): Promise<void> {
    const caseFile = await this.caseFiles.reopen(reservation, session);
    const account = await this.wholeAccounts.of(caseFile.licence, session);
    const change = revoke(reservation, caseFile, account, this.terms.get());
    await this.caseFiles.commit(change, caseFile, session);
  }

  private checkDates(dates: Record<string, string>): void {
    accepted(checkDates(dates, this.terms.get().now));
  }

  private async release(reservation: ReservationDocument, session: ClientSession): Promise<void> {
    if (reservation.state !== 'reserved') return;
    const caseFile = await this.caseFiles.reopen(reservation, session);
    await this.caseFiles.commit(
      release(reservation, caseFile, this.terms.get()),
      caseFile,
      session,
    );
  }

  private async decisionReceived(
    reservation: ReservationDocument,
    session: ClientSession,
  ): Promise<void> {
    if (reservation.undecided) {
      await this.reservations.save(outcomeReceived(reservation), session);
    }
  }

  /** Nothing is decided that was not reserved first: an event without its reservation becomes a dead letter, for people to look at, and is not tried again. */
  private async reserved(handlingId: string, session: ClientSession): Promise<ReservationDocument> {
    const reservation = await this.reservations.find(handlingId, session);
    if (!reservation) throw new RequestRefused({ code: 'RESERVATION_NOT_FOUND', handlingId });
    return reservation;
  }
}

function daysOf(request: PreviewPoints | ReservePoints): Record<string, string> {
  const { licenceFirstIssuedOn, vehicleRegisteredOn } = request;
  return { licenceFirstIssuedOn, vehicleRegisteredOn };
}

/** Nothing of a preview is written, so nobody needs to be named in it. */
function partiesOf(request: PreviewPoints, decidedAt: string): Parties {
  const { accountId, licenceId, licenceFirstIssuedOn, vehicleId, vehicleRegisteredOn } = request;
  const licence = { accountId, personKey: '', licenceId, licenceFirstIssuedOn };
  return { ...licence, vehicleId, vehicleRegisteredOn, decidedAt };
}

function isForWhatIsCounted({ refusal }: ReservationDocument): boolean {
  return refusal !== undefined && FOR_WHAT_IS_COUNTED.has(refusal.code);
}

/** Made anew for each attempt; most need none. */
function newTargetIds(): TargetIds {
  return { licence: newId('krt'), vehicle: newId('krt') };
}
