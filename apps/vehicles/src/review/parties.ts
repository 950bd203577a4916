import type { Party, Requests } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { mask } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { BindingDocument } from '../bindings/bindings.types';
import { VehiclesStore } from '../register/vehicles.store';

/** Who asks and who owns, for the reviewer of a binding. */
export interface Parties {
  applicant: Party;
  owner: Party;
}

/** Applicants and owners as identity and the register know them. An owner who has no account is known by the register alone, which has no names. */
@Injectable()
export class PartiesOfBindings {
  constructor(
    private readonly vehicles: VehiclesStore,
    private readonly client: MessagingClient<Requests>,
  ) {}

  /** By binding. */
  async of(bindings: readonly BindingDocument[]): Promise<(binding: BindingDocument) => Parties> {
    const unique = (values: readonly string[]) => [...new Set(values)];
    const [{ byAccount, byPerson }, vehicles] = await Promise.all([
      this.client.ask('person.identities', {
        accountIds: unique(bindings.map(({ accountId }) => accountId)),
        personKeys: unique(bindings.map(({ ownerKey }) => ownerKey)),
      }),
      this.vehicles.findAll(unique(bindings.map(({ vehicleId }) => vehicleId))),
    ]);
    const registered = new Map(vehicles.map((vehicle) => [vehicle._id, vehicle]));
    return ({ accountId, vehicleId, ownerKey }) => {
      const vehicle = registered.get(vehicleId);
      // The register may name another owner by now; this binding was asked of the former one.
      const isSame = vehicle?.ownerKey === ownerKey;
      const owner = byPerson[ownerKey];
      return {
        applicant: byAccount[accountId] ?? { name: null, idNumber: null, phone: '' },
        owner: {
          name: owner?.name ?? null,
          idNumber: owner?.idNumber ?? (isSame ? this.vehicles.ownerIdNumber(vehicle) : null),
          phone: isSame ? this.vehicles.ownerPhone(vehicle) : (owner?.phone ?? ''),
        },
      };
    };
  }
}

/** As lists and decisions show them. */
export function masked({ applicant, owner }: Parties): Parties {
  return { applicant: maskedParty(applicant), owner: maskedParty(owner) };
}

function maskedParty({ name, idNumber, phone }: Party): Party {
  return {
    name: name === null ? null : mask.name(name),
    idNumber: idNumber === null ? null : mask.idNumber(idNumber),
    phone: mask.phone(phone),
  };
}
