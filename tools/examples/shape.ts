import { DAY, INSTANT } from './times.ts';

/**
 * What two runs have in common: how much of it there is and when it was differs with whatever else ran. An example with the same shape as the one
 * there was before is the same example.
 */
export function shapeOf(value: unknown, isWithinList = false): unknown {
  if (typeof value === 'number') return 0;
  if (typeof value === 'string') return textOf(value, isWithinList);
  if (Array.isArray(value)) return value.slice(0, 1).map((one) => shapeOf(one, isWithinList));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      // Whose it is that is first on a page depends on what else ran.
      shapeOf(one, isWithinList || name === 'items'),
    ]),
  );
}

function textOf(text: string, isWithinList: boolean): string {
  if (isWithinList) return '';
  if (INSTANT.test(text)) return 'instant';
  return DAY.test(text) ? 'day' : text.replaceAll(/[0-9]+/g, '0');
}
