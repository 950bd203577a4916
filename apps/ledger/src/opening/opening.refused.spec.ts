import { Refusal, type Self } from '@demerit/contracts';
import { givenLicence, givenTerms } from '../../test/given';
import type { OpeningRow } from './opening-batch';
import { BODY, CAR, codeOf, entered, REGISTERED, row } from '../../test/given-opening';
import { checkOpening, checkSlots } from './opening.rules';

describe('an opening balance that is refused', () => {
  const claimed = givenLicence({ claimVersion: 2 });

  it('§4.opening.own-entries: comes after entries of its own', () => {
    expect(codeOf(entered([row()], { licence: claimed }))).toBe('entered');
    expect(codeOf(entered([row()], { licence: { ...claimed, seq: 1 } }))).toBe('ACCOUNT_IN_USE');
    const first = entered([row()]);
    const used = { ...first, licence: { ...first.licence, seq: 2 } };
    expect(codeOf(entered([row({ points: 6 })], used))).toBe('ACCOUNT_IN_USE');
  });

  it('§4.opening.own-entries: comes after the end of the cycle of the one before, written or not', () => {
    const first = entered([row()]);
    const later = givenTerms({ now: new Date('2026-03-01T00:00:00.000Z') });
    const facts = {
      registered: REGISTERED,
      vehicles: [],
      licence: first.licence,
      before: first.entries[0],
    };
    const other = { ...BODY, points: 1, asOf: '2026-02-01' };
    expect(checkOpening(other, facts, later)).toMatchObject({ code: 'ACCOUNT_IN_USE' });
    expect(checkOpening(BODY, facts, later)).toBe('same');
  });

  it('§4.opening.moved: is of a licence whose account somebody else left', () => {
    const first = entered([row()]);
    const registered = { ...REGISTERED, personKey: 'person_li' };
    for (const change of [{}, { points: 1 }]) {
      const { batch } = entered([row(change, { registered })], first);
      expect(batch.refused).toMatchObject([
        {
          refusal: {
            code: 'ACCOUNT_IN_USE',
            refusal: {
              reason: 'licence_moved',
              detail: { en: expect.stringContaining('somebody else') as string },
              nextStep: { en: expect.stringContaining('Leave the account') as string },
            },
          },
        },
      ]);
    }
    const empty = { licence: { ...claimed, personKey: 'person_wang' } };
    expect(codeOf(entered([row({}, { registered })], empty))).toBe('entered');
  });

  it('§4.opening.licence: is of a licence that nobody registered', () => {
    const { batch } = entered([row({}, { registered: null })]);
    expect(batch.refused).toMatchObject([
      { refusal: { code: 'LICENCE_NOT_MATCHED', refusal: { reason: 'licenceNumber' } } },
    ]);
  });

  it('§4.opening.plates: names a plate that is no vehicle’s, or none at all', () => {
    const { batch } = entered([row({}, { vehicles: [CAR, null, null] })]);
    expect(batch.refused).toMatchObject([
      {
        refusal: {
          code: 'VEHICLE_NOT_MATCHED',
          refusal: {
            reason: 'slots[1].plateNumber',
            title: { en: 'No vehicle of the register had this plate then' },
            nextStep: { en: expect.stringContaining('register the vehicle first') as string },
          },
        },
      },
    ]);
    const slots = [
      { plateType: 'small', plateNumber: '浙A8K2M6' },
      { plateType: 'small', plateNumber: '浙A8K2M' },
    ] as const;
    expect(checkSlots({ slots: [...slots] })?.refusal).toEqual({
      code: 'PLATE_INVALID',
      reason: 'slots[1].plateNumber',
    });
    expect(checkSlots({ slots: [slots[0]] })).toBeUndefined();
  });

  it('§4.opening.days: speaks of a day to come, or of another cycle', () => {
    expect(codeOf(entered([row({ asOf: '2025-10-10' })]))).toBe('entered');
    expect(codeOf(entered([row({ asOf: '2025-10-11' })]))).toBe('DATE_OUT_OF_RANGE');
    expect(codeOf(entered([row({ asOf: '2025-01-11' })]))).toBe('entered');
    const { batch } = entered([row({ asOf: '2025-01-10' })]);
    expect(batch.refused).toMatchObject([
      {
        refusal: {
          code: 'DATE_OUT_OF_RANGE',
          refusal: {
            reason: 'asOf',
            detail: {
              en: 'The scoring cycle of the licence runs from 2025-01-11 to 2026-01-10; a balance as of 2025-01-10 says nothing about it.',
            },
          },
        },
      },
    ]);
    const other = { licence: { ...claimed, firstIssuedOn: '2019-03-01' } };
    expect(codeOf(entered([row({ asOf: '2025-02-28' })], other))).toBe('DATE_OUT_OF_RANGE');
  });

  it('changes nothing', () => {
    const { batch } = entered([row({ asOf: '2025-01-10' }), row({}, { registered: null })]);
    expect(batch).toMatchObject({ entries: [], events: [], acts: [] });
    expect(batch.changed()).toEqual([]);
    expect(batch.refused.every(({ refusal }) => refusal instanceof Refusal)).toBe(true);
  });
});

describe('An opening balance that a registrar enters', () => {
  const slots = [{ plateType: 'small' as const, plateNumber: '浙A12345' }];
  const by = (changes: Partial<Self>) => {
    const registrar = { accountId: 'acc_registrar', keys: [], licenceIds: [], ...changes };
    return codeOf(entered([row({ slots }, { vehicles: [CAR] })], {}, registrar));
  };

  it('§1.own-case.register: is refused where it is about their licence, or a vehicle that they own or use', () => {
    expect(by({})).toBe('entered');
    expect(by({ accountId: 'acc_zhang' })).toBe('OWN_CASE');
    expect(by({ keys: ['person_zhang'] })).toBe('OWN_CASE');
    expect(by({ licenceIds: ['lic_zhang'] })).toBe('OWN_CASE');
    expect(by({ keys: ['person_li'] })).toBe('OWN_CASE');
    expect(by({ accountId: 'acc_wang' })).toBe('OWN_CASE');
    const nobodys = row({}, { registered: null });
    expect(codeOf(entered([nobodys]))).toBe('LICENCE_NOT_MATCHED');
  });

  it('§1.own-case.register: is refused where it takes back a balance that named a vehicle that they own or use', () => {
    const named = entered([row({ slots }, { vehicles: [CAR] })]);
    const without = (changes: Partial<Self>, facts: Partial<OpeningRow> = {}) => {
      const registrar = { accountId: 'acc_registrar', keys: [], licenceIds: [], ...changes };
      return codeOf(entered([row({ slots: [] }, facts)], named, registrar));
    };
    expect(without({})).toBe('entered');
    expect(without({ keys: ['person_li'] })).toBe('OWN_CASE');
    expect(without({ accountId: 'acc_wang' })).toBe('OWN_CASE');
    const gone = new Map([[CAR.vehicleId, null]]);
    expect(without({ keys: ['person_li'] }, { taken: gone })).toBe('entered');
    // Of two in one file the first may be the one that named it; one that came since they were asked is asked for again.
    const twice = [row({ slots }, { vehicles: [CAR] }), row({}, { taken: new Map() })];
    expect(codeOf(entered(twice))).toBe('entered');
    expect(() => without({}, { taken: new Map() })).toThrow('another balance came first');
  });
});
