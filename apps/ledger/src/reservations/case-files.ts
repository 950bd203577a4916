import type { Events, ReservePoints } from '@demerit/contracts';
import { Outbox } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Accounts } from '../account/accounts';
import { unusedLicence, type Cycle } from '../account/cycles.rules';
import { cyclesOf, settled, unusedVehicle } from '../limits/counts.rules';
import { CyclesStore } from '../limits/cycles.store';
import { ShapeStore } from '../limits/shape.store';
import { EntriesStore } from '../account/entries.store';
import type { CaseFile, Kind, NewCaseFile, VehicleDocument } from '../limits/limits.types';
import type { LicenceDocument, PersonDocument } from '../account/account.types';
import type { ReservationDocument } from './reservations.types';
import { LicencesStore } from '../account/licences.store';
import { PeopleStore } from '../account/people.store';
import type { Change } from './reservations.rules';
import { ReservationsStore } from './reservations.store';
import { AttemptsStore } from '../review/attempts.store';
import { personOf } from '../review/standing.rules';
import { TargetsStore } from '../review/targets.store';
import { VehiclesStore } from '../limits/vehicles.store';

/** Licence and vehicle of one handling, and when it is decided. Day fields are used for those the ledger sees for the first time. */
export type Parties = Pick<
  ReservePoints,
  | 'accountId'
  | 'personKey'
  | 'licenceId'
  | 'licenceFirstIssuedOn'
  | 'vehicleId'
  | 'vehicleRegisteredOn'
  | 'decidedAt'
>;

/** Loads all that one handling touches, and writes all that a rule changed. */
@Injectable()
export class CaseFiles {
  constructor(
    private readonly accounts: Accounts,
    private readonly licences: LicencesStore,
    private readonly people: PeopleStore,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly shape: ShapeStore,
    private readonly entries: EntriesStore,
    private readonly reservations: ReservationsStore,
    private readonly targets: TargetsStore,
    private readonly outbox: Outbox<Events>,
    private readonly attempts: AttemptsStore,
  ) {}

  /** For a new handling; what the ledger sees for the first time begins empty. Outside of a transaction it is read in two queries. */
  async open(parties: Parties, now: Date, session?: ClientSession): Promise<NewCaseFile> {
    const { licenceId, accountId, personKey, licenceFirstIssuedOn } = parties;
    const { vehicleId, vehicleRegisteredOn } = parties;
    const found = await this.found(parties, session);
    const licence =
      found.licence ??
      (await this.shape.begin(
        unusedLicence(
          { _id: licenceId, accountId, personKey, firstIssuedOn: licenceFirstIssuedOn },
          now,
        ),
        session,
      ));
    const vehicle =
      found.vehicle ??
      (await this.shape.begin(
        unusedVehicle({ _id: vehicleId, registeredOn: vehicleRegisteredOn }),
        session,
      ));
    const { decidedAt } = parties;
    const cycles = cyclesOf({ decidedAt }, licence, vehicle);
    return {
      ...(await this.withCycles(licence, vehicle, cycles, session)),
      person: personOf(accountId, found.person, licence),
    };
  }

  private async found(
    { licenceId, vehicleId, accountId }: Parties,
    session: ClientSession | undefined,
  ): Promise<{
    licence: LicenceDocument | null;
    vehicle: VehicleDocument | null;
    person: PersonDocument | null;
  }> {
    const licence = () => this.accounts.licence(licenceId, session);
    const vehicle = () => this.vehicles.find(vehicleId, session);
    const person = () => this.people.find(accountId, session);
    // A transaction of its own does one thing at a time.
    if (session)
      return { licence: await licence(), vehicle: await vehicle(), person: await person() };
    const [ofLicence, ofVehicle, ofPerson] = await Promise.all([licence(), vehicle(), person()]);
    return { licence: ofLicence, vehicle: ofVehicle, person: ofPerson };
  }

  /** For a handling reserved before: with the cycles in which it took its slots. */
  async reopen(reservation: ReservationDocument, session: ClientSession): Promise<CaseFile> {
    const licence = await this.accounts.licence(reservation.licenceId, session);
    const vehicle = await this.vehicles.find(reservation.vehicleId, session);
    if (!licence || !vehicle) throw new Error(`nothing is known behind ${reservation._id}`);
    return this.withCycles(licence, vehicle, cyclesOf(reservation, licence, vehicle), session);
  }

  /**
   * Writes a change in its transaction, always in the same order, so that two of them never wait for each other in a circle. Documents
   * that the rule left alone are not written.
   */
  async commit(change: Change, before: CaseFile, session: ClientSession): Promise<void> {
    const { reservation, caseFile, person, entries = [], targets = [] } = change;
    const { events = [], attempt } = change;
    if (reservation) await this.reservations.save(reservation, session);
    if (caseFile) await this.save(caseFile, before, session);
    if (person) await this.people.save(person, session);
    await this.entries.append(entries, session);
    for (const target of targets) await this.targets.save(target, session);
    if (attempt) await this.attempts.add(attempt, session);
    if (events.length > 0) await this.outbox.add(session, events);
  }

  private async save(caseFile: CaseFile, before: CaseFile, session: ClientSession): Promise<void> {
    const { licence, vehicle, licenceCycle, vehicleCycle } = caseFile;
    const ofLicence = settled(licence, licenceCycle === before.licenceCycle ? [] : [licenceCycle]);
    const ofVehicle = settled(vehicle, vehicleCycle === before.vehicleCycle ? [] : [vehicleCycle]);
    if (ofLicence.subject !== before.licence) {
      await this.licences.save(ofLicence.subject, session);
    }
    if (ofVehicle.subject !== before.vehicle) {
      await this.vehicles.save(ofVehicle.subject, session);
    }
    await this.cycles.saveAll([...ofLicence.beside, ...ofVehicle.beside], session);
  }

  private async withCycles(
    licence: LicenceDocument,
    vehicle: CaseFile['vehicle'],
    cycles: Readonly<Record<Kind, Cycle>>,
    session?: ClientSession,
  ): Promise<CaseFile> {
    const asked = [
      { subject: licence, cycle: cycles.licence },
      { subject: vehicle, cycle: cycles.vehicle },
    ] as const;
    const [licenceCycle, vehicleCycle] = await this.cycles.findAllOr(asked, session);
    return { licence, vehicle, licenceCycle, vehicleCycle };
  }
}
