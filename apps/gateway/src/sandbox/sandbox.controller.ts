import {
  AdvanceClockBody,
  CodeBody,
  PaymentOutcomeBody,
  SandboxAccounts,
  SERVICES,
  Sms,
  type ClockState,
  type CommandKey,
} from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { DomainClock } from '@demerit/platform';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { GatewayConfig } from '../http/gateway.config';
import { InternalHttp } from '../http/internal-http';
import { Sandbox } from '../http/requests/access';
import { Key } from '../http/requests/caller';
import { TakesKey } from '../http/requests/idempotency-key';
import { idOr } from '../http/requests/ids';
import { ApiFieldsResponse } from '../http/responses/api-responses';
import { Services } from '../http/services';

/** Within this all services have moved their clocks, or the caller is told that they may not have. */
const CLOCK_TIMEOUT_MS = 10_000;
const ONE_ASK_MS = 1_000;

/** There only with `SANDBOX=true`. */
@ApiTags('Sandbox')
@Controller()
export class SandboxController {
  constructor(
    private readonly services: Services,
    private readonly http: InternalHttp,
    private readonly config: GatewayConfig,
    private readonly clock: DomainClock,
  ) {}

  /** Text messages sent to a number. */
  @Get('v1/sandbox/sms')
  @Sandbox()
  @ApiExtraModels(Sms)
  @ApiFieldsResponse(200, 'The newest first', {
    items: {
      type: 'array',
      items: { $ref: getSchemaPath(Sms) },
      description: 'The messages to this number',
    },
  })
  sms(@Query() query: CodeBody) {
    return this.services.ask('sms.list', query);
  }

  /** The accounts that were seeded: who they are and what each shows. A phone and the code from `GET /v1/sandbox/sms` log in. */
  @Get('v1/sandbox/accounts')
  @Sandbox()
  @ApiOkResponse({ type: SandboxAccounts })
  accounts() {
    return this.services.ask('sandbox-account.list', {});
  }

  /** Says which accounts were seeded; whatever the list said before is gone. It makes no accounts. Called by the seeding of `./dev up` and of Docker Compose, at each start. */
  @Put('v1/sandbox/accounts')
  @Sandbox()
  @ApiOkResponse({ type: SandboxAccounts })
  listAccounts(@Body() body: SandboxAccounts) {
    return this.services.ask('sandbox-account.replace', body);
  }

  /** Makes a payment succeed or fail. */
  @Post('v1/sandbox/payments/:paymentId/outcome')
  @HttpCode(202)
  @Sandbox()
  async outcome(@Param('paymentId') id: string, @Body() body: PaymentOutcomeBody) {
    const paymentId = idOr('PAYMENT_NOT_FOUND', id);
    const url = `${this.config.paymentSandboxUrl}/payments/${paymentId}/outcome`;
    await this.http.call('payment-sandbox', url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return body;
  }

  /** Moves the domain clock of every service forward. */
  @Post('v1/sandbox/clock')
  @HttpCode(200)
  @Sandbox()
  @TakesKey()
  @ApiFieldsResponse(200, 'Every service has moved', {
    now: { type: 'string', format: 'date-time', description: 'The domain time from now on' },
  })
  async advance(@Key() idempotency: CommandKey | undefined, @Body() body: AdvanceClockBody) {
    const giveUpAt = performance.now() + CLOCK_TIMEOUT_MS;
    const moved = await this.services.ask('clock.advance', { idempotency, body });
    const states = await Promise.all(
      SERVICES.map((service) => this.move(`${service}.clock.move`, moved, giveUpAt)),
    );
    // Where the key was used before, the clock may have gone on since.
    const newest = states.reduce((a, b) => (b.version > a.version ? b : a), moved);
    this.clock.setOffset(newest.offsetMs, newest.version);
    return { now: this.clock.now().toISOString() };
  }

  /** Asks again until the service has moved: it may be starting anew just now. */
  private async move(
    request: `${(typeof SERVICES)[number]}.clock.move`,
    state: ClockState,
    giveUpAt: number,
  ): Promise<ClockState> {
    for (;;) {
      const leftMs = giveUpAt - performance.now();
      try {
        return await this.services.ask(request, state, Math.max(1, Math.min(ONE_ASK_MS, leftMs)));
      } catch (error) {
        if (!(error instanceof ServiceUnavailable) || leftMs <= ONE_ASK_MS) throw error;
      }
    }
  }
}
