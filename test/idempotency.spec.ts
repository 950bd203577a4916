import type {
  Binding,
  BindingBody,
  DocumentInfo,
  Handling,
  Payment,
  PaymentView,
} from '@demerit/contracts';
import {
  booksAreRight,
  bind,
  closed,
  codeOf,
  entries,
  finalAnswer,
  newCar,
  newDriver,
  newDrivers,
  newKey,
  newViolation,
  ok,
  refused,
  type Answer,
  type Car,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

const AT_ONCE = 8;

let driver: Citizen;
let car: Car;

beforeAll(async () => {
  driver = await newDriver();
  car = await newCar(driver);
});

/**
 * The same request with the same key eight times at once, then once more. Whoever does not get the answer is told that the first is
 * still running. Answers what all of them got.
 */
async function repeated<Body>(
  call: (idempotencyKey: string) => Promise<Answer<Body>>,
  key = newKey(),
): Promise<Body> {
  const responses = await Promise.all(Array.from({ length: AT_ONCE }, () => call(key)));
  const succeeded = responses.filter(({ status }) => status === 201);
  const others = new Set(responses.filter(({ status }) => status !== 201).map(codeOf));
  others.delete('IDEMPOTENCY_IN_PROGRESS');
  expect([...others]).toEqual([]);
  const last = await finalAnswer(() => call(key));
  expect(last.status).toBe(201);
  for (const { body } of succeeded) expect(body).toEqual(last.body);
  return last.body;
}

it('§3.acceptance.same-key: given one acceptance, when it is sent with the same key eight times at once, then there is one handling', async () => {
  const violationId = await newViolation(car, { points: 1 });
  const accept = (idempotencyKey: string, body?: object): Promise<Answer<Handling>> =>
    driver.accept(violationId, { iWasTheDriver: true, ...body }, { idempotencyKey });
  const key = newKey();
  const handling = await repeated(accept, key);

  const { items } = await ok(driver.api.get<{ items: Handling[] }>('/v1/handlings?limit=100'));
  expect(items.filter((one) => one.violationId === violationId)).toHaveLength(1);
  expect(await entries(driver, handling.handlingId)).toHaveLength(1);
  const { licenceId } = handling;
  await refused(accept(key, { licenceId }), 422, 'IDEMPOTENCY_KEY_REUSED');

  // The answer is the first one to the letter, also after the handling has gone on.
  await driver.pay(handling.orderId ?? '');
  await closed(driver, handling.handlingId);
  expect((await accept(key)).body).toEqual(handling);
  await booksAreRight();
});

it('given one request for a car, when it is sent with the same key eight times at once, then there is one binding', async () => {
  const [owner, applicant] = await newDrivers(2);
  const { plateNumber, plateType, engineNumber, owner: registered } = await newCar(owner!);
  const request: BindingBody = {
    plateNumber,
    plateType,
    engineNumberLast6: engineNumber.slice(-6),
    relation: 'other',
    ownerLicenceNumber: registered.licenceNumber ?? '',
    documentIds: [await applicant!.upload('vehicle_licence')],
  };
  const ask = (idempotencyKey: string, body: BindingBody = request): Promise<Answer<Binding>> =>
    applicant!.api.post<Binding>('/v1/bindings', body, { idempotencyKey });
  const key = newKey();
  const { bindingId } = await repeated(ask, key);

  const { items } = await ok(applicant!.api.get<{ items: Binding[] }>('/v1/bindings'));
  expect(items.map((one) => one.bindingId)).toEqual([bindingId]);
  const other = { ...request, relationNote: '朋友' };
  await refused(ask(key, other), 422, 'IDEMPOTENCY_KEY_REUSED');
  await refused(ask(newKey()), 409, 'BINDING_EXISTS');
});

it('given one order, when it is paid with the same key eight times at once, then there is one payment', async () => {
  const { orderId } = await ok(driver.accept(await newViolation(car, { points: 1 })));
  const pay = (idempotencyKey: string): Promise<Answer<Payment>> =>
    driver.api.post<Payment>(
      `/v1/orders/${orderId ?? ''}/payments`,
      { provider: 'sandbox' },
      { idempotencyKey },
    );
  const payment = await repeated(pay);
  const path = `/v1/orders/${orderId ?? ''}/payments`;
  const { items } = await ok(driver.api.get<{ items: PaymentView[] }>(path));
  expect(items).toEqual([{ ...payment, status: 'open' }]);
  // Another key is another payment: the owner may begin one at any time.
  const another = await ok(pay(newKey()));
  expect(another.paymentId).not.toBe(payment.paymentId);
});

it('given one picture, when it is uploaded with the same key eight times at once, then there is one document', async () => {
  const upload = (
    idempotencyKey: string,
    { kind = 'evidence', more = '' } = {},
  ): Promise<Answer<DocumentInfo>> => {
    const form = new FormData();
    form.set('kind', kind);
    const pdf = `%PDF-1.7\n${more}\nstartxref\n0\n%%EOF\n`;
    form.set('file', new Blob([pdf], { type: 'application/pdf' }), 'a.pdf');
    return driver.api.post<DocumentInfo>('/v1/me/documents', form, { idempotencyKey });
  };
  const key = newKey();
  const document = await repeated(upload, key);
  expect(document).toMatchObject({ kind: 'evidence', mediaType: 'application/pdf' });
  await refused(upload(key, { more: 'another' }), 422, 'IDEMPOTENCY_KEY_REUSED');
  await refused(upload(key, { kind: 'id_card_back' }), 422, 'IDEMPOTENCY_KEY_REUSED');
  const again = await ok(upload(newKey()));
  expect(again.documentId).not.toBe(document.documentId);
});

describe('given a refusal under a key', () => {
  it('when the reason is gone and the request repeated, then the key remembers it and a new key does not', async () => {
    const [owner, other] = await newDrivers(2);
    const shared = await newCar(owner!);
    await bind(other!, shared, owner!);
    const violationId = await newViolation(shared, { points: 1 });
    const { handlingId } = await ok(owner!.accept(violationId));
    const idempotencyKey = newKey();
    const accept = (key: string) =>
      other!.accept(violationId, { iWasTheDriver: true }, { idempotencyKey: key });
    const first = await refused(accept(idempotencyKey), 409, 'VIOLATION_NOT_OPEN');

    await ok(owner!.api.delete(`/v1/handlings/${handlingId}`));
    const second = await refused(accept(idempotencyKey), 409, 'VIOLATION_NOT_OPEN');
    expect({ ...second, requestId: '' }).toEqual({ ...first, requestId: '' });
    await ok(accept(newKey()));
    await booksAreRight();
  });

  it('when it was a 404, then it is not remembered', async () => {
    const [owner, other] = await newDrivers(2);
    const violationId = await newViolation(await newCar(owner!), { points: 1 });
    const { licenceId } = await other!.points();
    const idempotencyKey = newKey();
    const accept = (body: object) =>
      owner!.accept(violationId, { iWasTheDriver: true, ...body }, { idempotencyKey });
    await refused(accept({ licenceId }), 404, 'LICENCE_NOT_FOUND');
    await ok(accept({}));
  });

  it('when another person uses the same key, then it is another key', async () => {
    const other = await newDriver();
    const theirs = await newViolation(await newCar(other), { points: 1 });
    const mine = await newViolation(car, { points: 1 });
    const idempotencyKey = newKey();
    const body = { iWasTheDriver: true };
    const one = await ok(driver.accept(mine, body, { idempotencyKey }));
    const two = await ok(other.accept(theirs, body, { idempotencyKey }));
    expect(one.handlingId).not.toBe(two.handlingId);
  });
});
