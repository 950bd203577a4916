import { Controller, Get, Injectable } from '@nestjs/common';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { DomainClock } from '../clock/domain-clock';

const CHECK_TIMEOUT_MS = 900;

/** Throws or rejects while the dependency is down; a plain object that it answers is shown (`status` and `responseTime` are taken). */
export type ReadinessCheck = (signal: AbortSignal) => unknown;

/** What this service depends on. The gateway adds a check for every other service. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();

  constructor(
    private readonly indicators: HealthIndicatorService,
    clock: DomainClock,
  ) {
    this.add('clock', () => {
      if (!clock.state) throw new Error('not known yet');
      return { offsetMs: clock.state.offsetMs };
    });
  }

  /** A dependency is down while its check throws or takes longer than 900 ms. */
  add(dependency: string, check: ReadinessCheck): void {
    this.checks.set(dependency, check);
  }

  /** Measured anew at each call, all at the same time. */
  measure() {
    return [...this.checks].map(
      ([dependency, check]) =>
        async () =>
          this.indicators
            .check(dependency)
            .attempt(async ({ signal }) => shown(await check(signal)))
            .withTimeout(CHECK_TIMEOUT_MS),
    );
  }
}

function shown(answer: unknown): Record<string, unknown> {
  return typeof answer === 'object' && answer !== null
    ? Object.fromEntries(Object.entries(answer))
    : {};
}

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: Readiness,
  ) {}

  /** The process runs and answers. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 while every dependency is up, else 503; each is named. */
  @Get('ready')
  @HealthCheck({ swaggerDocumentation: false })
  ready(): Promise<HealthCheckResult> {
    return this.health.check(this.readiness.measure());
  }
}
