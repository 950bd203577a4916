import {
  accepted,
  normalPlate,
  ownCase,
  refuse,
  type AccessibleTime,
  type Events,
  type ListViolations,
  type OwnerThen,
  type Page,
  type RegisterViolation,
  type Requests,
  type Self,
  type VehicleAccess,
  type Violation,
  type ViolationOf,
} from '@demerit/contracts';
import { Idempotency, MessagingClient, Outbox } from '@demerit/messaging';
import { AuditStore, DomainClock, newId, pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Catalogue } from '../catalogue/catalogue';
import { Evidence } from './evidence';
import { OwnCases } from './own-cases';
import { OwnersThen } from './owners-then';
import {
  concernedBy,
  isVisible,
  publishedEvent,
  vehicleWithin,
  violationAsSeen,
} from './seeing.rules';
import { enterViolation, movedByHandling } from './violations.rules';
import { ViolationsStore, type Viewer } from './violations.store';
import type { ViolationDocument } from './violations.types';

/** Milliseconds, and the id. */
const SORT_KEY = [/^-?\d{1,15}$/, /^[\w-]{1,64}$/];

/** What others say of a notice: whose the vehicle was, which evidence there is, and who enters it. */
interface Entry {
  owner: OwnerThen | null;
  evidence: ReadonlySet<string>;
  self: Self;
}

/** By violation. */
export type OwnersOfViolations = ReadonlyMap<string, OwnerThen | null>;

/** Violations as the police enter them and as those concerned see them. rules.md §3. */
@Injectable()
export class ViolationsService {
  constructor(
    private readonly violations: ViolationsStore,
    private readonly audit: AuditStore,
    private readonly catalogue: Catalogue,
    private readonly evidence: Evidence,
    private readonly owners: OwnersThen,
    private readonly ownCases: OwnCases,
    private readonly client: MessagingClient<Requests>,
    private readonly outbox: Outbox<Events>,
    private readonly idempotency: Idempotency,
    private readonly clock: DomainClock,
  ) {}

  /** Enters a notice; the same notice again gives the same id. */
  async register(command: RegisterViolation): Promise<{ violationId: string }> {
    // A plate nobody has registered yet is kept all the same.
    return this.idempotency.runAsking(
      command.idempotency,
      () =>
        Promise.all([
          this.owners.ofNotices([command.body]),
          this.evidence.existing([command.body]),
          this.ownCases.selfOf(command.caller),
        ]),
      (session, [[owner = null], evidence, self]) =>
        this.enter(session, command, { owner, evidence, self }),
    );
  }

  async list({ caller, page, language = 'en' }: ListViolations): Promise<Page<Violation>> {
    const request = pageRequest(page, SORT_KEY);
    const [occurredAt, violationId] = request.after ?? [];
    const viewer = await this.viewer(caller.accountId);
    const filter = {
      ...viewer,
      ...(page.plateNumber === undefined ? {} : { plateNumber: normalPlate(page.plateNumber) }),
      ...(page.status === undefined ? {} : { status: page.status }),
      ...(occurredAt === undefined || violationId === undefined
        ? {}
        : { after: { occurredAt: new Date(Number(occurredAt)), violationId } }),
    };
    const rows = await this.violations.list(filter, request.rows);
    return pageOf(
      rows,
      request,
      (row) => [String(row.occurredAt.getTime()), row._id],
      (row) => {
        const description = this.catalogue.descriptionOf(row.code)[language];
        const vehicleId = vehicleWithin(row, viewer.times);
        return violationAsSeen(row, caller.accountId, { description, vehicleId });
      },
    );
  }

  async get({ caller, violationId, language = 'en' }: ViolationOf): Promise<Violation> {
    const { violation, access } = await this.visible(caller.accountId, violationId);
    const description = this.catalogue.descriptionOf(violation.code)[language];
    const vehicleId = access.vehicle?.vehicleId;
    return violationAsSeen(violation, caller.accountId, { description, vehicleId });
  }

  /** Whether the account sees a violation with this evidence. rules.md §3.inquiry. */
  async showEvidence(documentId: string, accountId: string): Promise<boolean> {
    return this.violations.showEvidence(documentId, await this.viewer(accountId));
  }

  /** Any violation, whoever asks. */
  async byId(violationId: string): Promise<ViolationDocument> {
    const violation = await this.violations.find(violationId);
    if (violation === null) throw refuse('VIOLATION_NOT_FOUND');
    return violation;
  }

  /** A violation the account may see, and how it stood to the vehicle that it happened with; a stranger is told there is none. */
  async visible(
    accountId: string,
    violationId: string,
  ): Promise<{ violation: ViolationDocument; access: VehicleAccess }> {
    const violation = await this.byId(violationId);
    const access = await this.accessTo(accountId, violation);
    if (!isVisible(violation, accountId, access.relation)) throw refuse('VIOLATION_NOT_FOUND');
    return { violation, access };
  }

  /** How the account stood to the vehicle of a violation when it happened. */
  async accessTo(
    accountId: string,
    { vehicleId: plateId, occurredAt }: Pick<ViolationDocument, 'vehicleId' | 'occurredAt'>,
  ): Promise<VehicleAccess> {
    const asked = { accountId, plateId, at: occurredAt.toISOString() };
    return this.client.ask('vehicle.access', asked);
  }

  /** The violation follows its handling; one that is in other hands, or there already, stays as it is. `latest`: as the caller read it. */
  async moveByHandling(
    session: ClientSession,
    { _id: handlingId, violationId }: { _id: string; violationId: string },
    to: 'decided' | 'closed' | 'published' | 'eliminated',
    latest?: ViolationDocument,
  ): Promise<ViolationDocument | null> {
    const violation = latest ?? (await this.violations.find(violationId, session));
    const moved = violation && movedByHandling(violation, handlingId, to);
    return moved && this.violations.save(moved, session);
  }

  /** Who is told when the violations are open again: asked before the transaction in which they are. */
  async ownersOf(handlings: readonly { violationId: string }[]): Promise<OwnersOfViolations> {
    const found = await this.violations.findAll(handlings.map(({ violationId }) => violationId));
    const violations = [...found.values()];
    const owners = await this.owners.of(violations);
    return new Map(violations.map(({ _id }, index) => [_id, owners[index] ?? null]));
  }

  /** What was decided on it no longer stands: it is published again, and whoever is told of a new one is told. */
  async reopen(
    session: ClientSession,
    handling: { _id: string; violationId: string },
    owners: OwnersOfViolations,
  ): Promise<void> {
    const open = await this.moveByHandling(session, handling, 'published');
    if (!open) return;
    const owner = owners.get(open._id) ?? null;
    await this.outbox.add(session, {
      type: 'violation.published',
      key: open._id,
      seq: open.version,
      payload: { ...publishedEvent(open, owner, this.clock.now()), reopened: true },
    });
  }

  private async viewer(accountId: string): Promise<Viewer & { times: AccessibleTime[] }> {
    const { times } = await this.client.ask('vehicle.accessible', { accountId });
    return { accountId, times };
  }

  private async enter(
    session: ClientSession,
    { caller, body }: RegisterViolation,
    { owner, evidence, self }: Entry,
  ): Promise<{ violationId: string }> {
    const stored = await this.violations.ofNotice(body.noticeNumber, session);
    accepted(ownCase(self, ...concernedBy(stored, owner)));
    const now = this.clock.now();
    const facts = { item: this.catalogue.find(body.code), evidence, now };
    const plateId = this.owners.plateIdOf(body);
    const beginning = { violationId: newId('vio'), plateId, owner, realNow: new Date() };
    const violation = accepted(enterViolation(body, stored, facts, beginning));
    if (stored !== null) return { violationId: stored._id };
    const saved = await this.violations.save(violation, session);
    await this.audit.add(
      {
        actor: caller.accountId,
        act: 'violation.registered',
        subject: violation._id,
        after: {
          noticeNumber: violation.noticeNumber,
          vehicleId: owner?.vehicleId ?? plateId,
          code: violation.code,
        },
      },
      session,
    );
    await this.outbox.add(session, {
      type: 'violation.published',
      key: violation._id,
      seq: saved.version,
      payload: publishedEvent(saved, owner, now),
    });
    return { violationId: violation._id };
  }
}
