/** Rules for the spec of the mutation: one number is looked at, one is not, and one ends a loop. */
const HOURS = 5;
const PRICE = 300;

export function burns(hours: number): boolean {
  return hours < HOURS;
}

export function priceOf(lamps: number): number {
  return lamps * PRICE;
}

export function countDown(from: number): number {
  let left = from;
  while (left > 0) left -= 1;
  return left;
}
