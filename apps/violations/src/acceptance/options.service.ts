import {
  Policy,
  type HandlingOptions,
  type Person,
  type PointsPreview,
  type Requests,
  type VehicleAccess,
  type ViolationOf,
} from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { ViolationsService } from '../register/violations.service';
import type { ViolationDocument } from '../register/violations.types';
import { handlingMethods, handlingPreview } from './options.rules';

/** "Select the handling method": what could be done with a violation and what would follow; nothing is reserved, nobody listed. rules.md §3. */
@Injectable()
export class OptionsService {
  constructor(
    private readonly violations: ViolationsService,
    private readonly client: MessagingClient<Requests>,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  async options({ caller, violationId, language = 'en' }: ViolationOf): Promise<HandlingOptions> {
    const { accountId } = caller;
    const [{ violation, access }, person] = await Promise.all([
      this.violations.visible(accountId, violationId),
      this.client.ask('person.get', { accountId }),
    ]);
    const points = await this.previewOf(person, access, violation);
    const standings = points && {
      licence: points.licenceStanding,
      vehicle: points.vehicleStanding,
    };
    const attempt = {
      person,
      access,
      violation,
      ...(standings ? { standings } : {}),
      ...(points ? { forecast: points } : {}),
      policy: this.policy,
      now: this.clock.now(),
    };
    return {
      preview: handlingPreview(violation, points, this.policy, language),
      methods: handlingMethods(attempt, language),
    };
  }

  private async previewOf(
    { accountId, licence }: Person,
    { vehicle, relation }: VehicleAccess,
    violation: ViolationDocument,
  ): Promise<PointsPreview | undefined> {
    if (licence === null || vehicle === null) return undefined;
    return this.client.ask('points.preview', {
      accountId,
      licenceId: licence.licenceId,
      licenceFirstIssuedOn: licence.firstIssuedOn,
      vehicleId: violation.vehicleId,
      vehicleRegisteredOn: vehicle.registeredOn,
      ownVehicle: relation === 'owner',
      points: violation.points,
    });
  }
}
