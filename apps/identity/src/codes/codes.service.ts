import { createHmac } from 'node:crypto';
import { accepted, wording, type CodeSent, type Refusal } from '@demerit/contracts';
import { constantTimeEqual, LookupKeys, newId } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { IdentityConfig } from './identity.config';
import { SmsSender } from '../sms/sms.sender';
import { CODE_LIFE_MS, requestCode, tryCode, wrongCode } from './codes.rules';
import { CodesStore } from './codes.store';
import type { Code } from './codes.types';

/** Rounds of read, rule, conditional write; in each at least one of those who race gets through. */
const MOST_ROUNDS = 50;

@Injectable()
export class CodesService {
  constructor(
    private readonly config: IdentityConfig,
    private readonly codes: CodesStore,
    private readonly sender: SmsSender,
    private readonly lookup: LookupKeys,
  ) {}

  /** The code is stored before its message leaves; one that a crash held back is sent to whoever asks next. */
  async request(phone: string): Promise<CodeSent> {
    const phoneKey = this.lookup.phoneKey(phone);
    const codeId = newId('cod');
    const code = await this.change(phoneKey, (before) => requestCode(before, new Date(), codeId));
    const digits = this.digitsOf(code.codeId);
    const values = { code: digits, minutes: String(CODE_LIFE_MS / 60_000) };
    const { en, 'zh-CN': zh } = wording('sms.code', values);
    const text = `${zh}${en}`;
    await this.sender.send({ smsId: code.codeId, phone, text, code: digits });
    await this.codes.markSent(phoneKey, code.codeId, new Date());
    return { expiresAt: code.expiresAt.toISOString(), challengeId: code.codeId };
  }

  /** The code of the number if the digits are right; `CODE_INVALID` otherwise. It is not used up yet. */
  async guess(phone: string, digits: string, challengeId: string): Promise<Code> {
    const code = await this.change(this.lookup.phoneKey(phone), (before) =>
      tryCode(before, new Date(), challengeId),
    );
    if (!constantTimeEqual(digits, this.digitsOf(code.codeId))) throw wrongCode();
    return code;
  }

  private async change(
    phoneKey: string,
    rule: (before: Code | undefined) => Code | Refusal,
  ): Promise<Code> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const before = await this.codes.find(phoneKey);
      const code = accepted(rule(before));
      if (await this.codes.save(phoneKey, before, code)) return code;
    }
    throw new Error('the code of a number is changed by too many at once');
  }

  /** Six digits that only the holder of `CODE_KEY` can derive from the id; so they need not be stored, not even as a hash. */
  private digitsOf(codeId: string): string {
    const mac = createHmac('sha256', this.config.codeKey).update(`code:${codeId}`).digest();
    return String(mac.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
  }
}
