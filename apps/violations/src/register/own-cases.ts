import type { Caller, OwnerThen, Requests, Self } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { Injectable } from '@nestjs/common';
import { OwnersThen } from './owners-then';
import type { ViolationDocument } from './violations.types';

/** What others say of a staff act on a violation, asked before its transaction. */
export interface Acting {
  /** By what identity knows whoever acts. */
  self: Self;
  /** Whose the vehicle was when it happened, and who uses it. */
  owner: OwnerThen | null;
}

/** Who acts, and on whose violations: nobody decides about themselves. rules.md §1.own-case. */
@Injectable()
export class OwnCases {
  constructor(
    private readonly owners: OwnersThen,
    private readonly client: MessagingClient<Requests>,
  ) {}

  async selfOf({ accountId }: Pick<Caller, 'accountId'>): Promise<Self> {
    return this.client.ask('person.self', { accountId });
  }

  async actingOn(
    caller: Pick<Caller, 'accountId'>,
    violation: Pick<ViolationDocument, 'vehicleId' | 'occurredAt'>,
  ): Promise<Acting> {
    const [self, [owner = null]] = await Promise.all([
      this.selfOf(caller),
      this.owners.of([violation]),
    ]);
    return { self, owner };
  }
}
