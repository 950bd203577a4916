import {
  countSlots,
  verifyCycle,
  verifyUnseen,
  type Counts,
} from '../src/verification/verification.rules';
import type { MemoryLedger } from './memory-ledger';

/** For specs: every pair that a cycle counts follows from the entries. */
export function expectSlotsSound({ entries, cycles, books }: MemoryLedger): void {
  const counts: Counts = new Map();
  const aliases = books.moves();
  for (const entry of entries) countSlots(counts, entry, undefined, aliases);
  const differences = [...cycles.values()].flatMap((cycle) => verifyCycle(cycle, counts));
  expect([...differences, ...verifyUnseen(counts)]).toEqual([]);
}
