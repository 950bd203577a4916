import { ownCase, type Caller, type Refusal } from '@demerit/contracts';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { VerificationStore } from '../identities/verification.store';

/** Whom an account is about: nobody decides about themselves, in whichever of their accounts. rules.md §1.own-case. */
@Injectable()
export class OwnCases {
  constructor(private readonly verifications: VerificationStore) {}

  /** Of an act on an account: it is about the account, and about the person that its holder is or says they are. `keys`: whom else it is about. */
  async ofAccount(
    { accountId: actor }: Pick<Caller, 'accountId'>,
    accountId: string,
    session: ClientSession,
    keys: { own?: readonly string[]; concerned?: readonly string[] } = {},
  ): Promise<Refusal | undefined> {
    const own = await this.verifications.keysOf(actor, session);
    const theirs = await this.verifications.keysOf(accountId, session);
    return ownCase(
      { accountId: actor, keys: [...own, ...(keys.own ?? [])] },
      { accountIds: [accountId], keys: [...theirs, ...(keys.concerned ?? [])] },
    );
  }
}
