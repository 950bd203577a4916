import { Refusal } from '@demerit/contracts';
import {
  enterVehicle,
  type Around,
  type Entered,
  type Entry,
  type Moment,
} from '../src/register/entering.rules';
import type { Registrar } from '../src/register/batch.rules';
import type { VehicleDocument } from '../src/register/vehicles.types';
import { aVehicle } from './given-vehicles';

export const NOW = new Date('2026-03-02T04:00:00Z');
export const at = (text: string) => new Date(text);
export const NOBODY: Around = { vehicles: [], former: [], ofVin: [] };

/** Somebody whom no entry is about. */
export const REGISTRAR: Registrar = {
  ...{ accountId: 'acc_registrar', keys: ['person_registrar'], licenceIds: [] },
  usedVehicleIds: [],
};

/** What the registrar says of the car of `aVehicle`. */
export function entry(changes: Partial<Entry> = {}): Entry {
  const { _id, version: _version, vinInUse: _vinInUse, ...facts } = aVehicle();
  return { ...facts, plateId: _id, laterId: 'veh_later', ...changes };
}

export function knowing(vehicles: VehicleDocument[], more: Partial<Around> = {}): Around {
  return { ...NOBODY, vehicles, ofVin: vehicles, ...more };
}

function outcome(of: Entry, around: Around, by: Partial<Moment> = {}): Entered | Refusal {
  return enterVehicle(of, around, { now: NOW, formerId: 'own_new', ...by });
}

export function entered(of: Entry, around: Around, by?: Partial<Moment>): Entered {
  const made = outcome(of, around, by);
  if (made instanceof Refusal) throw made;
  return made;
}

export function refusal(of: Entry, around: Around): Partial<Refusal['refusal']> {
  const made = outcome(of, around);
  return made instanceof Refusal ? made.refusal : {};
}

export function outOf(reason: string) {
  return { code: 'DATE_OUT_OF_RANGE', reason };
}
