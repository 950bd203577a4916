import {
  addDays,
  dateForReaders,
  refuse,
  shanghaiDay,
  wording,
  type Refusal,
} from '@demerit/contracts';

const EARLIEST = '1950-01-01';

/** No licence, vehicle or violation of the register is older, and nothing of it is later than tomorrow. `dates`: days or instants by field. */
export function checkDates(
  dates: Readonly<Record<string, string>>,
  now: Date,
): Refusal | undefined {
  const latest = addDays(shanghaiDay(now), 1);
  const isAbsurd = (date: string): boolean => {
    // A day alone is read as its midnight in UTC, which is 8 o'clock of the same day in Shanghai.
    const day = shanghaiDay(new Date(date));
    return day < EARLIEST || day > latest;
  };
  const wrong = Object.entries(dates).find(([, date]) => isAbsurd(date));
  if (!wrong) return undefined;
  const [field, date] = wrong;
  return refuse('DATE_OUT_OF_RANGE', {
    detail: wording('date.is', { field, date: dateForReaders(date) }),
    reason: field,
  });
}
