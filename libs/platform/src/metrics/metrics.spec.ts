import { Metrics } from './metrics';

describe('metrics of a process', () => {
  it('count HTTP answers by route pattern, status and refusal code', async () => {
    const metrics = new Metrics('gateway');
    const route = '/v1/violations/:violationId/acceptances';
    const answer = { method: 'POST', route, durationMs: 30 };
    metrics.answered({ ...answer, status: 201, code: undefined });
    metrics.answered({ ...answer, status: 409, code: 'LICENCE_LIMIT_REACHED' });
    metrics.answered({ ...answer, status: 409, code: 'LICENCE_LIMIT_REACHED' });
    metrics.answered({ ...answer, status: 404, code: 'ROUTE_NOT_FOUND', route: undefined });
    const lines = await linesOf(metrics, 'demerit_http_requests_total');
    expect(lines).toEqual([
      `{method="POST",route="${route}",status="201",code="",service="gateway"} 1`,
      `{method="POST",route="${route}",status="409",code="LICENCE_LIMIT_REACHED",service="gateway"} 2`,
      '{method="POST",route="none",status="404",code="ROUTE_NOT_FOUND",service="gateway"} 1',
    ]);
  });

  it('count what became of messages, each under a type that a contract names', async () => {
    const metrics = new Metrics('violations');
    const event = { what: 'handled', kind: 'event', type: 'points.recorded' } as const;
    metrics.saw({ ...event, outcome: 'done', durationMs: 4 });
    metrics.saw({ ...event, outcome: 'retried', durationMs: 4 });
    metrics.saw({ ...event, outcome: 'dead-letter', reason: 'invalid', durationMs: 1 });
    for (const type of ['13812345678', undefined, 'violation.accept']) {
      metrics.saw({
        ...event,
        type,
        outcome: 'dead-letter',
        reason: 'unknown-type',
        durationMs: 0,
      });
    }
    expect(await linesOf(metrics, 'demerit_message_retries_total')).toEqual([
      '{type="points.recorded",service="violations"} 1',
    ]);
    expect(await linesOf(metrics, 'demerit_dead_letters_total')).toEqual([
      '{kind="event",type="points.recorded",reason="invalid",service="violations"} 1',
      '{kind="event",type="unknown",reason="unknown-type",service="violations"} 3',
    ]);
    expect(await linesOf(metrics, 'demerit_message_handle_seconds_count')).toContain(
      '{service="violations",kind="event",type="points.recorded",outcome="retried"} 1',
    );
  });

  it('count requests that were refused because of too much, which took no time in a handler', async () => {
    const metrics = new Metrics('ledger');
    const refused = { what: 'handled', kind: 'request', outcome: 'busy', durationMs: 0 } as const;
    metrics.saw({ ...refused, type: 'points.reserve' });
    metrics.saw({ ...refused, type: 'points.reserve' });
    expect(await linesOf(metrics, 'demerit_requests_refused_busy_total')).toEqual([
      '{type="points.reserve",service="ledger"} 2',
    ]);
    expect(await linesOf(metrics, 'demerit_message_handle_seconds_count')).toEqual([]);
  });

  it('draw times from a millisecond to the deadline of a request, and of events until they are stuck', async () => {
    const metrics = new Metrics('ledger');
    metrics.answered({ method: 'GET', route: '/', durationMs: 1, status: 200, code: undefined });
    const seconds = async (name: string) =>
      (await linesOf(metrics, name)).map((line) => /le="([^"]+)"/.exec(line)?.[1]);
    const http = await seconds('demerit_http_request_seconds_bucket');
    expect(http.join(' ')).toBe('0.001 0.0025 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 +Inf');
    const published = new Set(await seconds('demerit_event_publish_seconds_bucket'));
    expect([...published].join(' ')).toBe('0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 5 30 120 +Inf');
  });

  it('have limit refusals and listings from the first scrape on, so that the first one is an increase', async () => {
    const metrics = new Metrics('ledger');
    const refused = '{type="points.reserve",code="LICENCE_LIMIT_REACHED",service="ledger"}';
    const listed = '{service="ledger",type="point-service.suspended"}';
    expect(await linesOf(metrics, 'demerit_refusals_total')).toContain(`${refused} 0`);
    expect(await linesOf(metrics, 'demerit_event_publish_seconds_count')).toContain(`${listed} 0`);
    metrics.saw({
      what: 'handled',
      kind: 'request',
      type: 'points.reserve',
      outcome: 'refused',
      code: 'LICENCE_LIMIT_REACHED',
      durationMs: 8,
    });
    metrics.saw({ what: 'published', type: 'point-service.suspended', ageMs: 12 });
    expect(await linesOf(metrics, 'demerit_refusals_total')).toContain(`${refused} 1`);
    expect(await linesOf(metrics, 'demerit_event_publish_seconds_count')).toContain(`${listed} 1`);
  });
});

/** The samples of one name, without the name. */
async function linesOf(metrics: Metrics, name: string): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .map((line) => line.slice(name.length));
}
