import type { EntryDocument, LicenceDocument, RecordedBecause } from '../src/account/account.types';
import { givenPolicy, givenRequest } from './given';
import { MemoryLedger } from './memory-ledger';

/** Given a licence of 2019-01-11: its cycles begin on 11 January. Each handling has a vehicle of its own. */
export const LICENCE = 'lic_zhang';
const POLICY = givenPolicy({ vehiclesPerLicence: 100, licencesPerVehicle: 100 });

/** Noon of a day in Shanghai. */
export const DAY = (day: string): Date => new Date(`${day}T04:00:00Z`);

export interface Story {
  ledger: MemoryLedger;
  reserve(handlingId: string, points: number, on: string): void;
  take(handlingId: string, points: number, on: string, because?: RecordedBecause): void;
  /** The newest entries as `type points → balance`. */
  newest(count: number): string[];
}

export function story(): Story {
  const ledger = new MemoryLedger(POLICY);
  const reserve: Story['reserve'] = (handlingId, points, on) => {
    const decidedAt = DAY(on).toISOString();
    const request = givenRequest({ handlingId, points, decidedAt, method: 'window' });
    ledger.reserve({ ...request, vehicleId: `veh_${handlingId}` }, DAY(on));
  };
  return {
    ledger,
    reserve,
    take(handlingId, points, on, because = 'paid') {
      reserve(handlingId, points, on);
      ledger.record(handlingId, because, DAY(on));
    },
    newest: (count) => ledger.entries.slice(-count).map(inShort),
  };
}

function inShort({ type, points, balance }: EntryDocument): string {
  return `${type} ${points} → ${balance}`;
}

export function licenceOf({ ledger }: Story): LicenceDocument {
  const licence = ledger.licences.get(LICENCE);
  if (!licence) throw new Error('nothing has happened yet');
  return licence;
}
