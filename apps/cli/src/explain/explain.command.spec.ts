import type { RequestType, Service } from '@demerit/contracts';
import { ledger, orderIs, trace } from '../../test/given-trace';
import type { Services } from '../stores/services';
import { ExplainCommand } from './explain.command';
import { Traces } from './traces';

const REVOKED = {
  messageId: 'm1',
  type: 'decision.revoked',
  key: 'hnd_1',
  at: '2026-12-01T02:00:00.000Z',
  publishedAt: '2026-12-01T02:00:01.000Z',
  attempts: 0,
};

/** What the services answer about one revoked handling; those named do not. */
function servicesWithout(...silent: Service[]): Services {
  const { handling, violation } = trace(
    {},
    { stage: 'revoked', revocation: { at: '2026-12-01T02:00:00.000Z', then: 'reopen' } },
  );
  const revoked = ledger({ reservation: { state: 'revoked', points: 3 } });
  const whys = new Map<Service, string>();
  const replies: Partial<Record<RequestType, (question: object) => unknown>> = {
    'violations.explain': () => ({ handling, violation }),
    'ledger.explain': () => revoked,
    'payments.explain': () => orderIs('refunded'),
    'violations.messages': (question) =>
      'handlingId' in question || ('requestId' in question && question.requestId === 'req_1')
        ? { said: [REVOKED], applied: [] }
        : { said: [], applied: [] },
    'ledger.messages': (question) =>
      'messageIds' in question
        ? { said: [], applied: [{ messageId: 'm1', at: '2026-12-01T02:00:02.000Z' }] }
        : { said: [], applied: [] },
  };
  const ask = async (type: RequestType, question: object) => {
    const owner = silent.find((service) => type.startsWith(`${service}.`));
    if (owner) whys.set(owner, 'deadline');
    const answer = replies[type] ?? (() => ({ said: [], applied: [] }));
    return Promise.resolve(owner ? undefined : answer(question));
  };
  return { silent: whys, ask } as unknown as Services;
}

async function explained(id: string, services: Services): Promise<string> {
  const text: string[] = [];
  const keep = (chunk: unknown) => text.push(String(chunk)) > 0;
  const out = jest.spyOn(process.stdout, 'write').mockImplementation(keep);
  const err = jest.spyOn(process.stderr, 'write').mockImplementation(keep);
  try {
    await new ExplainCommand(new Traces(services), services).run([id], {});
  } catch (error) {
    text.push((error as Error).message);
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return text.join('');
}

describe('demerit explain', () => {
  beforeAll(() => {
    process.env['GATEWAY_URL'] = 'http://127.0.0.1:1';
  });

  it('says of a revoked handling what each service has, and that nothing comes next', async () => {
    const text = await explained('hnd_1', servicesWithout());
    expect(text).toContain('Handling hnd_1: revoked\n');
    expect(text).toContain('  order ord_1: refunded');
    expect(text).toContain('  ledger: revoked\n');
    expect(text).toMatch(/decision\.revoked +by violations +published .*applied by ledger/);
    expect(text).toContain('  next: Nothing: decision 3301-1 was revoked at 2026-12-01T02:00');
    expect(text).not.toContain('does not answer');
  });

  it('says in one line who does not answer, and explains the rest', async () => {
    const text = await explained('hnd_1', servicesWithout('ledger', 'payments'));
    expect(text).toContain('ledger does not answer: is it running? (deadline; demerit doctor)\n');
    expect(text).toContain('payments does not answer: is it running?');
    expect(text).toContain('Handling hnd_1: revoked\n');
    expect(text).toContain('  order ord_1: not known');
    expect(text).toContain('the ledger does not answer\n');
    expect(text).toMatch(/decision\.revoked +by violations/);
  });

  it('tells without violations what the ledger has', async () => {
    const text = await explained('hnd_1', servicesWithout('violations'));
    expect(text).toContain('Handling hnd_1: violations does not answer\n');
    expect(text).toContain('  ledger: revoked\n');
    expect(text).not.toContain('next:');
  });

  it('follows a request to its handlings', async () => {
    const text = await explained('req_1', servicesWithout());
    expect(text).toMatch(/^Request req_1\n {2}messages\n/);
    expect(text).toContain('Handling hnd_1: revoked\n');
  });

  it('says what it takes where it is asked for the key of a licence, and that nothing is kept', async () => {
    expect(await explained('lic_1', servicesWithout())).toContain(
      'nothing is kept about lic_1: explain takes a handling (hnd_…) or a request id',
    );
  });

  it('does not say that nothing is kept while somebody who could know is silent', async () => {
    const nobody = servicesWithout('violations', 'ledger', 'payments');
    expect(await explained('hnd_2', nobody)).toMatch(/nothing else is kept about hnd_2$/);
  });
});
