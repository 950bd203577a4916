import { differences, type EntryRow, type LedgerRows } from './ledger-check';

const slots = { licenceCycle: '2025-06-01', vehicleCycle: '2025-09-01', ownVehicle: false };

/** One handling, reserved and recorded, by a ledger that counts right. */
function soundLedger(): LedgerRows {
  const entry = (seq: number, type: string, balance: number): EntryRow => ({
    _id: `lic-${String(seq)}`,
    licenceId: 'lic',
    seq,
    type,
    points: 3,
    balance,
    causeId: 'hdl',
    vehicleId: 'veh',
    slots,
    cycleStartsOn: '2025-06-01',
    previousHash: `h${String(seq - 1)}`,
    hash: `h${String(seq)}`,
  });
  return {
    entries: [entry(1, 'reserve', 0), entry(2, 'record', 3)],
    licences: [{ _id: 'lic', seq: 2, lastHash: 'h2', balance: 3, pending: 0 }],
    cycles: [
      { _id: 'L:lic:2025-06-01', uses: [{ otherId: 'veh', pending: 0, recorded: 1 }] },
      { _id: 'V:veh:2025-09-01', uses: [{ otherId: 'lic', pending: 0, recorded: 1 }] },
    ],
  };
}

describe('the check of a ledger', () => {
  it('finds nothing in one that counts right', () => {
    expect(differences(soundLedger())).toEqual([]);
  });

  it('finds nothing in one where something was decided elsewhere, and counts it', () => {
    const rows = soundLedger();
    const [, last] = rows.entries;
    const opening = { slots: [{ vehicleId: 'veh', vehicleCycle: '2025-09-01' }] };
    const { vehicleId: _vehicle, slots: _slots, ...account } = last!;
    rows.entries = [{ ...account, seq: 1, type: 'carry_in', opening }];
    rows.licences = rows.licences.map((licence) => ({ ...licence, seq: 1 }));
    expect(differences(rows)).toEqual([]);
    rows.entries = [{ ...account, seq: 1, type: 'carry_in' }];
    expect(differences(rows)).toHaveLength(2);
  });

  it('finds nothing in one where a reservation was released', () => {
    const rows = soundLedger();
    rows.entries = rows.entries.map((entry) =>
      entry.type === 'record' ? { ...entry, type: 'release', balance: 0 } : entry,
    );
    rows.licences = rows.licences.map((licence) => ({ ...licence, balance: 0 }));
    rows.cycles = rows.cycles.map((cycle) => ({ ...cycle, uses: [] }));
    expect(differences(rows)).toEqual([]);
  });

  it.each<[string, (rows: LedgerRows) => void]>([
    ['a balance that no entries make', (rows) => (rows.licences[0]!.balance = 4)],
    ['pending points that no entries make', (rows) => (rows.licences[0]!.pending = 1)],
    ['a wrong running balance', (rows) => (rows.entries[1]!.balance = 2)],
    ['an entry that is missing', (rows) => rows.entries.splice(0, 1)],
    ['a last entry that is missing', (rows) => rows.entries.pop()],
    ['a changed link of the chain', (rows) => (rows.entries[1]!.previousHash = 'forged')],
    ['a slot counted twice', (rows) => (rows.cycles[0]!.uses[0]!.recorded = 2)],
    ['a slot not counted', (rows) => (rows.cycles[1]!.uses = [])],
    [
      'a slot counted without an entry',
      (rows) => rows.cycles[1]!.uses.push({ otherId: 'x', pending: 1, recorded: 0 }),
    ],
  ])('finds %s', (_, spoil) => {
    const rows = soundLedger();
    spoil(rows);
    expect(differences(rows)).not.toEqual([]);
  });
});
