import type { Person, PointsPreview, PreviewPoints, VehicleAccess } from '@demerit/contracts';
import type { ViolationDocument } from '../register/violations.types';
import type { AcceptanceAttempt } from './acceptance.rules';

/** What the ledger is asked about an attempt beforehand; it has nothing to say without a licence or a registered vehicle. rules.md §3. */
export function forecastQuestion({
  person: { accountId, licence },
  access: { vehicle, relation },
  violation: { points },
}: {
  person: Person;
  access: VehicleAccess;
  violation: Pick<ViolationDocument, 'points'>;
}): PreviewPoints | undefined {
  if (licence === null || vehicle === null) return undefined;
  return {
    accountId,
    licenceId: licence.licenceId,
    licenceFirstIssuedOn: licence.firstIssuedOn,
    vehicleId: vehicle.vehicleId,
    vehicleRegisteredOn: vehicle.registeredOn,
    ownVehicle: relation === 'owner',
    points,
  };
}

/** The attempt with what the ledger would say to guards 2, 9 and 10. */
export function withForecast<Attempt extends Partial<AcceptanceAttempt>>(
  attempt: Attempt,
  points: PointsPreview,
): Attempt & Required<Pick<AcceptanceAttempt, 'standings' | 'forecast'>> {
  const standings = { person: points.personStanding, vehicle: points.vehicleStanding };
  return { ...attempt, standings, forecast: points };
}
