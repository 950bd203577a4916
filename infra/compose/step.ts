/** One step of the check: what must hold in plain words, and the trial of it. */
export interface Step {
  what: string;
  holds: () => Promise<unknown>;
}
