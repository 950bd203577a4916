import type { IdentityDecided, SanctionInForce, ViolationDecided } from '@demerit/contracts';

/** Events about a driver and somebody else's car, as identity hears them. */

export const AT = '2026-05-01T04:00:00.000Z';
export const DRIVER = 'acc_driver';
export const OWNER = 'acc_owner';
export const case_ = { accountId: DRIVER, licenceId: 'lic_1', at: AT, version: 1 };
const car = { vehicleId: 'veh_1', ownerKey: 'person_owner' };
export const binding = { bindingId: 'bnd_1', ...car, ...case_ };
export const handling = { handlingId: 'hdl_1', violationId: 'vio_1', ...car, ...case_ };
export const order = { orderId: 'ord_1', handlingId: 'hdl_1', dueOn: '2026-05-16', ...case_ };
export const standing = { targetId: 'tgt_1', reason: 'vehicle_limit', ...case_ };
export const published = {
  violationId: 'vio_1',
  points: 3,
  fineFen: 15_000,
  procedure: 'summary' as const,
  occurredAt: AT,
  code: '1357',
  plateType: 'small' as const,
  version: 1,
  at: AT,
  ...car,
};
export const cancelled = {
  violationId: 'vio_1',
  ...car,
  userAccountIds: [DRIVER],
  at: AT,
  version: 2,
};
export const corrected = { ...cancelled, changed: ['place' as const] };
export const dispute = {
  disputeId: 'dsp_1',
  violationId: 'vio_1',
  ...car,
  ...case_,
  ownVehicle: false,
};
export const decided: ViolationDecided = {
  ...handling,
  ownVehicle: false,
  decisionNumber: '330000-1',
  orderId: 'ord_1',
  points: 3,
  fineFen: 15_000,
  decidedAt: AT,
  dueOn: '2026-05-16',
};
export const inForce: SanctionInForce = {
  caseId: 'case_1',
  personKey: 'person_driver',
  role: 'seller',
  decisionNumbers: [],
  policyId: 'S-default',
  fineFen: 0,
  confiscationFen: 0,
  points: 0,
  detentionDays: 0,
  ...case_,
};
export const session = { accountId: DRIVER, sessionId: 'ses_1', newDevice: true, at: AT };
export function identity(status: IdentityDecided['status']): IdentityDecided {
  return { accountId: DRIVER, status, at: AT, version: 1 };
}
