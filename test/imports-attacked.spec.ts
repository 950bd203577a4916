import { setTimeout as sleep } from 'node:timers/promises';
import { stack } from './support';
import { importLines, type ImportReply } from './support/imports';

jest.setTimeout(90_000);

/** Of a gateway whose machine is busy; where the reading let nobody else have a turn, everybody waited ten seconds. */
const LONGEST_WAIT_MS = 3_000;
const LINES_A_PIECE = 16_384;

function* pieces(line: string, count: number): Generator<string> {
  for (let sent = 0; sent < count; sent += LINES_A_PIECE)
    yield line.repeat(Math.min(LINES_A_PIECE, count - sent));
}

/** The import's answer, and the longest that somebody else waited for theirs meanwhile. */
async function importedBesideOthers(
  lines: Iterable<string>,
): Promise<{ reply: ImportReply; longestMs: number }> {
  const url = `${stack().gatewayUrl}/v1/policy`;
  const importing = importLines('vehicles', lines);
  const over = importing.then(() => true);
  let longestMs = 0;
  while (!(await Promise.race([over, sleep(20, false)]))) {
    const startedAt = performance.now();
    const { status } = await fetch(url);
    expect(status).toBe(200);
    longestMs = Math.max(longestMs, performance.now() - startedAt);
  }
  const reply = await importing;
  // Millions of lines would be printed where a test fails.
  if (reply.status === 200) reply.body.rejected.splice(3);
  return { reply, longestMs };
}

describe('given a file of a registrar that is nothing but wrong', () => {
  it('§10.forms.import: when four million lines are no objects, then it ends early, saying what was taken, and nobody else waits', async () => {
    const { reply, longestMs } = await importedBesideOthers(pieces('x\n', 4_000_000));
    expect(reply).toMatchObject({
      status: 413,
      body: { code: 'PAYLOAD_TOO_LARGE', detail: expect.stringContaining('100000') as string },
    });
    expect(longestMs).toBeLessThan(LONGEST_WAIT_MS);
  });

  it('§10.forms.import: when more than five million lines are blank, then it ends at the last of them, and nobody else waits', async () => {
    const { reply, longestMs } = await importedBesideOthers(pieces('\n', 5_000_001));
    expect(reply).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
    expect(longestMs).toBeLessThan(LONGEST_WAIT_MS);
  });
});
