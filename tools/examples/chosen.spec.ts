import { chosen, type Recorded } from './chosen';

const ORDER = 'GET /v1/orders/{orderId}';

function recorded(changes: Partial<Recorded>): Recorded {
  const path = '/v1/orders/ord_01m8dx5cffexatq4ma502a422y';
  return {
    spec: 'test/b.spec.ts',
    test: 'b',
    route: ORDER,
    path,
    status: 200,
    body: {},
    ...changes,
  };
}

describe('the example of a route', () => {
  it('is that of the first flow by name, whichever ran first', () => {
    const [one, other] = [
      recorded({ body: { fineFen: 2 } }),
      recorded({ spec: 'test/a.spec.ts', body: { fineFen: 1 } }),
    ];
    expect(chosen([one, other])[ORDER]?.answer).toEqual({ fineFen: 1 });
    expect(chosen([other, one])[ORDER]?.answer).toEqual({ fineFen: 1 });
  });

  it('is a list with something on it, if any was', () => {
    const [empty, list] = [
      recorded({ spec: 'test/a.spec.ts', body: { items: [], nextCursor: null } }),
      recorded({ body: { items: [{ points: 3 }], nextCursor: null } }),
    ];
    expect(chosen([empty])[ORDER]?.answer).toMatchObject({ items: [] });
    expect(chosen([empty, list])[ORDER]?.answer).toMatchObject({ items: [{ points: 3 }] });
  });

  it('has a refusal beside it, by a rule rather than of who sends it', () => {
    const refusals = [401, 404, 409].map((status) => recorded({ status, body: { status } }));
    expect(chosen([recorded({}), ...refusals])[ORDER]?.refusal).toEqual({
      status: 409,
      answer: { status: 409 },
    });
    expect(chosen(refusals)).toEqual({});
  });

  it('names what stands in its path and after the question mark', () => {
    const path = '/v1/orders/ord_01m8dx5cffexatq4ma502a422y?limit=2';
    expect(chosen([recorded({ path })])[ORDER]?.parameters).toEqual({
      orderId: 'ord_000001',
      limit: '2',
    });
  });
});
