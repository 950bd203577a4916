import { isWeekend } from './calendar';

/**
 * Public holidays, first and last day, of 2025 (notice 国办发明电〔2024〕12号 of the General Office of the State Council, 2024-11-12) and of 2026 (its
 * notice of 2025-11-04), compared with copies of their text. Other years have none here: only their weekends count. Working weekends (调休) are
 * not listed, since rules.md §6 speaks of weekends and listed holidays.
 */
const HOLIDAYS: readonly (readonly [first: string, last: string])[] = [
  ['2025-01-01', '2025-01-01'],
  ['2025-01-28', '2025-02-04'],
  ['2025-04-04', '2025-04-06'],
  ['2025-05-01', '2025-05-05'],
  ['2025-05-31', '2025-06-02'],
  ['2025-10-01', '2025-10-08'],
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
];

/** Whether a Shanghai day is neither of a weekend nor of a listed holiday. */
export function isWorkingDay(day: string): boolean {
  return !isWeekend(day) && !HOLIDAYS.some(([first, last]) => first <= day && day <= last);
}
