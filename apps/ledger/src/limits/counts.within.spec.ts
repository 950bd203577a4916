import { givenCycle, givenLicence } from '../../test/given';
import { countingWithin, cyclesWithin, cycleWithin, settled, unusedVehicle } from './counts.rules';

const vehicle = unusedVehicle({ _id: 'veh_car', registeredOn: '2021-05-05' });
const taken = givenCycle('vehicle', ['lic_zhang']);
const { startsOn, endsBefore, uses } = taken;
const counted = { startsOn, endsBefore, uses, extraSlots: 0 };

describe('cycles of a licence or vehicle that has them within', () => {
  it('§4.limits.race: are written with it, each once, whichever side it is of', () => {
    const within = settled({ ...vehicle, cycles: [] }, [taken]);
    expect(within).toEqual({ subject: { ...vehicle, cycles: [counted] }, beside: [] });
    expect(cyclesWithin(within.subject)).toEqual([taken]);
    const again = settled(within.subject, [{ ...taken, extraSlots: 2 }]);
    expect(again.subject.cycles).toEqual([{ ...counted, extraSlots: 2 }]);
    const licence = settled({ ...givenLicence(), cycles: [] }, [givenCycle('licence')]).subject;
    expect(cyclesWithin(licence)).toEqual([givenCycle('licence')]);
  });

  it('are found by their first day, or there is none', () => {
    const next = { ...counted, startsOn: '2026-05-05', endsBefore: '2027-05-05', uses: [] };
    const subject = { ...vehicle, cycles: [counted, next] };
    expect(cycleWithin(subject, startsOn)).toEqual(taken);
    expect(cycleWithin(subject, '2026-05-05')).toMatchObject({ _id: 'V:veh_car:2026-05-05' });
    expect(cycleWithin(subject, '2027-05-05')).toBeNull();
    expect(cycleWithin(vehicle, startsOn)).toBeNull();
    expect(cyclesWithin(vehicle)).toEqual([]);
  });

  it('§4.cycle.corrected: are found in the place that they moved to, and as they are written in their own', () => {
    const moved = { ...counted, uses: [], movedTo: '2025-07-21' };
    const subject = { ...vehicle, cycles: [moved, { ...counted, startsOn: '2025-07-21' }] };
    expect(countingWithin(subject, startsOn)).toMatchObject({ startsOn: '2025-07-21', uses });
    expect(cycleWithin(subject, startsOn)).toEqual({ ...taken, uses: [], movedTo: '2025-07-21' });
    expect(countingWithin(subject, '2030-05-05')).toBeNull();
    const [first] = cyclesWithin(subject);
    expect(settled({ ...vehicle, cycles: [] }, [first!]).subject.cycles).toEqual([moved]);
  });

  it('are left alone where none changed', () => {
    const subject = { ...vehicle, cycles: [counted] };
    expect(settled(subject, []).subject).toBe(subject);
    expect(settled(vehicle, [])).toEqual({ subject: vehicle, beside: [] });
    expect(settled(vehicle, []).subject).toBe(vehicle);
  });
});

describe('cycles beside a licence or vehicle, as earlier versions have them', () => {
  it('stay beside it, and it is written with the first document of one', () => {
    const first = settled(vehicle, [taken]);
    expect(first).toEqual({ subject: vehicle, beside: [taken] });
    expect(first.subject).not.toBe(vehicle);
    const later = settled(vehicle, [{ ...taken, version: 3 }]);
    expect(later.beside).toEqual([{ ...taken, version: 3 }]);
    expect(later.subject).toBe(vehicle);
    expect(settled(vehicle, [{ ...taken, version: 3 }, taken]).subject).not.toBe(vehicle);
  });
});
