import {
  textIn,
  wording,
  type Language,
  type Notification,
  type Wording,
} from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { Services } from '../http/services';

/** What was not answered by then a notification is read without. */
const PATIENCE_MS = 2_000;

/** What a person knows the matter of a notification by. */
interface Facts {
  plateNumber: string;
  place?: string;
  fineFen?: number;
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
      const { vehicleId = '' } = one.about;
      const plateNumber = plates[vehicleId];
      const facts = ofViolations[matterOf(one) ?? ''] ?? (plateNumber && { plateNumber });
      return facts ? { ...one, text: withFacts(one.text, facts, language) } : one;
    });
  }

  private async factsOf(notifications: Notification[]): Promise<Partial<Record<string, Facts>>> {
    const ids = distinct(notifications.map(matterOf));
    if (ids.length === 0) return {};
    const reply = this.services.ask('violation.facts', { ids }, PATIENCE_MS);
    return orNone(reply.then(({ facts }) => facts));
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

/** The text with what it is about before it. A violation without a fine has no amount. */
function withFacts(text: string, facts: Facts, language: Language): string {
  const { plateNumber, place, fineFen = 0 } = facts;
  const fine = fineFen > 0 && wording('notice.fine', { yuan: (fineFen / 100).toFixed(2) });
  const all = [plateNumber, place, fine].filter((one): one is string | Wording => Boolean(one));
  return textIn(language, 'notice.about', { facts: all, text });
}
