import type { LicenceClaimed, VehicleRegistered } from '@demerit/contracts';
import { cycleAt, recutLicence, unusedLicence, type Cycle } from '../account/cycles.rules';
import { postRollOver } from '../account/entries.rules';
import type { LicenceDocument, Terms } from '../account/account.types';
import { applyFullScore, completeEducation, type Completion } from '../full-score/full-score.rules';
import type { VehicleDocument } from '../limits/limits.types';

/** The ledger follows what the registers say of licences and vehicles: class and holder at once, and cycles cut anew. rules.md §4.cycle. */

/** A cycle that ran, and the one that takes its place. */
export interface Recutting {
  from: Cycle;
  to: Cycle;
}

export interface LicenceFollowed extends Pick<Completion, 'licence' | 'entries' | 'events'> {
  recut?: Recutting;
}

/** What is said of a licence; undefined when something newer was heard before. */
export function followLicence(
  before: LicenceDocument | null,
  news: LicenceClaimed,
  terms: Terms,
): LicenceFollowed | undefined {
  const { licenceId: _id, accountId, personKey, firstIssuedOn, version: claimVersion } = news;
  const holder = { accountId, personKey, licenceClass: news.class, claimVersion };
  if (!before) {
    const unused = unusedLicence({ _id, accountId, personKey, firstIssuedOn }, terms.now);
    return { licence: { ...unused, ...holder }, entries: [], events: [] };
  }
  if (before.claimVersion >= claimVersion) return undefined;
  const followed = { ...before, ...holder };
  // What an opening balance brought to a licence that nobody had claimed detains whoever claims it now.
  const settle = before.accountId === '' ? applyFullScore : completeEducation;
  if (before.firstIssuedOn === firstIssuedOn) return settle(followed, terms);
  const { licence: rolled, entries } = postRollOver(followed, terms);
  const recut = recutLicence(rolled, firstIssuedOn, terms.now);
  const done = settle(recut, terms);
  return {
    licence: done.licence,
    entries: [...entries, ...done.entries],
    events: done.events,
    recut: { from: cycleOf(rolled), to: cycleOf(recut) },
  };
}

export interface VehicleFollowed {
  vehicle: VehicleDocument;
  recut?: Recutting;
}

/** What is said of a vehicle that the ledger knows; undefined when something newer was heard before. */
export function followVehicle(
  before: VehicleDocument,
  { registeredOn, version: registerVersion }: VehicleRegistered,
  now: Date,
): VehicleFollowed | undefined {
  if ((before.registerVersion ?? 0) >= registerVersion) return undefined;
  const vehicle = { ...before, registeredOn, registerVersion };
  if (before.registeredOn === registeredOn) return { vehicle };
  const recut = { from: cycleAt(before.registeredOn, now), to: cycleAt(registeredOn, now) };
  return { vehicle, recut };
}

function cycleOf({ cycleStartsOn, cycleEndsBefore }: LicenceDocument): Cycle {
  return { startsOn: cycleStartsOn, endsBefore: cycleEndsBefore };
}
