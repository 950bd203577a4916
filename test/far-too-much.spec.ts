import { setTimeout as sleep } from 'node:timers/promises';
import { newCitizen, ok, stack, type Citizen } from './support';
import { importLines } from './support/imports';

jest.setTimeout(90_000);

/** Of a gateway whose machine is busy; where each was looked at whole, everybody waited half a minute. */
const LONGEST_WAIT_MS = 3_000;

/** As large as a body may be, of fields that nobody knows. */
const UNKNOWN = JSON.stringify(
  Object.fromEntries(Array.from({ length: 5_600 }, (_, n) => [`k${n}`, 1])),
);

let bystander: Citizen;
beforeAll(async () => (bystander = await newCitizen()));

/** The longest that others wait meanwhile, at the gateway alone and for identity. */
async function longestWaitDuring(work: Promise<unknown>): Promise<number> {
  const over = work.then(() => true);
  let longestMs = 0;
  do {
    const startedAt = performance.now();
    expect((await fetch(`${stack().gatewayUrl}/v1/policy`)).status).toBe(200);
    await ok(bystander.api.get('/v1/me'));
    longestMs = Math.max(longestMs, performance.now() - startedAt);
  } while (!(await Promise.race([over, sleep(20, false)])));
  return longestMs;
}

describe('fields that nobody knows, by the thousand', () => {
  it('§10.forms.excess: given 150 bodies of them at once from a stranger, then each answer is short and nobody else waits', async () => {
    const send = async (): Promise<string> => {
      const response = await fetch(`${stack().gatewayUrl}/v1/auth/codes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: UNKNOWN,
      });
      const text = await response.text();
      expect(text.length).toBeLessThan(3_000);
      return `${response.status}`;
    };
    const sending = Promise.all(Array.from({ length: 150 }, send));
    expect(await longestWaitDuring(sending)).toBeLessThan(LONGEST_WAIT_MS);
    expect(new Set(await sending)).toEqual(new Set(['400']));
  });

  it.each<[string, string]>([
    ['unknown fields', UNKNOWN],
    ['slots of nothing', JSON.stringify({ slots: Array.from({ length: 19_000 }, () => ({})) })],
  ])(
    '§10.forms.excess: given an import of 40 long lines of %s, then each is refused and nobody else waits',
    async (_what, line) => {
      const importing = importLines(
        'opening-balances',
        Array.from({ length: 40 }, () => `${line}\n`),
      );
      expect(await longestWaitDuring(importing)).toBeLessThan(LONGEST_WAIT_MS);
      const { status, body } = await importing;
      expect([status, body.accepted, body.rejected.length]).toEqual([200, 0, 40]);
    },
  );
});
