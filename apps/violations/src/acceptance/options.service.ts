import {
  ownCase,
  Policy,
  type HandlingOptions,
  type OptionsAtWindow,
  type Requests,
  type ViolationOf,
} from '@demerit/contracts';
import { MessagingClient } from '@demerit/messaging';
import { AuditStore, DomainClock } from '@demerit/platform';
import { Injectable } from '@nestjs/common';
import { disputerOf } from '../disputes/disputes.rules';
import { DisputesStore } from '../disputes/disputes.store';
import { OwnCases } from '../register/own-cases';
import { concernedBy } from '../register/seeing.rules';
import { ViolationsService } from '../register/violations.service';
import type { AcceptanceAttempt } from './acceptance.rules';
import { forecastQuestion, withForecast } from './forecast.rules';
import { handlingMethods, handlingPreview, type Audience } from './options.rules';

/** "Select the handling method": what could be done with a violation and what would follow; nothing is reserved, nobody listed. rules.md §3. */
@Injectable()
export class OptionsService {
  constructor(
    private readonly violations: ViolationsService,
    private readonly disputes: DisputesStore,
    private readonly ownCases: OwnCases,
    private readonly client: MessagingClient<Requests>,
    private readonly audit: AuditStore,
    private readonly clock: DomainClock,
    private readonly policy: Policy,
  ) {}

  async options({ caller, violationId, language = 'en' }: ViolationOf): Promise<HandlingOptions> {
    const { accountId } = caller;
    const [seen, person] = await Promise.all([
      this.violations.visible(accountId, violationId),
      this.client.ask('person.get', { accountId }),
    ]);
    return this.optionsOf({ ...seen, person }, { language });
  }

  /** The same for whoever stands at the window; the look-up leaves one row. */
  async atWindow({ caller, of, language = 'en' }: OptionsAtWindow): Promise<HandlingOptions> {
    const { violationId, licenceId } = of;
    const [violation, { accountId }] = await Promise.all([
      this.violations.byId(violationId),
      this.client.ask('licence.holder', { licenceId }),
    ]);
    const [access, person, { self, owner }] = await Promise.all([
      this.violations.accessTo(accountId, violation),
      this.client.ask('person.get', { accountId }),
      this.ownCases.actingOn(caller, violation),
    ]);
    const driver = { accountIds: [accountId], keys: [person.personKey] };
    const own = ownCase(self, driver, ...concernedBy(violation, owner));
    await this.audit.add({ actor: caller.accountId, act: 'options.read', subject: licenceId });
    const audience = { language, toStaff: true, ...(own && { own }) };
    return this.optionsOf({ violation, access, person }, audience);
  }

  private async optionsOf(
    { violation, access, person }: Pick<AcceptanceAttempt, 'violation' | 'access' | 'person'>,
    audience: Audience,
  ): Promise<HandlingOptions> {
    const question = forecastQuestion({ person, access, violation });
    const [points, wasDisputed] = await Promise.all([
      question && this.client.ask('points.preview', question),
      this.disputes.wasMade(violation._id, disputerOf(person.accountId, access)),
    ]);
    const attempt = { person, access, violation, policy: this.policy, now: this.clock.now() };
    const complete = points ? withForecast(attempt, points) : attempt;
    return {
      preview: handlingPreview(violation, points, this.policy, audience.language),
      methods: handlingMethods(complete, wasDisputed, audience),
    };
  }
}
