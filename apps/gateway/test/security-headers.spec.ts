import { TrialGateway } from './gateway';

const PAGE = {
  'content-security-policy':
    "default-src 'none';style-src 'self' 'unsafe-inline';img-src 'self' data:;base-uri 'none';form-action 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};
const DOCUMENT_PAGE = {
  ...PAGE,
  'content-security-policy': `${PAGE['content-security-policy']};script-src 'self';connect-src 'self';font-src 'self'`,
};

describe('what a browser may do with an answer', () => {
  let gateway: TrialGateway;
  beforeAll(async () => (gateway = await TrialGateway.start()), 30_000);
  afterAll(() => gateway.app.close());

  it.each<[string, string, number, object]>([
    ['an answer', '/v1/policy', 200, PAGE],
    ['a page', '/', 200, PAGE],
    ['a refusal', '/v1/me', 401, PAGE],
    ['what is not there', '/docs-of-nobody', 404, PAGE],
    ['the document', '/openapi.json', 200, PAGE],
    ['the page of the document', '/docs', 200, DOCUMENT_PAGE],
  ])('is said with %s', async (_what, url, status, expected) => {
    const answer = await gateway.call('GET', url);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(expected);
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });
});
