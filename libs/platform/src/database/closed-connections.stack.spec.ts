import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { createConnection, type Connection } from 'mongoose';
import { stackUnderTest } from '../../../../tools/dev/home/under-test';
import { openOptions } from './database';
import { Line } from '../../test/testing';

/** The driver asks a server again how it is after half a second at the earliest. */
const MONITOR_PAUSE_MS = 600;
const PATIENCE_MS = 6_000;
const READS = 5;

jest.setTimeout(30_000);

describe('a database whose connections all close while it is asked', () => {
  const line = new Line(new URL(stackUnderTest().mongoUrl));
  let connection: Connection;

  const read = (): Promise<unknown> => connection.collection('rows').findOne({});
  const reads = (): Promise<unknown> =>
    Promise.allSettled(Array.from({ length: READS }, () => read()));

  beforeAll(async () => {
    const options = openOptions('trial_closed_connections');
    line.mend();
    connection = await createConnection(await line.url(), options).asPromise();
    await reads();
  });

  afterAll(async () => {
    await connection.close();
    line.close();
  });

  // Oldest first, so that the monitor's is closing when the reads learn of theirs and ask for a check.
  it('is found again each time, and nothing that was asked waits for ever', async () => {
    for (let round = 0; round < 5; round++) {
      await pause(MONITOR_PAUSE_MS);
      const asked = reads();
      await turn();
      line.cut();
      line.mend();
      const late = pause(PATIENCE_MS, 'waits for ever', { ref: false });
      await expect(Promise.race([asked, late])).resolves.toHaveLength(READS);
      await expect(read()).resolves.toBeNull();
    }
  });
});
