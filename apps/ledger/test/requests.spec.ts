import { ReservePoints } from '@demerit/contracts';
import { validationPipe } from '@demerit/platform';
import { givenRequest } from './given';

describe('a request to reserve', () => {
  const asked = (points: number): Promise<unknown> =>
    validationPipe().transform(givenRequest({ points }), { type: 'body', metatype: ReservePoints });

  it.each([0, 1, 12])('of %d points is well formed', async (points) => {
    expect(await asked(points)).toMatchObject({ points });
  });

  it.each([-1, 1.5, 13, 1e9])('of %d points is refused by its field', async (points) => {
    await expect(asked(points)).rejects.toMatchObject({
      response: { statusCode: 400, errors: [{ field: 'points' }] },
    });
  });
});
