import {
  accepted,
  ownCase,
  type Events,
  type GetPlates,
  type RegisterVehicle,
} from '@demerit/contracts';
import { Idempotency, Outbox } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { EnteringService } from './entering.service';
import { checkEntry } from './entries.rules';
import { registeredFacts } from './register.rules';
import { VehiclesStore } from './vehicles.store';

/** The vehicle register, one entry at a time. rules.md §2. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly vehicles: VehiclesStore,
    private readonly entering: EnteringService,
    private readonly clock: DomainClock,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox<Events>,
  ) {}

  /** The same entry again changes nothing. */
  async register({ caller, idempotency, body }: RegisterVehicle): Promise<{ vehicleId: string }> {
    const ask = () => this.entering.registrarOf(caller);
    return this.idempotency.runAsking(idempotency, ask, async (session, registrar) => {
      const { ownerKey } = this.vehicles.entryOf(body);
      accepted(ownCase(registrar, { keys: [ownerKey] }) ?? checkEntry(body, this.clock.now()));
      const entered = await this.entering.enter(session, [{ row: 0, body }], registrar);
      const vehicleId = accepted(entered.refused.get(0) ?? entered.ids.get(0));
      if (vehicleId === undefined) throw new Error('an entry is taken or refused');
      await this.outbox.add(
        session,
        entered.saved.map((vehicle) => ({
          type: vehicle.version === 1 ? 'vehicle.registered' : 'vehicle.changed',
          key: vehicle._id,
          seq: vehicle.version,
          payload: registeredFacts(vehicle),
        })),
      );
      return { vehicleId };
    });
  }

  async plates({ vehicleIds }: GetPlates): Promise<{ plates: Record<string, string> }> {
    const vehicles = await this.vehicles.findAll(vehicleIds);
    return {
      plates: Object.fromEntries(vehicles.map(({ _id, plateNumber }) => [_id, plateNumber])),
    };
  }
}
