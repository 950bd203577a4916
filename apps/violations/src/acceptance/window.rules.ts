import { Refusal, toOfficer, type RefusalCode } from '@demerit/contracts';

/** What the driver would be told is told to the officer at the window, of the driver. rules.md §3.window. */
export function refusedAtWindow(refusal: { code: string; [more: string]: unknown }): Refusal {
  const { code, ...details } = toOfficer(refusal);
  return new Refusal(code as RefusalCode, details);
}
