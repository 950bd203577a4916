import { IsIn, IsString, Length } from 'class-validator';
import { IsId } from './ids';
import { Nested } from './nested';
import { IsOptional } from './optional';

export const ROLES = ['citizen', 'reviewer', 'officer', 'registrar', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as the gateway read it from the access token. */
export class Caller {
  @IsId() accountId: string;
  @IsIn(ROLES, { each: true }) roles: Role[];
  @IsOptional() @IsId() sessionId?: string;
}

/** An `Idempotency-Key` as services see it: a hash over caller, method, path and key, and a hash of the body. */
export class CommandKey {
  @IsString() @Length(1, 128) id: string;
  @IsString() @Length(1, 128) bodyHash: string;
}

/** What every command of a person carries beside its own fields. */
export class Command {
  @Nested(() => Caller) caller: Caller;
  @IsOptional() @Nested(() => CommandKey) idempotency?: CommandKey;
}

/** A staff member's decision on an item read before; `ifMatch` is its etag, verbatim. */
export class StaffCommand extends Command {
  @IsOptional() @IsString() @Length(0, 200) ifMatch?: string;
}

/** What every query of a person carries. */
export class Query {
  @Nested(() => Caller) caller: Caller;
}

/** A request without fields. */
export class Nothing {}
