import { TrialGateway } from './gateway';

const LICENCE = { licenceNumber: '440301199001011234', fileNumber: '440300123456' };
const CODES = '/v1/auth/codes';

describe('the gateway by itself', () => {
  let gateway: TrialGateway;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
    gateway.learnKeys();
  }, 30_000);
  afterAll(() => gateway.app.close());

  describe('refuses a body', () => {
    it.each<[string, unknown, string]>([
      ['that is no JSON', '{"phone":', 'body'],
      ['that is null', 'null', 'body'],
      ['that is a list', [], 'body'],
      ['that is a text', '"x"', 'body'],
      ['that is empty', '', 'phone'],
      ['that lacks a field', {}, 'phone'],
      ['with null for a field', { phone: null }, 'phone'],
      ['with a field of another type', { phone: 13812341234 }, 'phone'],
      ['with a field more', { phone: '13812341234', more: 1 }, 'more'],
      ['that is broken off', '{"__proto__":{"phone":"1"}', 'body'],
      ['that would change what objects are', '{"__proto__":{"phone":"1"}}', '__proto__'],
      ['that would change it from within', '{"a":[{"__proto__":1}]}', 'a[0].__proto__'],
      ['that would change classes', '{"constructor":{"prototype":{}}}', 'constructor'],
      [
        'deep as a well',
        `{"phone":${'['.repeat(9_000)}${']'.repeat(9_000)}}`,
        'phone[0][0][0][0][0][0][0]',
      ],
    ])('%s, and names it', async (_what, body, field) => {
      const { status, json, headers } = await gateway.call('POST', CODES, { body });
      expect(status).toBe(400);
      expect(headers['content-type']).toContain('application/problem+json');
      expect(json).toMatchObject({
        code: 'VALIDATION_FAILED',
        type: 'urn:demerit:refusal:VALIDATION_FAILED',
        requestId: headers['x-request-id'],
      });
      expect(json['errors']).toContainEqual(expect.objectContaining({ field }));
    });

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'multipart/form-data; boundary=x',
    ])('of type %s', async (type) => {
      const headers = { 'content-type': type };
      const answer = await gateway.call('POST', CODES, { body: 'phone=13812341234', headers });
      expect(answer).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    });

    it('of more than 64 KiB, and reads one that is not', async () => {
      const ofSize = (bytes: number) => `{"phone":"${'1'.repeat(bytes - 12)}"}`;
      expect((await gateway.call('POST', CODES, { body: ofSize(65_536) })).status).toBe(400);
      const answer = await gateway.call('POST', CODES, { body: ofSize(65_537) });
      expect(answer).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
    });

    it('of a stranger without reading it', async () => {
      const body = 'x'.repeat(70_000);
      expect((await gateway.call('POST', '/v1/bindings', { body })).status).toBe(401);
    });
  });

  it.each([
    ['POST', '/v1/review/bindings/no%20id/decision', 'Check the binding id;'],
    ['GET', '/v1/review/disputes/no%20id', 'Check the dispute id;'],
  ] as const)('§10.answers.staff: %s %s speaks to staff', async (method, url, said) => {
    const as = await gateway.withRoles('reviewer', 'officer');
    const body = { decision: 'approve' };
    const headers = { 'if-match': '"1"' };
    const sent = method === 'POST' ? { as, headers, body } : { as };
    const { status, json } = await gateway.call(method, url, sent);
    expect({ status, nextStep: json['nextStep'] }).toEqual({
      status: 404,
      nextStep: expect.stringContaining(said) as unknown,
    });
    const own = await gateway.call('GET', '/v1/bindings/no%20id', { as });
    expect(own.json['nextStep']).toBe('List yours under /v1/bindings.');
  });

  it('§7.words.language: refuses in the language the caller reads', async () => {
    const headers = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' };
    const answer = await gateway.call('GET', '/v1/me', { headers });
    expect(answer).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(answer.json).toMatchObject({
      title: '没有有效的访问令牌',
      nextStep: '请登录，并携带访问令牌重新请求。',
    });
    expect(answer.headers).toMatchObject({
      'content-language': 'zh-CN',
      vary: expect.stringContaining('accept-language') as unknown,
    });
  });

  it.each([
    [{ phone: '1' }, 'phone 必须是 11 位大陆手机号码'],
    [{}, '缺少 phone'],
    [{ phone: null }, 'phone 不能为 null'],
    [{ phone: '13800138000', of: 1 }, '不应有字段 of'],
    ['{"phone": ', 'body 必须是完整且可解析的 JSON'],
  ])('§7.words.language: says what is wrong with %j in it, too', async (body, message) => {
    const headers = { 'accept-language': 'zh-CN', 'content-type': 'application/json' };
    const answer = await gateway.call('POST', '/v1/auth/codes', { body, headers });
    expect(answer).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    expect(answer.json['errors']).toMatchObject([{ message }]);
  });

  it('takes a request without a body that names its type all the same', async () => {
    const as = await gateway.token();
    const headers = { 'content-type': 'application/json' };
    const answer = await gateway.call('DELETE', '/v1/bindings/bnd_1', { as, headers });
    expect(answer.status).toBe(503);
  });

  it('leaves a notification to whoever knows its signature', async () => {
    const url = '/v1/webhooks/payments/sandbox';
    const body = { settledAt: null };
    const headers = { 'x-demerit-signature': 's', 'x-demerit-timestamp': '1' };
    expect((await gateway.call('POST', url, { body })).code).toBe('WEBHOOK_SIGNATURE_INVALID');
    expect((await gateway.call('POST', url, { body, headers })).status).toBe(503);
    const elsewhere = await gateway.call('POST', '/v1/webhooks/payments/nobody', { body });
    expect(elsewhere.code).toBe('ROUTE_NOT_FOUND');
  });

  describe('an upload', () => {
    const BORDER = { 'content-type': 'multipart/form-data; boundary=x' };
    const field = (name: string, value: string) =>
      `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const file = (bytes: number, name = 'file') =>
      `--x\r\ncontent-disposition: form-data; name="${name}"; filename="a.png"\r\n\r\n${'a'.repeat(bytes)}\r\n`;
    const kind = field('kind', 'evidence');

    async function upload(...parts: string[]) {
      const sent = {
        as: await gateway.token(),
        body: `${parts.join('')}--x--\r\n`,
        headers: BORDER,
      };
      return gateway.call('POST', '/v1/me/documents', sent);
    }

    it.each([
      ['kind before file', [kind, file(10)]],
      ['file before kind', [file(10), kind]],
      ['a file of exactly 5 MiB', [kind, file(5 * 1024 * 1024)]],
    ])('with %s goes on to identity', async (_what, parts) => {
      expect((await upload(...parts)).status).toBe(503);
    });

    it('above 5 MiB is too large, whatever else is wrong with it', async () => {
      const answer = await upload(file(5 * 1024 * 1024 + 1));
      expect(answer).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
    });

    it.each([
      ['no file', [kind], 'file'],
      ['an empty file', [kind, file(0)], 'file'],
      ['no kind', [file(10)], 'kind'],
      ['an unknown kind', [file(10), field('kind', 'selfie')], 'kind'],
      ['a field more', [kind, file(10), field('name', 'x')], 'name'],
      ['the file under another name', [kind, file(10, 'picture')], 'picture'],
      ['two files', [kind, file(10), file(10)], 'body'],
    ])('with %s is refused', async (_what, parts, name) => {
      const { status, json } = await upload(...parts);
      expect(status).toBe(400);
      expect(json['errors']).toContainEqual(expect.objectContaining({ field: name }));
    });

    it('that is no form is refused', async () => {
      const as = await gateway.token();
      const broken = await gateway.call('POST', '/v1/me/documents', {
        as,
        body: 'x',
        headers: BORDER,
      });
      expect(broken.status).toBe(400);
      const json = await gateway.call('POST', '/v1/me/documents', { as, body: {} });
      expect(json.status).toBe(415);
    });
  });

  it.each(['/v1/nothing', '/v1/me/', '/V1/me'])('has nothing at %s', async (url) => {
    const answer = await gateway.call('GET', url);
    expect(answer).toMatchObject({ status: 404, code: 'ROUTE_NOT_FOUND' });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=', 'cursor'],
    ['offset=3', 'offset'],
    ['status=open', 'status'],
  ])('gives no list for ?%s', async (query, field) => {
    const as = await gateway.token();
    const { status, json } = await gateway.call('GET', `/v1/violations?${query}`, { as });
    expect(status).toBe(400);
    expect(json['errors']).toContainEqual(expect.objectContaining({ field }));
  });

  it('keeps the id a request came with, if that is one', async () => {
    const idOf = async (id: string) => {
      const answer = await gateway.call('GET', '/v1/policy', { headers: { 'x-request-id': id } });
      return answer.headers['x-request-id'];
    };
    expect(await idOf('my-req-1')).toBe('my-req-1');
    expect(await idOf('no id')).toMatch(/^req_\w+$/);
  });

  it('says 503 with Retry-After at once while there is no broker', async () => {
    const began = performance.now();
    const sent = { as: await gateway.token(), body: LICENCE };
    const answer = await gateway.call('POST', '/v1/me/licence', sent);
    expect(answer).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(answer.headers['retry-after']).toBe('2');
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('§9.policies.answer: answers health, policy and its first page by itself', async () => {
    expect((await gateway.call('GET', '/health/live')).status).toBe(200);
    const { json } = await gateway.call('GET', '/v1/policy');
    expect(json).toMatchObject({ LICENCES_PER_VEHICLE: 3, SANCTION_POLICY: 'S-default' });
    expect(json).toMatchObject({ paymentProviders: ['sandbox'], smsProviders: ['sandbox'] });
    const page = await gateway.call('GET', '/');
    expect(page.text).toContain('<a href="/docs">');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('§9.policies.settings: answers policies and no setting', async () => {
    const { json } = await gateway.call('GET', '/v1/policy');
    expect(Object.keys(json).sort()).toEqual([
      'BINDING_ACTIVE_PER_USER',
      'BINDING_CONSENT_HOURS',
      'BINDING_REQUESTS_PER_DAY',
      'BINDING_REQUESTS_PER_YEAR',
      'BINDING_USERS_PER_VEHICLE',
      'COUNT_OWN_VEHICLES',
      'COUNT_ZERO_POINTS',
      'DISPUTE_ANSWER_DAYS',
      'DUE_SHIFT_TO_WORKING_DAY',
      'FULL_SCORE',
      'LICENCES_PER_VEHICLE',
      'ONLINE_MAX_FINE_FEN',
      'ONLINE_MAX_POINTS',
      'PAYMENT_DUE_DAYS',
      'RECORD_UNPAID_AFTER_DAYS',
      'REQUIRE_BINDING_BEFORE_VIOLATION',
      'SANCTION_POLICY',
      'STUDY_MAX_POINTS',
      'SURCHARGE_CAP_PERMILLE',
      'SURCHARGE_PERMILLE_PER_DAY',
      'VEHICLES_PER_LICENCE',
      'WITHDRAWAL_HOURS',
      'paymentProviders',
      'smsProviders',
    ]);
  });

  it('is not ready without broker and services, and names them', async () => {
    const { status, json, headers } = await gateway.call('GET', '/health/ready');
    expect([status, json['code'], headers['retry-after']]).toEqual([
      503,
      'SERVICE_UNAVAILABLE',
      '2',
    ]);
    const services = ['identity', 'vehicles', 'violations', 'payments', 'ledger'];
    expect(Object.keys(json['error'] as object)).toEqual(
      expect.arrayContaining(['broker', 'payment-sandbox', ...services]),
    );
  });

  it('describes itself without help from elsewhere', async () => {
    const { json } = await gateway.call('GET', '/openapi.json');
    expect(json).toMatchObject({ openapi: '3.1.0' });
    const page = await gateway.call('GET', '/docs');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/(src|href)=["'](https?:)?\/\//);
    expect((await gateway.call('GET', '/docs/swagger-ui-bundle.js')).status).toBe(200);
  });
});
