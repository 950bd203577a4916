export interface Stretch {
  licences: number;
  /** From the first licence on. */
  seconds: number;
  /** Before the first one: a process that was killed may hold the lease for a while. */
  waitedSeconds: number;
  peakRssMb: number;
}

export type RollOver = {
  /** As the job is called once a second, until nothing is due. */
  roll: () => Promise<Stretch>;
  left: () => Promise<number>;
  check: () => Promise<string[]>;
  drop: () => Promise<void>;
};

/** Of each licence before the end of its cycle: one point reserved and recorded. */
export const ENTRIES_BEFORE = 2;
