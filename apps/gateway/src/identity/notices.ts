import {
  textIn,
  wording,
  type Language,
  type Notification,
  type ViolationFacts,
  type Wording,
} from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { Services } from '../http/services';

/** What was not answered by then a notification is read without. */
const PATIENCE_MS = 2_000;

/** What a person knows the matter of a notification by. */
interface Facts {
  plateNumber?: string;
  place?: string;
  fineYuan?: string;
  confiscationYuan?: string;
}

/** Notifications as people read them: identity keeps ids alone, so plate, place and amount are joined here. rules.md §7. */
@Injectable()
export class Notices {
  constructor(private readonly services: Services) {}

  async asRead(notifications: Notification[], language: Language): Promise<Notification[]> {
    const [ofViolations, plates] = await Promise.all([
      this.factsOf(notifications),
      this.platesOf(notifications),
    ]);
    return notifications.map((one) => {
      const { about } = one;
      const plateNumber = plates[about['vehicleId'] ?? ''];
      const named = ofViolations[matterOf(one) ?? ''] ?? (plateNumber ? { plateNumber } : {});
      return { ...one, text: withFacts(one.text, { ...amountsIn(about), ...named }, language) };
    });
  }

  private async factsOf(notifications: Notification[]): Promise<Partial<Record<string, Facts>>> {
    const ids = distinct(notifications.map(matterOf));
    if (ids.length === 0) return {};
    const reply = this.services.ask('violation.facts', { ids }, PATIENCE_MS);
    const facts = await orNone(reply.then((answer) => answer.facts));
    return Object.fromEntries(Object.entries(facts).map(([id, one]) => [id, one && factsOf(one)]));
  }

  private async platesOf(notifications: Notification[]): Promise<Partial<Record<string, string>>> {
    const ofVehicles = notifications.filter((one) => matterOf(one) === undefined);
    const vehicleIds = distinct(ofVehicles.map(({ about }) => about['vehicleId']));
    if (vehicleIds.length === 0) return {};
    const reply = this.services.ask('vehicle.plates', { vehicleIds }, PATIENCE_MS);
    return orNone(reply.then(({ plates }) => plates));
  }
}

/** The violation that it is about, or a handling of one. */
function matterOf({ about }: Notification): string | undefined {
  return about['violationId'] ?? about['handlingId'];
}

function distinct(ids: (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** Whoever is away keeps nobody from reading what they were notified of. */
async function orNone<T extends object>(reply: Promise<T>): Promise<Partial<T>> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof ServiceUnavailable) return {};
    throw error;
  }
}

/** A violation without a fine has no amount. */
function factsOf({ plateNumber, place, fineFen }: ViolationFacts): Facts {
  const fine = fineFen > 0 && { fineYuan: (fineFen / 100).toFixed(2) };
  return { plateNumber, place, ...fine };
}

/** What was kept with it: of an order, and of what a sanction orders to pay. */
function amountsIn({ fineYuan, confiscationYuan }: Notification['about']): Facts {
  return { ...(fineYuan && { fineYuan }), ...(confiscationYuan && { confiscationYuan }) };
}

/** The text with what it is about before it. */
function withFacts(text: string, facts: Facts, language: Language): string {
  const { plateNumber, place, fineYuan, confiscationYuan } = facts;
  const fine = fineYuan && wording('notice.fine', { yuan: fineYuan });
  const taken = confiscationYuan && wording('notice.confiscation', { yuan: confiscationYuan });
  const all = [plateNumber, place, fine, taken].filter((one): one is string | Wording => !!one);
  return all.length === 0 ? text : textIn(language, 'notice.about', { facts: all, text });
}
