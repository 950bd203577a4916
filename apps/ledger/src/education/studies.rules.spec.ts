import { Refusal, type StudyKind } from '@demerit/contracts';
import fc from 'fast-check';
import { givenLicence, givenTerms, NOW } from '../../test/given';
import type { LicenceDocument } from '../account/account.types';
import type { CertificateDocument } from './certificates.types';
import { reduceByStudy, type Studied, type StudyFacts } from './studies.rules';

const FACTS = { reducedInCycle: 0, tradedOn: [], holds: [], isUsed: false };

function certified(kind: StudyKind, change: Partial<CertificateDocument> = {}) {
  const completedOn = '2025-10-01';
  return { _id: 'Z-1', kind, licenceId: 'lic_zhang', completedOn, version: 1, ...change };
}

function studying(
  kind: StudyKind,
  licence: Partial<LicenceDocument> = {},
  facts: Partial<StudyFacts> = {},
): Studied | Refusal {
  const before = givenLicence({ seq: 3, balance: 6, version: 4, ...licence });
  const body = { kind, certificate: 'Z-1' };
  const all = { ...FACTS, certificate: certified(kind), ...facts };
  return reduceByStudy(body, before, all, 'std_1', givenTerms());
}

function reasonOf(outcome: Studied | Refusal): unknown {
  return outcome instanceof Refusal ? (outcome.refusal.reason ?? outcome.code) : 'studied';
}

describe('study to reduce points', () => {
  it.each<[StudyKind, number]>([
    ['online', 1],
    ['on_site', 2],
    ['public_service', 1],
  ])('§4.study.kinds: %s takes off %i', (kind, points) => {
    const balance = 6 - points;
    expect(studying(kind)).toMatchObject({
      entries: [{ type: 'reduce_by_study', points, balance, causeId: 'std_1' }],
      licence: { balance, version: 4 },
      study: {
        _id: `${kind} Z-1`,
        studyId: 'std_1',
        licenceId: 'lic_zhang',
        accountId: 'acc_zhang',
        points,
        cycleStartsOn: '2025-01-11',
      },
      answer: {
        studyId: 'std_1',
        kind,
        reduced: points,
        recorded: balance,
        entryId: 'lic_zhang-00000004',
        at: NOW.toISOString(),
      },
    });
  });

  it('§4.study.points: is open from 1 point on, and below the full score', () => {
    expect(reasonOf(studying('online', { balance: 0 }))).toBe('no_points');
    expect(reasonOf(studying('online', { balance: 1 }))).toBe('studied');
    expect(reasonOf(studying('online', { balance: 11 }))).toBe('studied');
    expect(reasonOf(studying('online', { balance: 12 }))).toBe('full_score');
  });

  it('§4.study.said: is refused with a sentence of its own for each reason, with the numbers of the policy', () => {
    const said = (...of: Parameters<typeof studying>): unknown => {
      const outcome = studying(...of);
      return outcome instanceof Refusal ? outcome.refusal.detail?.en : undefined;
    };
    expect(said('online', { balance: 0 })).toBe('You have no recorded points to take off.');
    expect(said('online', { balance: 12 })).toMatch(/have reached 12:/);
    expect(said('online', {}, { holds: [{ kind: 'expired' }] })).toBe(
      'A hold stands on your licence.',
    );
    expect(said('online', {}, { reducedInCycle: 6 })).toMatch(/taken off 6 in this cycle/);
    const fullScores = ['edu_1', 'edu_2'].map((orderId) => ({
      ...{ orderId, cycleStartsOn: '2025-01-11' },
    }));
    expect(said('online', { fullScores })).toMatch(/the full score 2 times/);
    expect(said('online', {}, { tradedOn: ['2025-10-10'] })).toMatch(/one of the 2 before/);
  });

  it('§4.entries.floor: takes off no more than there is', () => {
    expect(studying('on_site', { balance: 1 })).toMatchObject({
      answer: { reduced: 1, recorded: 0 },
    });
  });

  it('§4.study.most: takes off at most 6 a cycle', () => {
    expect(studying('on_site', {}, { reducedInCycle: 4 })).toMatchObject({
      answer: { reduced: 2 },
    });
    expect(studying('on_site', {}, { reducedInCycle: 5 })).toMatchObject({
      answer: { reduced: 1 },
    });
    expect(reasonOf(studying('online', {}, { reducedInCycle: 6 }))).toBe('cycle_maximum');
  });

  it('counts what the end of a cycle left', () => {
    const old = { balance: 6, cycleStartsOn: '2024-01-11', cycleEndsBefore: '2025-01-11' };
    expect(reasonOf(studying('online', old))).toBe('no_points');
    const unpaid = [{ handlingId: 'hdl_1', points: 3 }];
    expect(studying('online', { ...old, unpaid })).toMatchObject({
      entries: [{ type: 'clear_at_cycle_end' }, { type: 'carry_in' }, { balance: 2 }],
      answer: { recorded: 2 },
    });
  });

  it('§4.study.holds: is closed while a hold stands, whoever placed it', () => {
    const holds = [{ kind: 'suspended', until: '2026-01-01T00:00:00Z', causeId: 'cas_1' }] as const;
    expect(reasonOf(studying('online', { holds: [...holds] }))).toBe('hold');
    expect(reasonOf(studying('online', {}, { holds: [{ kind: 'expired' }] }))).toBe('hold');
    const ended = [{ kind: 'suspended', until: '2025-10-01T00:00:00Z', causeId: 'cas_1' }] as const;
    expect(reasonOf(studying('online', { holds: [...ended] }))).toBe('studied');
  });

  it.each([
    ['two in this cycle', ['2025-01-11', '2025-01-11'], 'full_scores'],
    ['one in this and one in the last', ['2025-01-11', '2024-01-11'], 'full_scores'],
    ['two in the last', ['2024-01-11', '2024-01-11'], 'full_scores'],
    ['one in this', ['2025-01-11'], 'studied'],
    ['one in the last and one before', ['2024-01-11', '2023-01-11'], 'studied'],
  ])('§4.study.full-scores: after full scores, %s: %#', (_which, cycles, outcome) => {
    const fullScores = cycles.map((cycleStartsOn, n) => ({ orderId: `edu_${n}`, cycleStartsOn }));
    expect(reasonOf(studying('online', { fullScores }))).toBe(outcome);
  });

  it('§4.study.traders: is closed for three cycles after trading points, the one that runs among them', () => {
    expect(reasonOf(studying('online', {}, { tradedOn: ['2025-10-10'] }))).toBe('point_trading');
    expect(reasonOf(studying('online', {}, { tradedOn: ['2023-01-11'] }))).toBe('point_trading');
    expect(reasonOf(studying('online', {}, { tradedOn: ['2023-01-10'] }))).toBe('studied');
  });

  it('§4.study.once: reduces once with one certificate', () => {
    expect(reasonOf(studying('online', {}, { isUsed: true }))).toBe('CERTIFICATE_USED');
  });

  it.each<[string, CertificateDocument | null]>([
    ['of a number that is not registered', null],
    ['of another kind', certified('on_site')],
    ['of another’s licence', certified('online', { licenceId: 'lic_li' })],
  ])(
    '§4.study.certificate: is refused with a certificate %s, used or not',
    (_which, certificate) => {
      for (const isUsed of [false, true]) {
        const outcome = studying('online', {}, { certificate, isUsed });
        expect(reasonOf(outcome)).toBe('CERTIFICATE_NOT_MATCHED');
      }
    },
  );

  it('§4.certificate.days: takes off points of this cycle by a study done before it', () => {
    const certificate = certified('online', { completedOn: '2019-02-01' });
    expect(studying('online', {}, { certificate })).toMatchObject({ answer: { reduced: 1 } });
  });

  it('§4.study.most: never takes points below 0 nor more than 6 off a cycle, however often it is done', () => {
    const kinds = fc.array(fc.constantFrom<StudyKind>('online', 'on_site', 'public_service'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 }), kinds, (balance, all) => {
        let licence = givenLicence({ balance });
        let reducedInCycle = 0;
        all.forEach((kind, index) => {
          const certificate = certified(kind, { _id: String(index) });
          const facts = { ...FACTS, reducedInCycle, certificate };
          const body = { kind, certificate: String(index) };
          const outcome = reduceByStudy(body, licence, facts, `std_${index}`, givenTerms());
          if (outcome instanceof Refusal) return;
          licence = outcome.licence;
          reducedInCycle += outcome.study.points;
        });
        expect(reducedInCycle).toBeLessThanOrEqual(6);
        expect(licence.balance).toBe(balance - reducedInCycle);
        expect(licence.balance).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
