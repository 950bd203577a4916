import { Refusal, refusalIn, toStaff, VIOLATION_STATUSES } from '@demerit/contracts';
import { aViolation } from '../../test/given';
import type { CatalogueItem } from '../catalogue/catalogue.rules';
import { attachedToVehicle } from '../register/violations.rules';
import type { ViolationDocument } from '../register/violations.types';
import {
  cancelViolation,
  changedBy,
  correctViolation,
  isOfAnotherTime,
  replaced,
  type CorrectionFacts,
} from './corrections.rules';

const NOW = new Date('2026-03-10T04:00:00.000Z');
const reason = 'The camera was wrong';
const item: CatalogueItem = {
  code: '1345',
  description: { en: 'Speeding', 'zh-CN': '超速' },
  basis: { en: 'Art. 42', 'zh-CN': '第四十二条' },
  points: 6,
  procedure: 'ordinary',
  fines: [
    { jurisdiction: 'CN', fineFen: 20_000, from: '2004-05-01' },
    { jurisdiction: 'CN-33', fineFen: 100_000, from: '2026-03-01' },
  ],
};
const owner = { vehicleId: 'veh_1b', ownerKey: 'person_2', userAccountIds: [] };
const facts: CorrectionFacts = {
  item,
  evidence: new Set(['doc_10']),
  owner,
  now: NOW,
  realNow: NOW,
};

function corrected(
  change: Partial<Parameters<typeof correctViolation>[1]>,
  from: Partial<ViolationDocument> = {},
  given: Partial<CorrectionFacts> = {},
): ViolationDocument {
  const outcome = correctViolation(aViolation(from), { reason, ...change }, { ...facts, ...given });
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

const codeOf = (outcome: ViolationDocument | Refusal): string | undefined =>
  outcome instanceof Refusal ? outcome.code : undefined;

const refusedFor = (
  change: Partial<Parameters<typeof correctViolation>[1]>,
  given: Partial<CorrectionFacts> = {},
) => codeOf(correctViolation(aViolation(), { reason, ...change }, { ...facts, ...given }));

describe('correcting a violation', () => {
  it('§3.correction.kept: given another place, then it says so from now on, and its timeline what stood there before, when and why', () => {
    const after = corrected({ place: '天目山路' });
    expect(after).toEqual({
      ...aViolation(),
      place: '天目山路',
      timeline: [
        {
          at: '2026-03-10T04:00:00.000Z',
          what: 'corrected',
          reason,
          before: { place: '文三路与学院路路口' },
        },
      ],
      entered: {
        code: '1357',
        occurredAt: new Date('2026-03-05T00:21:36.000Z'),
        place: '文三路与学院路路口',
        evidenceIds: ['doc_9'],
      },
    });
  });

  it('§3.correction.kept: given it is corrected again, then both steps stand, and how it was entered first', () => {
    const first = corrected({ place: '天目山路' });
    const second = corrected({ place: '莫干山路', evidence: ['doc_10'] }, first);
    expect(second.timeline?.map(({ before }) => before)).toEqual([
      { place: '文三路与学院路路口' },
      { place: '天目山路', evidenceIds: ['doc_9'] },
    ]);
    expect(second.entered).toEqual(first.entered);
  });

  it('§3.correction.kept: given it was corrected a hundred times, then the newest hundred steps stand', () => {
    const step = { at: '2026-03-09T04:00:00.000Z', what: 'corrected' as const };
    const timeline = [
      { ...step, what: 'published' as const },
      ...Array.from({ length: 99 }, () => step),
    ];
    const after = corrected({ place: '天目山路' }, { timeline });
    expect(after.timeline).toHaveLength(100);
    expect(after.timeline?.[0]).toEqual(step);
    expect(after.timeline?.at(-1)).toMatchObject({ reason });
  });

  it('§3.correction.penalty: given another code, then points, procedure and fine are those of the catalogue on its day', () => {
    expect(corrected({ code: '1345' })).toMatchObject({
      code: '1345',
      points: 6,
      procedure: 'ordinary',
      fineFen: 100_000,
      fineJurisdiction: 'CN-33',
      timeline: [{ before: { code: '1357', points: 3, fineFen: 15_000 } }],
    });
  });

  it('§3.correction.penalty: given another time, then the fine is that of the day it has now', () => {
    const after = corrected({ occurredAt: '2026-02-28T08:00:00+08:00' });
    expect(after).toMatchObject({ fineFen: 20_000, fineJurisdiction: 'CN' });
    expect(after.occurredAt).toEqual(new Date('2026-02-28T00:00:00.000Z'));
    expect(after.timeline?.[0]?.before).toEqual({
      occurredAt: '2026-03-05T00:21:36.000Z',
      points: 3,
      fineFen: 15_000,
    });
  });

  it('§3.correction.penalty: given neither, then they stay, though the catalogue has the code no more', () => {
    expect(corrected({ place: '天目山路' }, {}, { item: undefined })).toMatchObject({
      points: 3,
      fineFen: 15_000,
      procedure: 'summary',
    });
  });

  it('§3.correction.checks: given a code, a time or evidence that the register would not take, then it is refused as there', () => {
    expect(refusedFor({ code: '9999' }, { item: undefined })).toBe('VIOLATION_CODE_UNKNOWN');
    expect(refusedFor({ occurredAt: '2026-03-10T12:00:00.001+08:00' })).toBe('DATE_OUT_OF_RANGE');
    expect(refusedFor({ occurredAt: '1999-12-31T23:59:59+08:00' })).toBe('DATE_OUT_OF_RANGE');
    expect(refusedFor({ occurredAt: '2003-05-01T00:00:00+08:00' })).toBe('FINE_NOT_SET');
    expect(refusedFor({ evidence: ['doc_nope'] })).toBe('DOCUMENTS_REQUIRED');
  });

  it('§3.correction.checks: given evidence that stands already, then nobody asks whether it is still there', () => {
    expect(corrected({ evidence: ['doc_9'], place: '天目山路' })).toMatchObject({
      evidenceIds: ['doc_9'],
      place: '天目山路',
    });
    expect(corrected({ evidence: [] }).evidenceIds).toEqual([]);
  });

  it('§3.correction.nothing: given what stands there already, or nothing, then it is the violation that it was', () => {
    const before = aViolation();
    const same = {
      reason,
      place: before.place,
      code: '1357',
      occurredAt: '2026-03-05T08:21:36+08:00',
      evidence: ['doc_9'],
    };
    expect(changedBy(same, before)).toEqual([]);
    expect(correctViolation(before, same, facts)).toBe(before);
    expect(correctViolation(before, { reason }, facts)).toBe(before);
    const all = { place: 'x', code: '1', occurredAt: '2026-01-01T00:00:00Z', evidence: [] };
    expect(changedBy(all, before)).toEqual(['place', 'evidence', 'code', 'occurredAt']);
  });

  it('§3.correction.vehicle: given a time at which no vehicle had the plate, then it waits for one; given one that had it, it waits no more', () => {
    const occurredAt = '2026-03-04T08:00:00+08:00';
    const waiting = corrected({ occurredAt }, {}, { owner: null });
    expect(waiting).toMatchObject({
      awaitsVehicle: true,
      lookAgainAt: new Date('2026-03-10T04:00:15.000Z'),
    });
    const attached = corrected({ occurredAt: '2026-03-05T08:00:00+08:00' }, waiting);
    expect(attached).toEqual(attachedToVehicle(attached));
    const lookAgainAt = new Date(0);
    const still = corrected({ place: 'x' }, { awaitsVehicle: true, lookAgainAt }, { owner: null });
    expect(still).toMatchObject({ awaitsVehicle: true, lookAgainAt });
    expect(corrected({ place: 'x' }, {}, { owner: null })).not.toHaveProperty('awaitsVehicle');
  });

  it('§3.correction.together: given it says another time than the one asked for, then what was asked is not so of it', () => {
    const asked = aViolation();
    const at = (occurredAt: Date) => isOfAnotherTime(asked, aViolation({ occurredAt, place: 'x' }));
    expect(at(new Date(asked.occurredAt))).toBe(false);
    expect(at(new Date(asked.occurredAt.getTime() + 1))).toBe(true);
  });

  it('says of two what one has that differs in the other', () => {
    const [before, after] = [aViolation(), aViolation({ place: 'x', fineFen: 1 })];
    expect(replaced(before, after)).toEqual({ place: '文三路与学院路路口', fineFen: 15_000 });
    expect(replaced(after, before)).toEqual({ place: 'x', fineFen: 1 });
  });
});

describe('cancelling a violation', () => {
  it('§3.violation.cancelled: given it is published, then it is cancelled, with the reason, and stays to be read', () => {
    const after = cancelViolation(aViolation(), { reason }, NOW);
    expect(after).toEqual({
      ...aViolation(),
      status: 'cancelled',
      timeline: [{ at: '2026-03-10T04:00:00.000Z', what: 'cancelled', reason }],
    });
  });

  it('§3.violation.cancelled: given it waits for its vehicle, then it waits no more', () => {
    const waiting = aViolation({ awaitsVehicle: true, lookAgainAt: NOW });
    const after = cancelViolation(waiting, { reason }, NOW);
    expect(after).not.toHaveProperty('awaitsVehicle');
    expect(after).not.toHaveProperty('lookAgainAt');
  });
});

describe('a violation that is not published', () => {
  it.each(VIOLATION_STATUSES.filter((status) => status !== 'published'))(
    '§3.correction.open: that is %s, is neither corrected nor cancelled, and the registrar is told why and what could be done',
    (status) => {
      const violation = aViolation({ status });
      const refusals = [
        correctViolation(violation, { reason, place: 'x' }, facts),
        correctViolation(violation, { reason }, facts),
        cancelViolation(violation, { reason }, NOW),
      ];
      for (const refusal of refusals) {
        if (!(refusal instanceof Refusal)) throw new Error('it was not refused');
        expect(refusal.code).toBe('VIOLATION_NOT_OPEN');
        const said = refusalIn('en', toStaff(refusal.refusal));
        expect(said.title).toBe('This violation cannot be corrected or cancelled now');
        expect(said.nextStep).toContain('/v1/registry/violations');
        expect(said.detail).toMatch(/violation/);
      }
    },
  );
});
