import { Policy } from '@demerit/contracts';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import type { Terms } from './account.types';
import { seal } from './seal';

/** What every rule takes besides the state, as it is now. */
@Injectable()
export class CurrentTerms {
  constructor(
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  get(): Terms {
    return { now: this.clock.now(), policy: this.policy, seal };
  }
}
