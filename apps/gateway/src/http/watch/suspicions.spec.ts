import { Suspicions, type Judged, type Suspicion } from './suspicions';

const WRONG_CODE: Judged = {
  method: 'POST',
  route: '/v1/auth/sessions',
  status: 401,
  code: 'CODE_INVALID',
  address: '192.0.2.1',
  accountId: undefined,
};
const STRANGER: Judged = { ...WRONG_CODE, route: '/v1/me', code: 'UNAUTHENTICATED' };
const LOOK_UP: Judged = {
  method: 'GET',
  route: '/v1/desk/licences',
  status: 200,
  code: undefined,
  address: '192.0.2.9',
  accountId: 'acc_officer',
};

/** Which of so many answers in one window began what. */
function started(
  count: number,
  make: (index: number) => Judged,
  stepMs = 1,
): [number, Suspicion][] {
  const suspicions = new Suspicions();
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((index) =>
    suspicions
      .startedBy(make(index), 1_000 + index * stepMs)
      .map((kind): [number, Suspicion] => [index, kind]),
  );
}

describe('§1.watch: what looks like an attack', () => {
  it('are more than twenty wrong codes from one address in ten minutes, told once', () => {
    expect(started(60, () => WRONG_CODE)).toEqual([[21, 'wrong_codes']]);
    const code = 'SECOND_FACTOR_INVALID';
    expect(started(21, () => ({ ...WRONG_CODE, code }))).toEqual([[21, 'wrong_codes']]);
    expect(
      started(21, () => ({ ...WRONG_CODE, status: 422, code: 'PHONE_CHANGE_REFUSED' })),
    ).toEqual([[21, 'wrong_codes']]);
    expect(started(21, (index) => ({ ...WRONG_CODE, address: `192.0.2.${index % 2}` }))).toEqual(
      [],
    );
  });

  it('are more than five hundred from everywhere', () => {
    expect(started(501, (index) => ({ ...WRONG_CODE, address: `host ${index}` }))).toEqual([
      [501, 'wrong_codes_everywhere'],
    ]);
  });

  it('are more than 300 answers 401 to one address, and 5000 to all', () => {
    expect(started(400, () => STRANGER)).toEqual([[301, 'strangers']]);
    expect(started(5_001, (index) => ({ ...STRANGER, address: `host ${index}` }))).toEqual([
      [5_001, 'strangers_everywhere'],
    ]);
  });

  it('are more than a hundred look-ups at the desk by one account; what is refused to it or done there is none', () => {
    expect(started(150, () => LOOK_UP)).toEqual([[101, 'desk_look_ups']]);
    expect(started(101, () => ({ ...LOOK_UP, status: 404, code: 'LICENCE_NOT_FOUND' }))).toEqual([
      [101, 'desk_look_ups'],
    ]);
    expect(started(150, () => ({ ...LOOK_UP, status: 403, code: 'FORBIDDEN' }))).toEqual([]);
    expect(started(150, () => ({ ...LOOK_UP, method: 'POST' }))).toEqual([]);
    expect(started(150, () => ({ ...LOOK_UP, route: '/v1/orders' }))).toEqual([]);
    expect(started(150, (index) => ({ ...LOOK_UP, accountId: `acc_${index % 2}` }))).toEqual([]);
  });

  it('is counted anew after ten minutes', () => {
    expect(started(41, () => WRONG_CODE, 30_000)).toEqual([]);
    expect(started(60, () => WRONG_CODE, 15_000)).toEqual([[21, 'wrong_codes']]);
  });
});
