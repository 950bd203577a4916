import {
  addDays,
  checkPlate,
  refuse,
  refuseDay,
  startOfShanghaiDay,
  wording,
  type OpeningBalance,
  type Refusal,
  type RegisteredLicence,
  type VehicleThen,
} from '@demerit/contracts';
import type { EntryDocument, LicenceDocument, OpeningState, Terms } from '../account/account.types';
import { cycleAt } from '../account/cycles.rules';
import { post, postRollOver, type Appended } from '../account/entries.rules';
import type { LicenceChange } from '../account/holds.rules';
import { reachFullScore, settleEducation } from '../full-score/full-score.rules';
import { refuseUnknownNumber } from '../register/numbers.rules';
import { thresholdsCrossed } from '../reservations/recording.rules';

/** What was decided elsewhere before a licence came to be kept here. rules.md §4.opening. */

/** What is known of a licence whose opening balance is entered. */
export interface OpeningFacts {
  /** Of the licence number; null: the register of licences has no such number. */
  registered: RegisteredLicence | null;
  /** Which vehicle had each plate on the day, in the order of the slots; null: none of the register. */
  vehicles: readonly (VehicleThen | null)[];
  /** As the ledger has it; undefined: it has nothing of it yet. */
  licence: LicenceDocument | undefined;
  /** The balance that was entered before. */
  before: EntryDocument | undefined;
}

/** A licence with what was brought in. */
export interface BroughtIn extends LicenceChange {
  entries: EntryDocument[];
  entry: EntryDocument;
}

/** What can be said of a plate without any register. */
export function checkSlots({ slots }: Pick<OpeningBalance, 'slots'>): Refusal | undefined {
  for (const [index, { plateType, plateNumber }] of slots.entries()) {
    const wrong = checkPlate(plateType, plateNumber);
    if (wrong) return refuse(wrong.code, { reason: plateField(index) });
  }
  return undefined;
}

/** The last instant of the day: whoever has a vehicle then took the points for it. */
export function plateInstant({ asOf }: Pick<OpeningBalance, 'asOf'>): string {
  return new Date(startOfShanghaiDay(addDays(asOf, 1)).getTime() - 1).toISOString();
}

/** Whether it may be entered: `same` where it stands already, whatever came after it. */
export function checkOpening(
  body: OpeningBalance,
  { registered, vehicles, licence, before }: OpeningFacts,
  terms: Terms,
): Refusal | 'same' | undefined {
  const wrongDay = refuseDay('asOf', body.asOf, terms.now);
  if (wrongDay) return wrongDay;
  if (!registered) return refuseUnknownNumber();
  if (!vehicles.every((vehicle) => vehicle !== null))
    return refuseUnknownPlate(vehicles.indexOf(null));
  if (licence && licence.seq > 0 && licence.personKey !== registered.personKey)
    return refuseMoved();
  if (before && isSame(body, vehicles, before)) return 'same';
  const outside = refuseOutsideCycle(body, licence ?? registered, terms);
  if (outside) return outside;
  if (licence && hasOwnEntries(licence, terms)) return refuse('ACCOUNT_IN_USE');
  return undefined;
}

/** One entry; where another balance was entered before, that one is taken back by an entry of its own. */
export function bringIn(
  { points, asOf, source }: OpeningBalance,
  slots: OpeningState['slots'],
  { licence, before }: { licence: LicenceDocument; before: EntryDocument | undefined },
  terms: Terms,
): BroughtIn {
  const recordedAt = terms.now.toISOString();
  const back = takeBack(postRollOver(licence, terms).licence, before, terms);
  const { licence: empty } = back;
  const causeId = `${licence._id}-opening-${empty.seq + 1}`;
  const opening = { source, asOf, slots };
  const carried = post(empty, { type: 'carry_in', points, causeId, recordedAt, opening }, terms);
  const { entry } = carried;
  const stands = { ...carried.licence, openingSeq: entry.seq };
  const full = reachFullScore(stands, entry, terms);
  const settled = settleEducation(full.licence, terms);
  // A correction crosses only what the balance before it had not crossed.
  const risen = { ...entry, points: entry.balance - licence.balance };
  const crossed = licence.accountId === '' ? [] : thresholdsCrossed(licence.accountId, risen);
  return {
    licence: settled.licence,
    entry,
    entries: [...back.entries, entry, ...settled.entries],
    events: [...crossed, ...full.events, ...settled.events],
  };
}

/** What a registrar did, for the audit. */
export function openingAct(
  actor: string,
  before: EntryDocument | undefined,
  after: EntryDocument,
): { actor: string; act: string; subject: string; before?: object; after: object } {
  const facts = ({ points, opening }: EntryDocument): object => ({ points, ...opening });
  return {
    actor,
    act: 'opening-balance.enter',
    subject: after.licenceId,
    ...(before && { before: facts(before) }),
    after: facts(after),
  };
}

/** A vehicle takes one slot, however often its plate is named; its year is the one that ran on the day. */
export function slotsOf(
  { asOf }: Pick<OpeningBalance, 'asOf'>,
  vehicles: readonly VehicleThen[],
  { personKey }: RegisteredLicence,
): OpeningState['slots'] {
  const at = new Date(plateInstant({ asOf }));
  const distinct = new Map(vehicles.map((vehicle) => [vehicle.vehicleId, vehicle]));
  return [...distinct.values()].map(({ vehicleId, registeredOn, ownerKey }) => ({
    vehicleId,
    vehicleCycle: cycleAt(registeredOn, at).startsOn,
    ownVehicle: ownerKey === personKey,
  }));
}

function takeBack(
  licence: LicenceDocument,
  before: EntryDocument | undefined,
  terms: Terms,
): Appended {
  if (!before?.opening) return { licence, entries: [] };
  const { points, causeId, opening } = before;
  const recordedAt = terms.now.toISOString();
  return post(licence, { type: 'reverse', points, causeId, recordedAt, opening }, terms);
}

/** Anything written since, the end of its cycle among them, or anything at all where none was entered. */
function hasOwnEntries(licence: LicenceDocument, terms: Terms): boolean {
  const { entries: ended } = postRollOver(licence, terms);
  return ended.length > 0 || licence.seq !== (licence.openingSeq ?? 0);
}

function isSame(
  body: OpeningBalance,
  vehicles: readonly VehicleThen[],
  { points, opening }: EntryDocument,
): boolean {
  if (!opening || points !== body.points) return false;
  if (opening.asOf !== body.asOf || opening.source !== body.source) return false;
  const named = new Set(vehicles.map(({ vehicleId }) => vehicleId));
  return (
    named.size === opening.slots.length &&
    opening.slots.every(({ vehicleId }) => named.has(vehicleId))
  );
}

function refuseOutsideCycle(
  { asOf }: OpeningBalance,
  { firstIssuedOn }: { firstIssuedOn: string },
  { now }: Terms,
): Refusal | undefined {
  const { startsOn, endsBefore } = cycleAt(firstIssuedOn, now);
  if (asOf >= startsOn) return undefined;
  const lastDay = addDays(endsBefore, -1);
  return refuse('DATE_OUT_OF_RANGE', {
    reason: 'asOf',
    detail: wording('opening.outside_cycle', { startsOn, lastDay, asOf }),
  });
}

function refuseUnknownPlate(index: number): Refusal {
  return refuse('VEHICLE_NOT_MATCHED', {
    reason: plateField(index),
    title: wording('opening.plate_unknown'),
    nextStep: wording('opening.plate_unknown_step'),
  });
}

function refuseMoved(): Refusal {
  return refuse('ACCOUNT_IN_USE', {
    reason: 'licence_moved',
    detail: wording('opening.licence_moved'),
    nextStep: wording('opening.licence_moved_step'),
  });
}

function plateField(index: number): string {
  return `slots[${index}].plateNumber`;
}
