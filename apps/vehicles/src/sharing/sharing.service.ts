import {
  refuse,
  shanghaiTime,
  type Delegation,
  type ListOfCaller,
  type OwnVehicle,
  type Page,
  type ShareCode,
  type ShareVehicle,
} from '@demerit/contracts';
import { Idempotency } from '@demerit/messaging';
import { pageOf, pageRequest } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { PeopleStore } from '../people/people.store';
import { VehiclesStore } from '../register/vehicles.store';
import type { VehicleDocument } from '../register/vehicles.types';
import { ShareCodesStore } from './share-codes.store';
import { hasPlate, shareCode } from './sharing.rules';

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What an idempotency key remembers of a code: never the code. */
interface Made {
  seed: string;
  expiresAt: string;
}

/** One's vehicles, and sharing one of them. rules.md §2. */
@Injectable()
export class SharingService {
  constructor(
    private readonly vehicles: VehiclesStore,
    private readonly codes: ShareCodesStore,
    private readonly people: PeopleStore,
    private readonly idempotency: Idempotency,
  ) {}

  /** Those with a plate: there is nothing to share of others. */
  async mine({ caller, page }: ListOfCaller): Promise<Page<OwnVehicle>> {
    const request = pageRequest(page, [ID]);
    const { keys, delegations } = await this.people.ownerKeysOf(caller.accountId);
    if (keys.length === 0) return { items: [], nextCursor: null };
    const rows = await this.vehicles.withPlateOf(keys, request);
    return pageOf(
      rows,
      request,
      ({ _id }) => [_id],
      (row) => shown(row, delegations),
    );
  }

  async share(command: ShareVehicle): Promise<ShareCode> {
    const { seed, expiresAt } = await this.idempotency.runAsking(
      command.idempotency,
      () => this.people.ownerKeysOf(command.caller.accountId),
      (session, { keys }) => this.shareIn(session, command, keys),
    );
    return { shareCode: this.codes.codeOf(seed), expiresAt };
  }

  private async shareIn(
    session: ClientSession,
    { caller: { accountId }, vehicleId }: ShareVehicle,
    ownerKeys: readonly string[],
  ): Promise<Made> {
    const vehicle = await this.vehicles.find(vehicleId, session);
    const isTheirs = vehicle !== null && ownerKeys.includes(vehicle.ownerKey);
    if (!isTheirs || !hasPlate(vehicle)) throw refuse('VEHICLE_NOT_FOUND');
    const before = await this.codes.ofVehicle(vehicleId, session);
    const seed = this.codes.newSeed();
    const codeKey = this.codes.keyOf(this.codes.codeOf(seed));
    const made = shareCode(before, vehicle, { accountId, codeKey }, new Date());
    await this.codes.save(made, session);
    return { seed, expiresAt: shanghaiTime(made.expiresAt) };
  }
}

function shown(
  { _id, plateNumber, plateType, ownerKey }: VehicleDocument,
  delegations: readonly Delegation[],
): OwnVehicle {
  const organisation = delegations.find((one) => one.ownerKey === ownerKey);
  const { organisationId } = organisation ?? {};
  const facts = { vehicleId: _id, plateNumber, plateType };
  return { ...facts, ...(organisationId !== undefined && { organisationId }) };
}
