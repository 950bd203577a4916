import { TrialGateway } from './gateway';
import { MessagingClient, ServiceUnavailable } from '@demerit/messaging';

const LICENCE = { licenceNumber: '440301199001011234', fileNumber: '440300123456' };

describe('the gateway before a service that has too much to do', () => {
  let gateway: TrialGateway;
  beforeAll(async () => {
    gateway = await TrialGateway.start();
    gateway.learnKeys();
  }, 30_000);
  afterAll(() => gateway.app.close());

  it.each([
    ['en', 'More is asked for at the moment than can be done in time.'],
    ['zh-CN', '当前请求过多，无法及时处理。'],
  ])(
    '§10.answers.busy: says when to come again, where a service has too much to do (%s)',
    async (language, detail) => {
      const client = gateway.app.get(MessagingClient);
      const busy = new ServiceUnavailable('identity', 'too much to do', 3);
      const ask = jest.spyOn(client, 'ask').mockRejectedValue(busy);
      const headers = { 'accept-language': language };
      const sent = { as: await gateway.token(), body: LICENCE, headers };
      const answer = await gateway.call('POST', '/v1/me/licence', sent);
      ask.mockRestore();
      expect(answer).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE', json: { detail } });
      expect(answer.headers['retry-after']).toBe('3');
      expect(answer.json).not.toHaveProperty('retryAfterSeconds');
    },
  );
});
