import { Policy, type HandlingOptions, type Requests, type ViolationOf } from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { DisputesStore } from '../disputes/disputes.store';
import { ViolationsService } from '../register/violations.service';
import { forecastQuestion, withForecast } from './forecast.rules';
import { handlingMethods, handlingPreview } from './options.rules';

/** "Select the handling method": what could be done with a violation and what would follow; nothing is reserved, nobody listed. rules.md §3. */
@Injectable()
export class OptionsService {
  constructor(
    private readonly violations: ViolationsService,
    private readonly disputes: DisputesStore,
    private readonly client: MessagingClient<Requests>,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  async options({ caller, violationId, language = 'en' }: ViolationOf): Promise<HandlingOptions> {
    const { accountId } = caller;
    const [{ violation, access }, person] = await Promise.all([
      this.violations.visible(accountId, violationId),
      this.client.ask('person.get', { accountId }),
    ]);
    const question = forecastQuestion({ person, access, violation });
    const [points, wasDisputed] = await Promise.all([
      question && this.client.ask('points.preview', question),
      this.disputes.wasMade({ violationId, accountId }),
    ]);
    const attempt = { person, access, violation, policy: this.policy, now: this.clock.now() };
    const complete = points ? withForecast(attempt, points) : attempt;
    return {
      preview: handlingPreview(violation, points, this.policy, language),
      methods: handlingMethods(complete, wasDisputed, language),
    };
  }
}
