import type { LedgerExplained, OrderStatus, RefusalCode, Wording } from '@demerit/contracts';
import type { ExplainedTrace } from '../src/explain/explanation.types';

const RESERVED = { state: 'reserved' as const, points: 3 };
const ACTIVE = { status: 'active' as const, version: 0 };
const LICENCE = { recorded: 4, pending: 3, fullScore: 12 };

export function ledger(changes: Partial<LedgerExplained> = {}): LedgerExplained {
  return {
    reservation: RESERVED,
    attempt: null,
    entries: [],
    person: { standing: ACTIVE },
    licence: LICENCE,
    vehicle: { standing: ACTIVE },
    licenceCycle: null,
    vehicleCycle: null,
    ...changes,
  };
}

export const orderIs = (
  status: OrderStatus,
  frozenOn?: string,
): NonNullable<ExplainedTrace['payments']> => ({
  order: {
    orderId: 'ord_1',
    status,
    dueOn: '2026-12-07',
    ...(frozenOn !== undefined && { frozenOn }),
  },
  payments: [],
});

export function trace(
  changes: Partial<ExplainedTrace>,
  handling: Partial<ExplainedTrace['handling']> = {},
): ExplainedTrace {
  return {
    handling: {
      handlingId: 'hnd_1',
      stage: 'decided',
      violationId: 'vio_1',
      accountId: 'acc_1',
      licenceId: 'lic_1',
      licenceFirstIssuedOn: '2019-01-11',
      vehicleId: 'veh_1',
      ownVehicle: false,
      method: 'online',
      orderId: 'ord_1',
      decision: {
        decisionNumber: '3301-1',
        decidedAt: '2026-11-22T10:00:00.000Z',
        dueOn: '2026-12-07',
        fineFen: 15_000,
        points: 3,
      },
      timeline: [],
      ...handling,
    },
    violation: null,
    ledger: ledger(),
    payments: orderIs('unpaid'),
    messages: [],
    ...changes,
  };
}

export const refusedAs = (code: RefusalCode, because: { reason?: string; detail?: Wording } = {}) =>
  trace(
    { ledger: ledger({ reservation: { state: 'refused', points: 3 } }) },
    { stage: 'refused', refusal: { code, ...because } },
  );

export const NEVER_ASKED = ledger({
  reservation: null,
  person: null,
  licence: null,
  vehicle: null,
});
