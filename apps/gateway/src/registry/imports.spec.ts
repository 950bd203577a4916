import { PassThrough, Readable } from 'node:stream';
import type { Logins, Login } from '../http/logins/logins';
import type { Services } from '../http/services';
import { Imports } from './imports';

const login = { caller: { accountId: 'acc_1', roles: [] }, shown: {} } as unknown as Login;

/** Imports into a register that takes everything; `again` says whether the login is still good. */
function given(again: () => Promise<void> = () => Promise.resolve()) {
  const written: object[][] = [];
  const ask = (_type: string, { rows }: { rows: object[] }) => {
    written.push(rows);
    return Promise.resolve({ accepted: rows.length, rejected: [] });
  };
  const imports = new Imports({ ask } as unknown as Services, { again } as unknown as Logins);
  const run = (stream: Readable) => imports.run('vehicle.import', login, stream);
  return { run, written };
}

function endless(): PassThrough {
  const stream = new PassThrough();
  stream.write('{"a":1}\n{"b"');
  return stream;
}

describe('an import', () => {
  it('is written line for line', async () => {
    const { run, written } = given();
    const answer = await run(Readable.from([Buffer.from('{"a":1}\n{"b":2}')]));
    expect(written).toEqual([[{ a: 1 }, { b: 2 }]]);
    expect(JSON.parse((await answer.toArray()).join(''))).toMatchObject({
      accepted: 2,
    });
  });

  it('§1.token.denied: given that its login is over, then it ends within two seconds though its line does not, and what comes later is dropped', async () => {
    const { run, written } = given(() => Promise.reject(new Error('over')));
    const stream = endless();
    const trickle = setInterval(() => stream.write('x'), 50);
    const startedAt = performance.now();
    await expect(run(stream)).rejects.toThrow('over');
    clearInterval(trickle);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(written).toEqual([]);
    for (let sent = 0; sent < 10; sent += 1) stream.write(Buffer.alloc(65_536, 'x'));
    await new Promise((resolve) => stream.end(resolve));
    await new Promise(setImmediate);
    expect(stream.readableLength).toBe(0);
  });

  it('§10.forms.import: given an hour, then it ends though its line does not', async () => {
    const { run } = given();
    const now = performance.now();
    const clock = jest.spyOn(performance, 'now');
    clock.mockReturnValueOnce(now - 3_600_000);
    await expect(run(endless())).rejects.toMatchObject({ refusal: { code: 'PAYLOAD_TOO_LARGE' } });
    clock.mockRestore();
  });

  it('given that the stream breaks off, then that is said', async () => {
    const { run } = given();
    const stream = endless();
    setImmediate(() => stream.destroy(new Error('gone')));
    await expect(run(stream)).rejects.toMatchObject({ refusal: { code: 'VALIDATION_FAILED' } });
  });
});
