import type {
  HandlingExplained,
  LedgerExplained,
  PaymentsExplained,
  SaidMessage,
  Service,
  ViolationExplained,
} from '@demerit/contracts';

/** A message of a service with the services whose inbox has it; one without an effect of its own leaves no mark. */
export interface Message extends SaidMessage {
  said: Service;
  applied: { by: Service; at: string }[];
}

/** What the services say of one handling. Undefined: its service does not answer; null: there is none. */
export interface HandlingTrace {
  handling: HandlingExplained | null | undefined;
  violation: ViolationExplained | null | undefined;
  ledger: LedgerExplained | undefined;
  payments: PaymentsExplained | undefined;
  messages: Message[];
}

/** The trace of a handling that violations has. */
export interface ExplainedTrace extends HandlingTrace {
  handling: HandlingExplained;
}
