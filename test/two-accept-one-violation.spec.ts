import type { Handling } from '@demerit/contracts';
import {
  bind,
  booksAreRight,
  kindsOf,
  newCar,
  newDrivers,
  newViolation,
  violationSeenBy,
  type Answer,
} from './support';

jest.setTimeout(60_000);

const ROUNDS = 5;

it('§3.guard-5.open: given one open violation, when the owner and a bound driver accept it at once, then one of them gets the points', async () => {
  const [owner, driver] = await newDrivers(2);
  const car = await newCar(owner!);
  await bind(driver!, car, owner!);
  const taken = new Map([owner!, driver!].map((person) => [person, 0]));

  for (let round = 1; round <= ROUNDS; round++) {
    const violationId = await newViolation(car, { points: 1 });
    // Whoever is asked first has a head start of some milliseconds, so they take turns.
    const runners = round % 2 === 0 ? [owner!, driver!] : [driver!, owner!];
    const responses = await Promise.all(runners.map((person) => person.accept(violationId)));

    expect(kindsOf(responses)).toEqual({ '201': 1, '409 VIOLATION_NOT_OPEN': 1 });
    const winner = runners[responses.findIndex(({ status }) => status === 201)]!;
    const [loser] = runners.filter((person) => person !== winner);
    taken.set(winner, (taken.get(winner) ?? 0) + 1);
    const { handlingId } = handlingIn(responses);
    expect(await violationSeenBy(winner, violationId)).toMatchObject({
      status: 'decided',
      handlingId,
    });
    expect(await violationSeenBy(loser!, violationId)).not.toHaveProperty('handlingId');
  }

  for (const [person, points] of taken) expect((await person.points()).pending).toBe(points);
  await booksAreRight();
});

function handlingIn(responses: Answer<Handling>[]): Handling {
  const won = responses.find(({ status }) => status === 201);
  if (!won) throw new Error('nobody won');
  return won.body;
}
