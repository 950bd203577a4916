import { constantTimeEqual, keyedHash } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { IdentityConfig } from '../codes/identity.config';
import { isFresh, newRecovery, stepsAt, used, type Proof } from './factors.rules';
import { FactorsStore } from './factors.store';
import type { FactorDocument } from './factors.types';
import { stepOf } from './totp';

const RECOVERY_CODE = /^([0-9a-z]{5})[- ]?([0-9a-z]{5})$/i;

/** Looks at codes, and uses them up. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly config: IdentityConfig,
    private readonly factors: FactorsStore,
  ) {}

  /** As they are shown once: they follow from the factor's id and the service's key, so none is stored, not even as a hash. */
  recoveryCodesOf(factorId: string): string[] {
    return newRecovery().map((nth) => this.recoveryCode(factorId, nth));
  }

  /** What the code is of this factor, if it is good and was not used. */
  proofOf(factor: FactorDocument, code: string, now: Date): Proof | undefined {
    const step = stepOf(this.factors.secretOf(factor), stepsAt(now), code);
    if (step !== undefined) return isFresh(factor, step) ? { step } : undefined;
    const given = code.replace(RECOVERY_CODE, '$1-$2').toLowerCase();
    const recovery = factor.recoveryLeft.filter((nth) =>
      constantTimeEqual(this.recoveryCode(factor.factorId, nth), given),
    );
    return recovery[0] === undefined ? undefined : { recovery: recovery[0] };
  }

  /** False where it is wrong or was used, also at this moment by somebody else, whose transaction this one then collides with. */
  async use(
    factor: FactorDocument | undefined,
    code: string,
    now: Date,
    session: ClientSession,
  ): Promise<boolean> {
    const proof = factor && this.proofOf(factor, code, now);
    if (!factor || !proof) return false;
    await this.factors.save(used(factor, proof), session);
    return true;
  }

  /** Ten of 32 signs, 50 bits. */
  private recoveryCode(factorId: string, nth: number): string {
    const hash = keyedHash(this.config.codeKey, `recovery:${factorId}:${nth}`);
    const signs = [...Buffer.from(hash, 'base64url').subarray(0, 10)].map((byte) =>
      '0123456789abcdefghjkmnpqrstvwxyz'.charAt(byte % 32),
    );
    return `${signs.slice(0, 5).join('')}-${signs.slice(5).join('')}`;
  }
}
