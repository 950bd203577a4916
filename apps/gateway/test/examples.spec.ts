import { ROLES } from '@demerit/contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import recorded from '../src/http/document/examples.json';
import { WRITTEN } from '../src/http/document/written-examples';
import { isInDocument } from '../../../tools/examples/routes';
import { TrialGateway } from './gateway';

const FILE = join(__dirname, '../src/http/document/examples.json');
interface Example {
  parameters?: Record<string, string>;
  request?: unknown;
  status: number;
  answer?: unknown;
}

// The compiler gives each route's example a type of its own.
const EXAMPLES = Object.entries(recorded as unknown as Record<string, Example>);

describe('the examples of the document', () => {
  let gateway: TrialGateway;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
    gateway.learnKeys();
  }, 30_000);
  afterAll(() => gateway.app.close());

  it('§10.document.examples: are there for each route, and for none that is gone', () => {
    const shown = [...EXAMPLES.map(([route]) => route), ...Object.keys(WRITTEN)];
    const missing = gateway.routes.filter((route) => isInDocument(route) && !shown.includes(route));
    const gone = shown.filter((route) => !gateway.routes.includes(route));
    expect({
      'call it in a flow, then npm run examples': missing,
      'npm run examples': gone,
    }).toEqual({ 'call it in a flow, then npm run examples': [], 'npm run examples': [] });
  });

  it('§10.document.examples: are of success, and say what was answered where anything was', () => {
    const silent = EXAMPLES.filter(
      ([route, { status, answer }]) =>
        status < 200 ||
        status > 299 ||
        (answer === undefined && status !== 204 && !WRITTEN[route]?.answer),
    );
    expect(silent.map(([route]) => route)).toEqual([]);
  });

  it('§10.document.examples: have requests that the gateway takes for well formed', async () => {
    const as = await gateway.withRoles(...ROLES);
    // A notification is signed over its bytes.
    const sent = EXAMPLES.filter(
      ([route, { request }]) => request !== undefined && !route.includes('/webhooks/'),
    );
    const replies = await Promise.all(
      sent.map(async ([route, { parameters = {}, request }]) => {
        const [method, path = ''] = route.split(' ');
        const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(parameters[name] ?? ''),
        );
        const headers = { 'if-match': '"1"' };
        const { status, json } = await gateway.call(method as 'PUT', url, {
          ...{ as, body: request, headers },
        });
        return { route, status, errors: json['errors'] };
      }),
    );
    // No service is there to say more.
    expect(replies.filter(({ status }) => status !== 503)).toEqual([]);
    expect(replies.length).toBeGreaterThan(40);
  }, 60_000);

  it('§10.document.examples: name nobody and give no access', () => {
    const text = readFileSync(FILE, 'utf8');
    const phones = text.match(/(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])/g) ?? [];
    expect(phones.filter((phone) => !phone.startsWith('19900000'))).toEqual([]);
    const numbers = text.match(/(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9X](?![0-9A-Za-z])/g) ?? [];
    expect(numbers.filter((number) => !number.startsWith('33019919900101'))).toEqual([]);
    const plates = text.match(/\p{Script=Han}[A-Z][A-Z0-9]*[0-9][A-Z0-9]*/gu) ?? [];
    expect(plates.filter((plate) => !/^浙AD?0000[0-9]$/.test(plate))).toEqual([]);
    expect(text).not.toMatch(/eyJ[A-Za-z0-9]|127\.0\.0\.1|localhost|[a-z]{3}_[0-9a-z]{26}/);
  });
});
