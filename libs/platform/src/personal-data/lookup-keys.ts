import {
  createHash,
  createHmac,
  createSecretKey,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PersonalDataConfig } from '../config/config';
import { base32Of } from '../ids/ids';

/**
 * Keyed hashes that personal values are looked up by and that ids of licences and vehicles are made of: the same input gives
 * the same key in every service, and nobody without `LOOKUP_KEY` can go back or guess. rules.md §1.
 * Input is trimmed and upper-cased first.
 */
@Injectable()
export class LookupKeys {
  /** Made once: a key from bytes costs more than the hash with it. */
  private readonly key: KeyObject;

  constructor(config: PersonalDataConfig) {
    this.key = createSecretKey(config.lookupKey);
  }

  /** Of an ID number: the person, across services. */
  personKey(idNumber: string): string {
    return `person_${this.hash('person', idNumber)}`;
  }

  phoneKey(phone: string): string {
    return `phone_${this.hash('phone', phone)}`;
  }

  licenceId(licenceNumber: string): string {
    return `lic_${this.hash('licence', licenceNumber)}`;
  }

  /** Of a plate, and of the first vehicle that has it; with a VIN, of a later one. */
  vehicleId(plateType: string, plateNumber: string, vin?: string): string {
    return `veh_${this.hash('vehicle', plateType, plateNumber, ...(vin === undefined ? [] : [vin]))}`;
  }

  /** Of any other personal value that must be found or compared, such as a file number; `domain` keeps equal values of two fields apart. */
  keyOf(domain: string, value: string): string {
    return this.hash(`other:${domain}`, value);
  }

  private hash(domain: string, ...values: string[]): string {
    const normal = values.map((value) => value.normalize('NFKC').trim().toUpperCase());
    const digest = createHmac('sha256', this.key)
      .update(JSON.stringify([domain, ...normal]))
      .digest();
    return base32Of(digest.subarray(0, 16));
  }
}

/** HMAC-SHA-256 in base64url: how codes and refresh tokens are kept (rules.md §1). */
export function keyedHash(key: Buffer | string, value: string): string {
  return createHmac('sha256', key).update(value).digest('base64url');
}

/** Compares without telling by its time how much was right; lengths may differ. */
export function constantTimeEqual(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
