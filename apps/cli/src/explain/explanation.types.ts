import type { Wording } from '@demerit/contracts';
import type { Keeper } from '../stores/databases';

/** What the services keep, as far as an explanation needs it: read by name from their databases, each by its own reader here. */

export interface HandlingRow {
  _id: string;
  stage: 'deciding' | 'refused' | 'decided' | 'withdrawing' | 'withdrawn' | 'closed' | 'revoked';
  violationId: string;
  accountId: string;
  licenceId: string;
  licenceFirstIssuedOn: string;
  vehicleId: string;
  ownVehicle: boolean;
  method: 'online' | 'window';
  orderId: string | null;
  decision: {
    decisionNumber: string;
    decidedAt: string;
    dueOn: string;
    fineFen: number;
    points: number;
  };
  retryAt?: Date;
  refusal?: { code: string; reason?: string; detail?: Wording; availableFrom?: string };
  entry?: { entryId: string };
  receiptNumber?: string;
  timeline: { at: string; what: string }[];
}

export interface ViolationRow {
  _id: string;
  status: string;
  code: string;
  plateType: string;
  procedure: string;
  points: number;
  fineFen: number;
  occurredAt: Date;
}

export interface ReservationRow {
  state: 'reserved' | 'refused' | 'recorded' | 'released';
  points: number;
  slots?: { licenceCycle: string; vehicleCycle: string };
  refusal?: HandlingRow['refusal'];
}

/** An attempt beyond a limit, with whom it put on the key review list. */
export interface AttemptRow {
  exceeded: string[];
  targetIds: string[];
}

export interface EntryRow {
  _id: string;
  type: string;
  points: number;
  balance: number;
  because?: string;
  recordedAt: string;
}

/** Standing and figures of a licence or vehicle in the ledger, as they are now. */
export interface PartyRow {
  balance?: number;
  pending?: number;
  standing: { status: string; reason?: string; since?: string; targetId?: string };
}

export interface CycleRow {
  _id: string;
  startsOn: string;
  endsBefore: string;
  extraSlots: number;
  uses: { otherId: string; pending: number; recorded: number }[];
}

export interface OrderRow {
  _id: string;
  status: string;
  dueOn: string;
  frozenOn?: string;
  paid?: { receiptNumber: string };
}

export interface PaymentRow {
  _id: string;
  status: string;
  expiresAt: Date;
}

export interface Message {
  messageId: string;
  said: Keeper;
  type: string;
  key: string;
  requestId?: string;
  at: Date;
  publishedAt: Date | null;
  attempts: number;
  /** Services whose inbox has it; a service without an effect of its own leaves no mark. */
  applied: { by: Keeper; at: Date }[];
}

export interface HandlingTrace {
  handling: HandlingRow;
  violation: ViolationRow | null;
  reservation: ReservationRow | null;
  attempt: AttemptRow | null;
  entries: EntryRow[];
  licence: PartyRow | null;
  vehicle: PartyRow | null;
  licenceCycle: CycleRow | null;
  vehicleCycle: CycleRow | null;
  order: OrderRow | null;
  payments: PaymentRow[];
  messages: Message[];
}
