import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runningStackUnderTest, stackFileUnderTest } from '../../../../tools/dev/home/under-test';

jest.setTimeout(30_000);

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Samples by name and labels, as a scrape sees them. */
async function scrape(url: string): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await response.text()).split('\n');
  const samples = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

describe('metrics of a running stack', () => {
  const { gatewayUrl } = runningStackUnderTest();
  const ports = readJson(join(dirname(stackFileUnderTest()), 'ports.json')) as Record<
    string,
    number
  >;
  const ledgerUrl = `http://127.0.0.1:${ports['ledger']}`;

  it('are open to everyone at the gateway, and count a refusal under its code', async () => {
    const refused =
      'demerit_http_requests_total{method="GET",route="/v1/me",status="401",code="UNAUTHENTICATED",service="gateway"}';
    const before = (await scrape(gatewayUrl)).get(refused) ?? 0;
    expect((await fetch(`${gatewayUrl}/v1/me`)).status).toBe(401);
    await eventually(async () => {
      expect((await scrape(gatewayUrl)).get(refused)).toBe(before + 1);
    });
  });

  it('tell of a service what waits in its outbox and its queues', async () => {
    await eventually(async () => {
      const seen = await scrape(ledgerUrl);
      expect(seen.get('demerit_consuming{service="ledger"}')).toBe(1);
      expect(seen.get('demerit_outbox_pending{service="ledger"}')).toBe(0);
      expect(seen.get('demerit_outbox_oldest_seconds{service="ledger"}')).toBe(0);
      const events = 'queue="ledger.events",kind="events",service="ledger"';
      expect(seen.get(`demerit_queue_consumers{${events}}`)).toBe(1);
      const dead = 'queue="ledger.events.dead-letters",kind="dead-letters",service="ledger"';
      expect(seen.get(`demerit_queue_messages{${dead}}`)).toBe(0);
    });
  });

  it('have no label that could be a person: no digits of a phone, an id or a plate', async () => {
    const names = [...(await scrape(gatewayUrl)).keys(), ...(await scrape(ledgerUrl)).keys()];
    const labels = names.flatMap((name) =>
      [...name.matchAll(/="([^"]*)"/g)].map(([, value]) => value),
    );
    expect(labels.filter((value) => /\d{7}|_[0-9a-z]{26}|[一-龥]/.test(value ?? ''))).toEqual([]);
  });
});

async function eventually(check: () => Promise<void>, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(100);
    }
  }
}
