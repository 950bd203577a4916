import { Writable } from 'node:stream';
import fc from 'fast-check';
import pinoHttp, { type Options } from 'pino-http';
import type { ServiceConfig } from '../config/config';
import { loggerParams } from './logging';
import { withoutPersonal } from './personal';

const FIELDS = [
  'authorization',
  'cookie',
  'phone',
  'name',
  'idNumber',
  'licenceNumber',
  'ownerLicenceNumber',
  'fileNumber',
  'token',
  'accessToken',
  'refreshToken',
  'code',
];

/** What pino was told before it was told nothing of this: every field at every level. */
const PATHS = [
  ...FIELDS,
  ...FIELDS.map((field) => `*.${field}`),
  ...FIELDS.map((field) => `*.*.${field}`),
  ...FIELDS.map((field) => `*.*.*.${field}`),
];

function censor(value: unknown, path: string[]): unknown {
  if (path.at(-1) === 'code' && !(typeof value === 'string' && /^\d{4,8}$/.test(value)))
    return value;
  return '[redacted]';
}

type Way = (line: object) => string;

/** Lines as a logger with these options writes them, without their time. */
function writing(options: Options): Way {
  const lines: string[] = [];
  const stream = new Writable({
    write: (line: Buffer, _encoding, done) => {
      lines.push(line.toString());
      done();
    },
  });
  const { logger } = pinoHttp({ ...options, timestamp: false, stream });
  return (line) => {
    lines.length = 0;
    logger.error(line);
    return lines.join('');
  };
}

const { pinoHttp: given } = loggerParams('ledger', { logLevel: 'info' } as ServiceConfig);
const now = given as Options;
const written = writing(now);
const writtenByPino = writing({
  ...now,
  formatters: { level: (label) => ({ level: label }) },
  serializers: {
    err: (error: Record<string, unknown>) => {
      const { type, message, code, stack } = error;
      return { type, message, code, stack };
    },
  },
  redact: { paths: PATHS, censor },
});

const digits = fc.stringMatching(/^\d{3,9}$/);
const leaf = fc.oneof(
  fc.string(),
  digits,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
);
const key = fc.oneof(
  fc.constantFrom(...FIELDS),
  fc.constantFrom('code', 'msg', 'context', 'error', 'a', 'names', '0', '*'),
);
const error = fc
  .record({ message: fc.string(), code: fc.oneof(digits, fc.constant('E11000'), fc.integer()) })
  .map(({ message, code }) =>
    Object.assign(new Error(message), { code, keyValue: { phone: '1' } }),
  );
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 7, depthSize: 'large' },
    leaf,
    error,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
}));
/** Of a line's own `code` pino never looked into what was no secret itself. */
const line = fc
  .tuple(
    fc.dictionary(key, value, { maxKeys: 5 }),
    fc.option(fc.oneof(error, fc.dictionary(key, value)), { nil: undefined }),
    fc.oneof(digits, leaf),
  )
  .map(([fields, err, code]) => ({ ...fields, ...('code' in fields && { code }), err }));

describe('personal fields of a line', () => {
  it('are struck out as pino did by 48 paths, and what is logged stays as it is', () => {
    fc.assert(
      fc.property(line, (fields) => {
        const before = structuredClone(fields);
        const ours = written(fields);
        expect(structuredClone(fields)).toEqual(before);
        // Last, since it changes what is below a field `code`.
        expect(ours).toBe(writtenByPino(fields));
      }),
      { numRuns: 500 },
    );
  });

  it('are struck out down to four levels, through lists too', () => {
    expect(written({ a: { b: [{ phone: '1' }] } })).toContain('"a":{"b":[{"phone":"[redacted]"}]}');
    expect(written({ a: { b: [[{ phone: '1' }]] } })).toContain('"phone":"1"');
  });

  it('are struck out of what a message mentions and of a request', () => {
    const lines: string[] = [];
    const stream = { write: (text: string) => lines.push(text) };
    const { logger } = pinoHttp({ ...now, stream: stream as unknown as Writable });
    logger.error('asked by %o', { phone: '13800000000' });
    logger.error({ req: { method: 'GET', url: '/', headers: { authorization: 'Bearer x' } } });
    expect(lines[0]).toContain(String.raw`asked by {\"phone\":\"[redacted]\"}`);
    expect(lines[1]).toContain('"headers":{"authorization":"[redacted]"}');
  });
});

describe('what has no personal field', () => {
  it('is not copied', () => {
    const plain = {
      msg: 'x',
      code: 'NO_TEA',
      share: Number.NaN,
      list: [{ plate: 'A' }],
      at: new Date(),
    };
    expect(withoutPersonal(plain)).toBe(plain);
  });

  it('is not copied beside what has', () => {
    const beside = { list: [1] };
    const bytes = Buffer.from('name');
    const at = new Date();
    const left = withoutPersonal({ name: '李', beside, bytes, at });
    expect(left).toEqual({ name: '[redacted]', beside, bytes, at });
    expect(left.beside).toBe(beside);
    expect(left.bytes).toBe(bytes);
    expect(left.at).toBe(at);
  });
});

it('what refers to itself is written, and its personal fields are struck out', () => {
  const circle: Record<string, unknown> = { phone: '13800000000' };
  circle['self'] = circle;
  circle['list'] = [circle];
  expect(withoutPersonal(circle)).toMatchObject({ self: { self: { phone: '[redacted]' } } });
  expect(circle).toMatchObject({ phone: '13800000000' });
  expect(written({ empty: {}, circle: [circle] })).toContain('"phone":"[redacted]"');
});

it('what has a way of its own into JSON keeps it', () => {
  class Account {
    constructor(readonly phone: string) {}
    toJSON() {
      return { said: this.phone };
    }
  }
  expect(written({ account: new Account('1') })).toContain('"account":{"said":"[redacted]"}');
});

it('a code is a secret when it is of four to eight digits', () => {
  const codes = ['123', '1234', '12345678', '123456789', 1234, 'NO_TEA'];
  const left = codes.map((code) => withoutPersonal({ code }).code);
  expect(left).toEqual(['123', '[redacted]', '[redacted]', '123456789', 1234, 'NO_TEA']);
});

it('what JSON leaves out is not struck out', () => {
  expect(withoutPersonal({ name: undefined })).toEqual({ name: undefined });
});
