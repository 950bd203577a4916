import type { Decision, DecisionOfDriver, Order, OrderOfVehicle } from '@demerit/contracts';

/** What the gateway joins to what one service answered of what another one knows. */

/** Violations knows people by id alone. */
export function withName(
  { accountId, ...decision }: DecisionOfDriver,
  names: Record<string, string>,
): Decision {
  const name = names[accountId];
  return name === undefined ? decision : { ...decision, name };
}

/** Payments knows vehicles by id alone. */
export function withPlate(
  { vehicleId, ...order }: OrderOfVehicle,
  plates: Record<string, string>,
): Order {
  const plateNumber = vehicleId === undefined ? undefined : plates[vehicleId];
  return plateNumber === undefined ? order : { ...order, plateNumber };
}
