import { IsIn, IsInt, IsString, Matches } from 'class-validator';
import { IsDay, IsInstant } from '../fields/days';
import { IsId } from '../fields/ids';
import { formMessage } from '../words/forms';
import type { Wording } from '../words/languages';
import { wording } from '../words/words';
import { IsNullable, IsOptional } from '../fields/optional';
import { InCapitals, IsLicenceNumber } from '../fields/people';

/** Driving licences as identity keeps them. rules.md §1. */

export const LICENCE_CLASSES = [
  'A1',
  'A2',
  'A3',
  'B1',
  'B2',
  'C1',
  'C2',
  'C3',
  'C4',
  'C5',
  'C6',
  'D',
  'E',
  'F',
  'M',
  'N',
  'P',
] as const;
export type LicenceClass = (typeof LICENCE_CLASSES)[number];

export const HOLD_KINDS = ['detained', 'suspended', 'revoked', 'cancelled', 'expired'] as const;
/** A reason for which a licence is not valid; no hold = valid. `until` is an RFC 3339 instant. */
export class Hold {
  /** What makes the licence not valid. §1 */
  @IsIn(HOLD_KINDS) kind: (typeof HOLD_KINDS)[number];
  /** When a suspension ends by itself, or the ban on a new licence of a revoked one; absent: no end is set. */
  @IsOptional() @IsInstant() until?: string;
}

/**
 * Whether it holds at an instant. A suspension ends on its date; without an end a hold stands until it is lifted. A revoked licence stays
 * revoked: its `until` is the end of the ban on a new one (rules.md §1).
 */
export function holdStands({ kind, until }: Hold, now: Date): boolean {
  return kind === 'revoked' || !until || Date.parse(until) > now.getTime();
}

/** What is said to the holder of a licence that is not valid, by the kinds of what holds it: what it is, and what ends it. */
export function saidOfHolds(holds: readonly Pick<Hold, 'kind'>[]): {
  detail: Wording;
  nextStep: Wording;
} {
  const kinds = [...new Set(holds.map(({ kind }) => kind))];
  const steps = kinds.map((kind) => wording(`licence.ends.${kind}`));
  return {
    detail: wording('licence.holds', {
      holds: kinds.map((kind) => wording(`licence.hold.${kind}`)),
    }),
    nextStep: {
      en: steps.map(({ en }) => en).join(' '),
      'zh-CN': steps.map((step) => step['zh-CN']).join(''),
    },
  };
}

export class LicenceBody {
  /** Number of the driving licence; small letters count as capitals. */
  @IsLicenceNumber() licenceNumber: string;
  /** File number of the licence: 12 digits. */
  @IsString()
  @Matches(/^\d{12}$/, { message: formMessage('form.digits', { count: '12' }) })
  fileNumber: string;
}

/** A licence as the licensing authority registers it; natural key: the licence number. */
export class RegistryLicence {
  /** Number of the driving licence; small letters count as capitals. */
  @IsLicenceNumber() licenceNumber: string;
  /** File number of the licence: 12 digits. */
  @IsString()
  @Matches(/^\d{12}$/, { message: formMessage('form.digits', { count: '12' }) })
  fileNumber: string;
  /** Of its holder: 18 characters of the ID card; `x` counts as `X`. */
  @InCapitals()
  @IsString()
  @Matches(/^\d{17}[\dX]$/, { message: formMessage('form.id_number') })
  idNumber: string;
  /** Class of vehicles that it is for. */
  @IsIn(LICENCE_CLASSES) class: LicenceClass;
  /** Day of the first issue (Shanghai), from which the scoring cycles count. §4 */
  @IsDay() firstIssuedOn: string;
  /** The last valid day; null: a licence for life. */
  @IsNullable() @IsDay() validUntil: string | null;
}

export class Licence {
  /** The licence. */
  licenceId: string;
  /** Its number with the middle hidden. */
  licenceNumberMasked: string;
  /** Class of vehicles that it is for. */
  class: LicenceClass;
  /** Day of the first issue (Shanghai), from which the scoring cycles count. §4 */
  firstIssuedOn: string;
  /** Null: for life. */
  validUntil: string | null;
  /** What makes it not valid; none: it is valid. */
  holds: Hold[];
}

/** What `licence.claimed` says, and `licence.changed` when the register says something else of a claimed licence. */
export class LicenceClaimed {
  @IsId() accountId: string;
  @IsId() personKey: string;
  @IsId() licenceId: string;
  @IsIn(LICENCE_CLASSES) class: LicenceClass;
  @IsDay() firstIssuedOn: string;
  @IsNullable() @IsDay() validUntil: string | null;
  @IsInt() version: number;
}

/** A licence of the register, claimed or not. */
export interface RegisteredLicence extends Omit<LicenceClaimed, 'accountId'> {
  /** Who claimed it; null: nobody has. */
  accountId: string | null;
}

/** The last valid day of a claimed licence is over. */
export class LicenceExpired {
  @IsId() accountId: string;
  @IsId() licenceId: string;
  @IsDay() validUntil: string;
  @IsInt() version: number;
}
