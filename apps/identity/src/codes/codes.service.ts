import { createHmac } from 'node:crypto';
import { accepted, wording, type CodeSent, type Refusal } from '@demerit/contracts';
import { refusalOf } from '@demerit/messaging';
import { constantTimeEqual, LookupKeys, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { AccountsStore } from '../accounts/accounts.store';
import { IdentityConfig } from './identity.config';
import { SmsSender } from '../sms/sms.sender';
import { AddressLimits } from './address-limits';
import { CODE_LIFE_MS, isFamiliar, requestCode, tryCode, wrongCode } from './codes.rules';
import { CodesStore } from './codes.store';
import type { Challenge, OneOfCodes, PhoneCodes } from './codes.types';
import { FamiliarAddressesStore } from './familiar-addresses.store';

/** Rounds of read, rule, conditional write; in each at least one of those who race gets through. */
const MOST_ROUNDS = 50;

/** What somebody enters: the digits, of which code they are, and from where. */
export interface Guess {
  digits: string;
  challengeId: string;
  address: string;
}

@Injectable()
export class CodesService {
  constructor(
    private readonly config: IdentityConfig,
    private readonly codes: CodesStore,
    private readonly addresses: AddressLimits,
    private readonly familiar: FamiliarAddressesStore,
    private readonly accounts: AccountsStore,
    private readonly sender: SmsSender,
    private readonly lookup: LookupKeys,
  ) {}

  /** The code is stored before its message leaves; one that a crash held back is sent to whoever asks next. */
  async request(phone: string, address: string): Promise<CodeSent> {
    const phoneKey = this.lookup.phoneKey(phone);
    const { codeId, expiresAt } = await this.newCode(phone, phoneKey, address);
    const digits = this.digitsOf(codeId);
    const values = { code: digits, minutes: String(CODE_LIFE_MS / 60_000) };
    const { en, 'zh-CN': zh } = wording('sms.code', values);
    await this.sender.send({ smsId: codeId, phone, text: `${zh}${en}`, code: digits });
    await this.codes.markSent(phoneKey, codeId, new Date());
    return { expiresAt: expiresAt.toISOString(), challengeId: codeId };
  }

  /** The code of the number if the digits are right; `CODE_INVALID` otherwise. It is not used up yet. */
  async guess(phone: string, { digits, challengeId, address }: Guess): Promise<Challenge> {
    const addressKey = this.addresses.keyOf(address);
    const takeBack = await this.addresses.take('wrongCodes', addressKey, new Date());
    const { codeId, ...rest } = await this.change(this.lookup.phoneKey(phone), (before) =>
      tryCode(before, challengeId, new Date()),
    );
    if (!constantTimeEqual(digits, this.digitsOf(codeId))) throw wrongCode();
    await takeBack();
    return { codeId, ...rest };
  }

  private async newCode(phone: string, phoneKey: string, address: string): Promise<Challenge> {
    const addressKey = this.addresses.keyOf(address);
    const codeId = newId('cod');
    const takeBack = await this.addresses.take('codes', addressKey, new Date());
    try {
      const asked = { addressKey, codeId, isFamiliar: await this.isFamiliar(phone, addressKey) };
      return await this.change(phoneKey, (before) => requestCode(before, asked, new Date()));
    } catch (error) {
      if (refusalOf(error)) await takeBack();
      throw error;
    }
  }

  private async isFamiliar(phone: string, addressKey: string): Promise<boolean> {
    const account = await this.accounts.findByPhone(phone);
    if (!account) return false;
    return isFamiliar(await this.familiar.lastLoginAt(account._id, addressKey), new Date());
  }

  private async change(
    phoneKey: string,
    rule: (before: PhoneCodes | undefined) => OneOfCodes | Refusal,
  ): Promise<Challenge> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const before = await this.codes.find(phoneKey);
      const { codes, challenge } = accepted(rule(before));
      if (await this.codes.save(phoneKey, before, codes)) return challenge;
    }
    throw new Error('the codes of a number are changed by too many at once');
  }

  /** Six digits that only the holder of `CODE_KEY` can derive from the id; so they need not be stored, not even as a hash. */
  private digitsOf(codeId: string): string {
    const mac = createHmac('sha256', this.config.codeKey).update(`code:${codeId}`).digest();
    return String(mac.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
  }
}
