import { TrialGateway } from './gateway';

/** "浙A" as GBK. */
const GBK = Buffer.from([0xd5, 0xe3, 0x41]);
const LATIN1 = GBK.toString('latin1');
const CODES = '/v1/auth/codes';

const within = (before: string, after: string): Buffer =>
  Buffer.concat([Buffer.from(before), GBK, Buffer.from(after)]);
const naming = (field: string): unknown =>
  expect.arrayContaining([expect.objectContaining({ field })]);

describe('text that is no UTF-8', () => {
  let gateway: TrialGateway;
  let as: string;
  let staff: string;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
    gateway.learnKeys();
    as = await gateway.token();
    staff = await gateway.withRoles('officer', 'registrar', 'reviewer');
  }, 30_000);
  afterAll(() => gateway.app.close());

  it.each(['/v1/auth/codes', '/v1/registry/violations', '/v1/webhooks/payments/sandbox'])(
    '§10.forms.utf8: given a body in GBK at %s, then it is refused',
    async (path) => {
      const body = within('{"place":"', '"}');
      const { status, json } = await gateway.call('POST', path, { as: staff, body });
      expect({ status, errors: json['errors'] }).toEqual({ status: 400, errors: naming('body') });
    },
  );

  it('§10.forms.utf8: given half a character, which no database keeps, then its field is refused', async () => {
    const body = '{"phone":"13812341234","more":["a\\ud800"]}';
    const { status, json } = await gateway.call('POST', CODES, { body });
    expect({ status, errors: json['errors'] }).toEqual({ status: 400, errors: naming('more[0]') });
  });

  it('§10.forms.utf8: given Chinese in UTF-8, then it is read', async () => {
    const body = { violationId: 'vio_1', ground: 'rescue_or_necessity', statement: '救护车' };
    const { status } = await gateway.call('POST', '/v1/violations/vio_1/disputes', {
      as,
      body: { ...body, documentIds: [], violationId: undefined },
    });
    expect(status).toBe(503);
  });

  it.each(['Accept', 'Accept-Language', 'Idempotency-Key', 'If-Match', 'Last-Event-ID'])(
    '§10.forms.utf8: given it in the header %s, then the header is refused',
    async (name) => {
      const path = '/v1/review/bindings/bnd_1/decision';
      const sent = { as: staff, body: { decision: 'approve' }, headers: { [name]: LATIN1 } };
      const { status, json } = await gateway.call('POST', path, sent);
      expect({ status, errors: json['errors'] }).toEqual({ status: 400, errors: naming(name) });
    },
  );

  it('§10.forms.utf8: given UTF-8 in a header, then it is read', async () => {
    const name = Buffer.from('浙').toString('latin1');
    const sent = { as, headers: { 'accept-language': `zh,${name}` } };
    expect((await gateway.call('GET', '/v1/me', sent)).status).toBe(503);
  });

  it.each([
    ['plateNumber=%D5%E3A8K2M6', 'plateNumber'],
    ['%D5%E3=1', 'query'],
    ['plateNumber=%ED%A0%80', 'plateNumber'],
    ['plateNumber=50%', 'plateNumber'],
  ])('§10.forms.utf8: given ?%s, then the parameter is refused', async (query, field) => {
    const { status, json } = await gateway.call('GET', `/v1/violations?${query}`, { as });
    expect({ status, errors: json['errors'] }).toEqual({ status: 400, errors: naming(field) });
  });

  it('§10.forms.utf8: given Chinese percent-encoded in UTF-8, then the parameter is read', async () => {
    const path = '/v1/violations?plateNumber=%E6%B5%99A8K2M6&limit=1';
    expect((await gateway.call('GET', path, { as })).status).toBe(503);
  });

  it.each(['/v1/violations/%D5%E3', '/v1/%zz'])(
    '§10.forms.utf8: given the address %s, then it is refused',
    async (path) => {
      const { status, json } = await gateway.call('GET', path, { as });
      expect({ status, errors: json['errors'] }).toEqual({ status: 400, errors: naming('path') });
    },
  );

  it('§10.forms.utf8: given an address with an id longer than any, then that is said', async () => {
    const path = `/v1/violations/${'x'.repeat(300)}`;
    const { status, json } = await gateway.call('GET', path, { as });
    const errors = [{ field: 'path', message: 'path must be shorter' }];
    expect({ status, errors: json['errors'] }).toEqual({ status: 400, errors });
  });

  it('§10.forms.utf8: given a stranger, then they are told first that they are one', async () => {
    const path = '/v1/violations?plateNumber=%D5%E3';
    expect((await gateway.call('GET', path)).status).toBe(401);
  });

  it.each([
    ['the kind', 'kind', within('evidence', ''), 'kind'],
    ['the name of a field', LATIN1, Buffer.from('evidence'), undefined],
  ])(
    '§10.forms.utf8: given %s of an upload, then it is refused',
    async (_what, name, value, field) => {
      const head = Buffer.from(
        `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`,
        'latin1',
      );
      const file =
        '\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--x--\r\n';
      const { status, json } = await gateway.call('POST', '/v1/me/documents', {
        as,
        body: Buffer.concat([head, value, Buffer.from(file)]),
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      });
      expect(status).toBe(400);
      if (field !== undefined) expect(json['errors']).toEqual(naming(field));
    },
  );
});

describe('fields that every object has', () => {
  let gateway: TrialGateway;
  let as: string;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
    gateway.learnKeys();
    as = await gateway.token();
  }, 30_000);
  afterAll(() => gateway.app.close());

  const NAMES = ['constructor', 'prototype', 'hasOwnProperty', 'isPrototypeOf', 'toString'];

  it.each(NAMES)(
    '§10.forms.unknown: given %s in a body, then it is an unknown field',
    async (name) => {
      const body = { phone: '13812341234', [name]: 1 };
      const { status, json } = await gateway.call('POST', CODES, { body });
      expect({ status, errors: json['errors'] }).toEqual({ status: 400, errors: naming(name) });
    },
  );

  it.each(['__proto__', ...NAMES])(
    '§10.forms.unknown: given ?%s=1, then it is an unknown field',
    async (name) => {
      const { status, json } = await gateway.call('GET', `/v1/violations?${name}=1`, { as });
      expect({ status, errors: json['errors'] }).toEqual({ status: 400, errors: naming(name) });
    },
  );
});
