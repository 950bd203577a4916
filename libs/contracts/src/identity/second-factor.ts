import { IsString, Length, Matches } from 'class-validator';
import { Command, Query, type Nothing } from '../fields/commands';
import { IsId } from '../fields/ids';
import { Nested } from '../fields/nested';
import { IsOptional } from '../fields/optional';
import { formMessage } from '../words/forms';
import type { Session } from './sessions';

/** What a log-in needs beside the phone: the code of an authenticator. rules.md §1. */

// ---- bodies over HTTP ----------------------------------------------------------------------------------

export class SecondFactorBody {
  /** The 6 digits that the authenticator shows, or one of the recovery codes. */
  @IsString()
  @Matches(/^(\d{6}|[0-9A-Za-z]{5}[- ]?[0-9A-Za-z]{5})$/, {
    message: formMessage('form.second_factor'),
  })
  code: string;
}

export class SecondFactorLogInBody extends SecondFactorBody {
  /** As the log-in was answered; good for 5 minutes and 5 tries. */
  @IsString() @Length(10, 100) secondFactorToken: string;
}

export class SecondFactorResetBody {
  /** Why, for the audit. */
  @IsString() @Length(1, 500) reason: string;
}

// ---- requests over the queue ---------------------------------------------------------------------------

export class EnrolSecondFactor extends Command {}
export class SecondFactorOf extends Query {
  @Nested(() => SecondFactorBody) body: SecondFactorBody;
}
export class OpenWithSecondFactor extends SecondFactorLogInBody {
  /** From where: the network of the address. */
  @IsString() @Length(1, 64) address: string;
  /** What the person uses and from where, as coarsely as tells one device from another. */
  @IsString() @Length(1, 100) device: string;
  /** What of it its owner recognises it by. */
  @IsOptional() @IsString() @Length(1, 100) deviceName?: string;
}
export class ResetSecondFactor extends Command {
  @IsId() accountId: string;
  @Nested(() => SecondFactorResetBody) body: SecondFactorResetBody;
}

// ---- answers -------------------------------------------------------------------------------------------

export class SecondFactorEnrolment {
  /** For an authenticator: typed in, or shown as a QR code. */
  otpauthUri: string;
  /** Ten, each good once in the place of a code. They are shown this once. */
  recoveryCodes: string[];
}

export const SECOND_FACTOR_REQUESTS = {
  'second-factor.enrol': EnrolSecondFactor,
  'second-factor.confirm': SecondFactorOf,
  'second-factor.remove': SecondFactorOf,
  'second-factor.reset': ResetSecondFactor,
  'session.open-with-second-factor': OpenWithSecondFactor,
};

export interface SecondFactorReplies {
  'second-factor.enrol': SecondFactorEnrolment;
  'second-factor.confirm': Nothing;
  'second-factor.remove': Nothing;
  'second-factor.reset': Nothing;
  'session.open-with-second-factor': Session;
}
