import type { BindingReviewItem, VerificationCase } from '@demerit/contracts';
import { requestCar, newCar, newCitizen, newDriver, ok, refused, staff, type Api } from './support';

jest.setTimeout(60_000);

let reviewer: Api;

beforeAll(async () => {
  reviewer = await staff('reviewer');
});

describe('a single item that staff reads', () => {
  it('§10.answers.etag: given a verification, then its header ETag is that of its body, and a decision takes it once', async () => {
    const citizen = await newCitizen();
    const { realName: name, idNumber } = citizen.identity;
    const documentIds = [
      await citizen.upload('id_card_front'),
      await citizen.upload('id_card_back'),
    ];
    await ok(citizen.api.post('/v1/me/identity-verification', { name, idNumber, documentIds }));
    const { accountId } = await citizen.me();
    const item = `/v1/review/identity-verifications/${accountId}`;

    const { headers, body } = await reviewer.get<VerificationCase>(item);
    const ifMatch = headers.get('etag') ?? '';
    expect(ifMatch).toMatch(/^"\d+"$/);
    expect(ifMatch).toBe(body.etag);

    const decision = { decision: 'reject', reason: 'The picture is blurred' };
    const decided = await reviewer.post(`${item}/decision`, decision, { ifMatch });
    expect({ status: decided.status, etag: decided.headers.get('etag') }).toEqual({
      status: 200,
      etag: null,
    });
    const again = reviewer.post(`${item}/decision`, decision, { ifMatch });
    await refused(again, 412, 'PRECONDITION_FAILED');
    expect((await reviewer.get(item)).headers.get('etag')).not.toBe(ifMatch);
  });

  it('§10.answers.etag: given a request for a car, then so is its header; its applicant and lists have none', async () => {
    const [owner, applicant] = [await newDriver(), await newDriver()];
    const { bindingId } = await requestCar(applicant, await newCar(owner));
    const { headers, body } = await reviewer.get<BindingReviewItem>(
      `/v1/review/bindings/${bindingId}`,
    );
    expect(headers.get('etag')).toBe(body.etag);
    const own = await applicant.api.get(`/v1/bindings/${bindingId}`);
    const list = await reviewer.get('/v1/review/bindings?limit=1');
    expect([own.status, own.headers.get('etag')]).toEqual([200, null]);
    expect([list.status, list.headers.get('etag')]).toEqual([200, null]);
  });
});
