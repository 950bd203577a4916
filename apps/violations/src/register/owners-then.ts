import type { OwnerThen, PlateAt, RegistryViolation, Requests } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { LookupKeys } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ViolationDocument } from './violations.types';

/** Hundreds of plates are asked for at once. */
const TIMEOUT_MS = 5_000;

/** Which vehicles had the plates of violations when these happened, whose they were, and who uses them: vehicles knows. Who is to be notified follows from that. */
@Injectable()
export class OwnersThen {
  constructor(
    private readonly client: MessagingClient<Requests>,
    private readonly keys: LookupKeys,
  ) {}

  plateIdOf({ plateType, plateNumber }: RegistryViolation): string {
    return this.keys.vehicleId(plateType, plateNumber);
  }

  /** In the order of the notices. */
  async ofNotices(notices: readonly RegistryViolation[]): Promise<(OwnerThen | null)[]> {
    return this.ask(
      notices.map((notice) => ({
        plateId: this.plateIdOf(notice),
        at: new Date(notice.occurredAt).toISOString(),
      })),
    );
  }

  /** In the order of the violations. */
  async of(
    violations: readonly Pick<ViolationDocument, 'vehicleId' | 'occurredAt'>[],
  ): Promise<(OwnerThen | null)[]> {
    return this.ask(
      violations.map(({ vehicleId: plateId, occurredAt }) => ({
        plateId,
        at: occurredAt.toISOString(),
      })),
    );
  }

  private async ask(plates: PlateAt[]): Promise<(OwnerThen | null)[]> {
    if (plates.length === 0) return [];
    const timeoutMs = TIMEOUT_MS;
    return (await this.client.ask('vehicle.owners', { plates }, { timeoutMs })).owners;
  }
}
