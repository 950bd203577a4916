import { givenCycle, givenLicence, reserving } from '../../test/given';
import { settled } from '../limits/counts.rules';
import { countSlots, movedWithin, verifyPlace, type Counts } from './verification.rules';

describe('verifying the slots of cycles whose place another one took', () => {
  it('§4.cycle.corrected: counts in the one that took it, and in the one that took the place of that', () => {
    const counts: Counts = new Map();
    const [named, between, last] = [
      'L:lic_zhang:2025-01-11',
      'L:lic_zhang:2025-05-01',
      'L:lic_zhang:2025-07-21',
    ];
    const moved = new Map([
      [named, between],
      [between, last],
    ]);
    for (const entry of reserving({}).entries ?? [])
      countSlots(counts, entry, { pass: 0, passes: 1 }, moved);
    expect([...counts.keys()].toSorted()).toEqual([last, 'V:veh_car:2025-05-05']);
  });
});

describe('verifying where cycles stand', () => {
  const beside = givenCycle('licence', ['veh_car']);
  const licence = givenLicence();
  const place = { of: 'L:lic_zhang:2025-01-11', what: 'place of this licence’s cycles' };

  it('finds nothing wrong with either place', () => {
    const subject = settled({ ...licence, cycles: [] }, [beside]).subject;
    expect(verifyPlace({ cycle: beside, subject, isBeside: false })).toEqual([]);
    expect(verifyPlace({ cycle: beside, subject: licence, isBeside: true })).toEqual([]);
  });

  it('§4.verify.counters: notices a document beside a licence that has its cycles within, and one of a licence that there is not', () => {
    const within = { ...licence, cycles: [] };
    expect(verifyPlace({ cycle: beside, subject: within, isBeside: true })).toEqual([
      { ...place, expected: 'within', found: 'beside' },
    ]);
    expect(verifyPlace({ cycle: beside, subject: undefined, isBeside: true })).toEqual([
      { of: place.of, what: 'licence behind the cycle', expected: 'one', found: 'none' },
    ]);
    const granted = givenCycle('licence', [], { extraSlots: 1 });
    expect(verifyPlace({ cycle: granted, subject: undefined, isBeside: true })).toEqual([]);
  });

  it('§4.cycle.corrected: follows cycles that moved within their licence', () => {
    const moved = givenCycle('licence', [], { movedTo: '2025-07-21' });
    const { subject } = settled({ ...licence, cycles: [] }, [
      moved,
      { ...beside, startsOn: '2025-07-21' },
    ]);
    expect(movedWithin(subject)).toEqual([[moved._id, 'L:lic_zhang:2025-07-21']]);
    expect(movedWithin(licence)).toEqual([]);
  });
});
