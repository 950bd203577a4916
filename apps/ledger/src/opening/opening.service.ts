import {
  accepted,
  OpeningBalance,
  PLATES_AT_ONCE,
  type Caller,
  type EnterOpeningBalance,
  type Events,
  type ImportBatch,
  type ImportOutcome,
  type RegisteredLicence,
  type Requests,
  type Self,
  type VehicleHolders,
  type VehicleThen,
  type WrittenPlate,
} from '@demerit/contracts';
import { MessagingClient, Outbox, Transactions } from '@demerit/messaging';
import { AuditStore, ImportRows, rejectedRow, type ImportRow } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import type { LicenceDocument } from '../account/account.types';
import { Accounts } from '../account/accounts';
import { EntriesStore } from '../account/entries.store';
import { LicencesStore } from '../account/licences.store';
import { CurrentTerms } from '../account/terms';
import { settled } from '../limits/counts.rules';
import { CyclesStore } from '../limits/cycles.store';
import type { CycleDocument, VehicleDocument } from '../limits/limits.types';
import { ShapeStore } from '../limits/shape.store';
import { VehiclesStore } from '../limits/vehicles.store';
import { RegisterService } from '../register/register.service';
import { OpeningBatch, type OpeningRow, type RefusedRow } from './opening-batch';
import { checkSlots, plateInstant } from './opening.rules';

/** Five hundred rows at once may wait for one another longer than a single command may. */
const TIMEOUT_MS = 20_000;
/** Hundreds of licences and vehicles are asked for at once. */
const ASK_TIMEOUT_MS = 5_000;

interface By {
  self: Self;
  importId?: string;
}

/** What was decided elsewhere, one entry a licence: the same again changes nothing. rules.md §4.opening. */
@Injectable()
export class OpeningService {
  constructor(
    private readonly accounts: Accounts,
    private readonly licences: LicencesStore,
    private readonly entries: EntriesStore,
    private readonly vehicles: VehiclesStore,
    private readonly cycles: CyclesStore,
    private readonly shape: ShapeStore,
    private readonly register: RegisterService,
    private readonly audit: AuditStore,
    private readonly outbox: Outbox<Events>,
    private readonly client: MessagingClient<Requests>,
    private readonly transactions: Transactions,
    private readonly terms: CurrentTerms,
  ) {}

  async enterOne({ caller, body }: EnterOpeningBalance): Promise<{ licenceId: string }> {
    accepted(checkSlots(body));
    const [rows, self] = await Promise.all([this.asked([{ row: 0, body }]), this.selfOf(caller)]);
    const [refused] = await this.transactions.run((session) => this.enter(session, { self }, rows));
    if (refused) throw refused.refusal;
    return { licenceId: rows[0]?.registered?.licenceId ?? '' };
  }

  /** A batch is written wholly or not at all, but for its rows that are rejected; of two rows of one licence the later one holds. */
  async import({ rows: values, caller, importId }: ImportBatch): Promise<ImportOutcome> {
    const read = new ImportRows(OpeningBalance, values, checkSlots);
    const [rows, self] = await Promise.all([this.asked(read.good), this.selfOf(caller)]);
    const by = { self, importId };
    const refused = await this.transactions.run((session) => this.enter(session, by, rows), {
      timeoutMs: TIMEOUT_MS,
    });
    return read.outcome(refused.map(({ row, refusal }) => rejectedRow(row, refusal)));
  }

  private selfOf({ accountId }: Caller): Promise<Self> {
    return this.client.ask('person.self', { accountId });
  }

  /** Identity knows which numbers are registered, vehicles which vehicle had a plate; the ledger keeps none of both. */
  private async asked(rows: readonly ImportRow<OpeningBalance>[]): Promise<OpeningRow[]> {
    if (rows.length === 0) return [];
    const timeoutMs = ASK_TIMEOUT_MS;
    const licenceNumbers = rows.map(({ body }) => body.licenceNumber);
    const { licences } = await this.client.ask('licence.find', { licenceNumbers }, { timeoutMs });
    const registered = licences.filter((one) => one !== null);
    const here = await this.licences.findAll(registered.map(({ licenceId }) => licenceId));
    await this.follow(registered, here);
    const [vehicles, taken] = await Promise.all([
      this.vehiclesOf(rows.flatMap(({ body }) => platesOf(body))),
      this.takenOf(here),
    ]);
    return rows.map((row, index) => ({
      ...row,
      registered: licences[index] ?? null,
      vehicles: platesOf(row.body).map((plate) => vehicles.get(keyOf(plate)) ?? null),
      taken,
    }));
  }

  /** Whose the vehicles are that balances of before name: one that is corrected may name them no more. */
  private async takenOf(
    licences: readonly LicenceDocument[],
  ): Promise<Map<string, VehicleHolders | null>> {
    const before = await this.entries.opening(licences);
    const slots = [...before.values()].flatMap(({ opening }) => opening?.slots ?? []);
    const distinct = [...new Set(slots.map(({ vehicleId }) => vehicleId))];
    const found = await inPortions(distinct, async (vehicleIds) => {
      const options = { timeoutMs: ASK_TIMEOUT_MS };
      return (await this.client.ask('vehicle.holders', { vehicleIds }, options)).vehicles;
    });
    return new Map(distinct.map((id, index) => [id, found[index] ?? null]));
  }

  private async vehiclesOf(
    plates: readonly WrittenPlate[],
  ): Promise<Map<string, VehicleThen | null>> {
    const distinct = new Map(plates.map((plate) => [keyOf(plate), plate]));
    const found = await inPortions([...distinct.values()], async (some) => {
      const options = { timeoutMs: ASK_TIMEOUT_MS };
      return (await this.client.ask('vehicle.find', { plates: some }, options)).vehicles;
    });
    return new Map([...distinct.keys()].map((key, index) => [key, found[index] ?? null]));
  }

  /** What the register says of licences that are here, whose event may not have come yet; of an unclaimed one there is none. */
  private async follow(
    registered: readonly RegisteredLicence[],
    here: readonly LicenceDocument[],
  ): Promise<void> {
    const news = new Map(registered.map((one) => [one.licenceId, one]));
    for (const before of here) {
      const one = news.get(before._id);
      if (!one || one.version <= before.claimVersion || isAnothers(before, one)) continue;
      const holder = { accountId: one.accountId ?? before.accountId };
      await this.transactions.run((session) =>
        this.register.licence({ ...one, ...holder }, session),
      );
    }
  }

  private async enter(
    session: ClientSession,
    { self, importId }: By,
    rows: readonly OpeningRow[],
  ): Promise<RefusedRow[]> {
    const ids = rows.flatMap(({ registered }) => registered?.licenceId ?? []);
    const licences = await this.licences.findAll([...new Set(ids)], session);
    const before = await this.entries.opening(licences, session);
    const batch = new OpeningBatch(licences, before, this.terms.get());
    for (const row of rows) batch.enter(row, self);
    if (batch.acts.length === 0) return batch.refused;

    await this.accounts.soundAll(batch.changedBefore(), session);
    const saved = await this.countedIn(batch, session);
    await this.licences.saveAll(saved.licences, session);
    await this.vehicles.saveAll(saved.vehicles, session);
    await this.cycles.saveAll(saved.beside, session);
    await this.entries.append(batch.entries, session);
    await this.audit.addAll(
      batch.acts.map((act) => ({ ...act, ...(importId !== undefined && { importId }) })),
      session,
    );
    if (batch.events.length > 0) await this.outbox.add(session, batch.events);
    return batch.refused;
  }

  /** What the batch leaves of licences, vehicles and cycles, as it is stored. */
  private async countedIn(batch: OpeningBatch, session: ClientSession): Promise<Counted> {
    const touched = batch.cyclesTouched();
    const seen = await this.vehicles.findAll(batch.vehiclesTouched(), session);
    const [licences, unused]: [LicenceDocument[], VehicleDocument[]] = [[], []];
    for (const licence of batch.changed())
      licences.push(licence.version === 0 ? await this.shape.begin(licence, session) : licence);
    for (const vehicle of batch.vehiclesBut(seen))
      unused.push(await this.shape.begin(vehicle, session));
    const vehicles = [...seen, ...unused];
    const subjects = new Map([...licences, ...vehicles].map((one) => [one._id, one]));
    const asked = touched.flatMap((cycle) => {
      const subject = subjects.get(cycle.subjectId);
      return subject ? [{ subject, cycle }] : [];
    });
    const book = await this.cycles.bookOf(asked, session);
    batch.countIn(book);
    const changed = book.changedBySubject();
    const ofLicences = licences.map((one) => settled(one, changed.get(one._id) ?? []));
    const ofVehicles = vehicles.map((vehicle) => {
      const { subject, beside } = settled(vehicle, changed.get(vehicle._id) ?? []);
      return { subject, beside, isWritten: subject !== vehicle || vehicle.version === 0 };
    });
    return {
      licences: ofLicences.map(({ subject }) => subject),
      vehicles: ofVehicles.filter(({ isWritten }) => isWritten).map(({ subject }) => subject),
      beside: [...ofLicences, ...ofVehicles].flatMap(({ beside }) => beside),
    };
  }
}

interface Counted {
  licences: LicenceDocument[];
  vehicles: VehicleDocument[];
  beside: CycleDocument[];
}

/** Of each in its order, so many at once as a question may name. */
async function inPortions<Asked, Found>(
  all: readonly Asked[],
  ask: (some: Asked[]) => Promise<Found[]>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (let from = 0; from < all.length; from += PLATES_AT_ONCE)
    found.push(...(await ask(all.slice(from, from + PLATES_AT_ONCE))));
  return found;
}

/** An account with entries stays as its holder left it; whoever has the licence now is refused. */
function isAnothers({ seq, personKey }: LicenceDocument, registered: RegisteredLicence): boolean {
  return seq > 0 && personKey !== registered.personKey;
}

function platesOf(body: OpeningBalance): WrittenPlate[] {
  const at = plateInstant(body);
  return body.slots.map(({ plateType, plateNumber }) => ({ plateType, plateNumber, at }));
}

function keyOf({ plateType, plateNumber, at }: WrittenPlate): string {
  return `${plateType} ${plateNumber} ${at}`;
}
