import { Writable } from 'node:stream';
import { createConnection } from 'mongoose';
import pinoHttp, { type Options } from 'pino-http';
import type { ServiceConfig } from '../config/config';
import { openOptions } from '../database/database';
import { loggerParams } from './logging';

/** One line as a service writes it. */
function logged(entry: object): unknown {
  const lines: string[] = [];
  const stream = new Writable({
    write: (line: Buffer, _encoding, done) => {
      lines.push(line.toString());
      done();
    },
  });
  const { pinoHttp: options } = loggerParams('ledger', { logLevel: 'info' } as ServiceConfig);
  pinoHttp({ ...(options as Options), stream }).logger.error(entry);
  return JSON.parse(lines.join(''));
}

describe('an error in the log', () => {
  it('says what happened though it carries all that the driver knows of its servers', async () => {
    const options = { ...openOptions('nowhere'), serverSelectionTimeoutMS: 1_500 };
    const err: unknown = await createConnection('mongodb://127.0.0.1:1', options)
      .asPromise()
      .catch((error: unknown) => error);

    expect(logged({ msg: 'job x failed', err })).toMatchObject({
      msg: 'job x failed',
      err: {
        type: 'MongooseServerSelectionError',
        message: expect.stringContaining('ECONNREFUSED') as string,
        stack: expect.any(String) as string,
      },
    });
  });

  it('does not tell the row that was in its way', () => {
    const err = Object.assign(new Error('duplicate'), {
      code: 11000,
      keyValue: { plate: '浙A12345' },
    });
    expect(JSON.stringify(logged({ msg: 'no', err }))).not.toContain('浙A12345');
    expect(logged({ msg: 'no', err })).toMatchObject({ err: { code: 11000 } });
  });
});
