import { Refusal, VIOLATION_STATUSES, type RegistryViolation } from '@demerit/contracts';
import type { CatalogueItem } from '../catalogue/catalogue.rules';
import { isVisible } from './seeing.rules';
import {
  attachedToVehicle,
  enterViolation,
  movedByDispute,
  movedByHandling,
  takenInHandling,
  VIOLATION_MOVES,
} from './violations.rules';
import type { ViolationDocument } from './violations.types';

const notice = {
  noticeNumber: '3301107902100037',
  plateNumber: '浙A8K2M6',
  plateType: 'small',
  code: '1357',
  occurredAt: '2026-03-05T08:21:36+08:00',
  place: '文三路与学院路路口',
  jurisdiction: 'CN-3301',
  evidence: ['doc_1'],
} satisfies RegistryViolation;
const item: CatalogueItem = {
  code: '1357',
  description: { en: 'Not yielding to pedestrians', 'zh-CN': '遇行人正在通过人行横道时未停车让行' },
  basis: { en: 'Art. 47', 'zh-CN': '第四十七条' },
  points: 3,
  procedure: 'summary',
  fines: [
    { jurisdiction: 'CN', fineFen: 10_000, from: '2004-05-01' },
    { jurisdiction: 'CN-33', fineFen: 15_000, from: '2026-03-05' },
  ],
};
const NOW = new Date('2026-03-10T04:00:00.000Z');
const facts = { item, evidence: new Set(['doc_1']), now: NOW };
const beginning = {
  violationId: 'vio_1',
  plateId: 'veh_1',
  owner: { vehicleId: 'veh_1b', ownerKey: 'per_1', userAccountIds: [] },
  realNow: NOW,
};
const handling = { handlingId: 'hnd_1', accountId: 'acc_1', vehicleId: 'veh_1b' };

function entered(change: Partial<RegistryViolation> = {}): ViolationDocument {
  const record = enterViolation({ ...notice, ...change }, null, facts, beginning);
  if (record instanceof Refusal) throw record;
  return record;
}

function codeOf(outcome: ViolationDocument | Refusal): string | undefined {
  return outcome instanceof Refusal ? outcome.code : undefined;
}

describe('entering a notice', () => {
  it('given a new number, fixes points, procedure and fine of the violation’s own Shanghai day', () => {
    expect(entered()).toMatchObject({ points: 3, procedure: 'summary', fineFen: 15_000 });
    const eveBefore = { occurredAt: '2026-03-04T15:59:59.999Z' };
    const midnight = { occurredAt: '2026-03-04T16:00:00.000Z' };
    expect(entered(eveBefore).fineFen).toBe(10_000);
    expect(entered(midnight).fineFen).toBe(15_000);
  });

  it('given the same notice again, it is the violation that is known', () => {
    const before = entered();
    const sameInstant = {
      ...notice,
      occurredAt: '2026-03-05T00:21:36Z',
      plateNumber: ' 浙a8k2m6 ',
    };
    expect(enterViolation(notice, before, facts, { ...beginning, violationId: 'vio_2' })).toBe(
      before,
    );
    expect(enterViolation(sameInstant, before, facts, beginning)).toBe(before);
    const sameplace = { ...notice, jurisdiction: '330100' };
    expect(enterViolation(sameplace, before, facts, beginning)).toBe(before);
  });

  it('given the same notice after its code left the catalogue and its evidence is gone, it is still known', () => {
    const before = entered();
    const changed = { ...facts, item: undefined, evidence: new Set<string>() };
    expect(enterViolation(notice, before, changed, beginning)).toBe(before);
  });

  it.each([
    ['plateNumber', { plateNumber: '浙A8K2M7' }],
    ['plateType', { plateType: 'large' as const }],
    ['code', { code: '1345' }],
    ['occurredAt', { occurredAt: '2026-03-05T08:21:37+08:00' }],
    ['place', { place: '天目山路' }],
    ['jurisdiction', { jurisdiction: 'CN-33' }],
    ['evidence', { evidence: [] }],
  ])('given a known number with another %s, it is refused', (_field, change) => {
    const outcome = enterViolation({ ...notice, ...change }, entered(), facts, beginning);
    expect(codeOf(outcome)).toBe('NOTICE_NUMBER_REUSED');
  });

  it('§3.correction.file: given it was corrected since, then it is known as it was entered and as it stands, and as nothing between', () => {
    const before = entered();
    const { code, occurredAt, place, evidenceIds } = before;
    const first = { code, occurredAt, place, evidenceIds };
    const corrected = { ...before, place: '天目山路', code: '1345', entered: first };
    const enter = (change: Partial<RegistryViolation>) =>
      enterViolation({ ...notice, ...change }, corrected, facts, beginning);
    expect(enter({})).toBe(corrected);
    expect(enter({ place: '天目山路', code: '1345' })).toBe(corrected);
    expect(codeOf(enter({ place: '天目山路' }))).toBe('NOTICE_NUMBER_REUSED');
    const cancelled = { ...before, status: 'cancelled' as const };
    expect(enterViolation(notice, cancelled, facts, beginning)).toBe(cancelled);
  });

  it('its timeline begins with its entry', () => {
    expect(entered().timeline).toEqual([{ at: '2026-03-10T04:00:00.000Z', what: 'published' }]);
  });

  it('given a code that is not in the catalogue, or a day without a fine, it is refused', () => {
    expect(codeOf(enterViolation(notice, null, { ...facts, item: undefined }, beginning))).toBe(
      'VIOLATION_CODE_UNKNOWN',
    );
    const early = { ...notice, occurredAt: '2004-04-30T12:00:00+08:00' };
    expect(codeOf(enterViolation(early, null, facts, beginning))).toBe('FINE_NOT_SET');
  });

  it('§3.catalogue.any-vehicle: given a new number, whatever the vehicle is, every code of the catalogue is entered', () => {
    expect(entered({ plateType: 'motorcycle' })).toMatchObject({ code: '1357', points: 3 });
    expect(entered({ plateType: 'trailer', plateNumber: '浙A1234挂' })).toMatchObject({
      status: 'published',
    });
  });

  it('§2.plate.forms: given a plate that is not of its type’s form, or a military one, it is refused', () => {
    const code = (change: Partial<RegistryViolation>) =>
      codeOf(enterViolation({ ...notice, ...change }, null, facts, beginning));
    expect(code({ plateType: 'trailer' })).toBe('PLATE_INVALID');
    expect(code({ plateNumber: 'VA12345' })).toBe('PLATE_NOT_ADMINISTERED');
  });

  it('a notice may come without evidence', () => {
    const { evidence: _none, ...bare } = notice;
    const before = enterViolation(bare, null, facts, beginning) as ViolationDocument;
    expect(before.evidenceIds).toEqual([]);
    expect(enterViolation(bare, before, facts, beginning)).toBe(before);
  });

  it.each([
    ['1999-12-31T23:59:59+08:00', 'DATE_OUT_OF_RANGE'],
    ['2026-03-10T12:00:00+08:00', undefined],
    ['2026-03-10T12:00:00.001+08:00', 'DATE_OUT_OF_RANGE'],
    ['2036-03-05T08:21:36+08:00', 'DATE_OUT_OF_RANGE'],
  ])('§3.violation.time: of a violation at %s the register says %s', (occurredAt, code) => {
    const outcome = enterViolation({ ...notice, occurredAt }, null, facts, beginning);
    expect(codeOf(outcome)).toBe(code);
  });

  it('§3.violation.evidence: given evidence that is no document, it is refused by its ids', () => {
    const named = { ...notice, evidence: ['doc_1', 'doc_nope'] };
    const outcome = enterViolation(named, null, facts, beginning) as Refusal;
    expect(outcome.refusal).toMatchObject({
      code: 'DOCUMENTS_REQUIRED',
      detail: { en: 'No documents of the kind evidence: doc_nope.' },
    });
  });

  it.each([
    ['330106', 'CN-330106', 'CN-33', 15_000],
    ['330000', 'CN-33', 'CN-33', 15_000],
    ['110105', 'CN-110105', 'CN', 10_000],
    ['CN', 'CN', 'CN', 10_000],
  ])(
    '§3.violation.jurisdiction: %s is kept as %s, with whose fine it is',
    (jurisdiction, kept, fineJurisdiction, fineFen) => {
      expect(entered({ jurisdiction })).toMatchObject({
        jurisdiction: kept,
        fineJurisdiction,
        fineFen,
      });
    },
  );

  it('§2.plate.read: plates are kept in one form', () => {
    expect(entered({ plateNumber: ' 浙a·8k2m6' }).plateNumber).toBe('浙A8K2M6');
  });
});

describe('the states of a violation', () => {
  it('§3.violation.states: go from one to another as the rules say, and nowhere else', () => {
    expect(VIOLATION_MOVES).toEqual({
      published: ['in_handling', 'disputed', 'cancelled'],
      in_handling: ['decided', 'published'],
      decided: ['closed', 'published', 'eliminated'],
      closed: ['published', 'eliminated'],
      disputed: ['published', 'eliminated'],
      eliminated: [],
      cancelled: [],
    });
  });

  it('§3.violation.kept: every state but the first is reached, and only an eliminated or cancelled one is final', () => {
    const reached = new Set(Object.values(VIOLATION_MOVES).flat());
    expect([...VIOLATION_STATUSES].every((status) => reached.has(status))).toBe(true);
    expect(VIOLATION_STATUSES.filter((status) => VIOLATION_MOVES[status].length === 0)).toEqual([
      'eliminated',
      'cancelled',
    ]);
  });

  it.each(VIOLATION_STATUSES.filter((status) => status !== 'published'))(
    'a violation that is %s is taken by nobody',
    (status) => expect(() => takenInHandling({ ...entered(), status }, handling)).toThrow(status),
  );

  it('§3.violation.handled: given a handling, it goes the handling’s way', () => {
    const taken = takenInHandling(entered(), handling);
    const decided = movedByHandling(taken, 'hnd_1', 'decided');
    const closed = decided && movedByHandling(decided, 'hnd_1', 'closed');
    expect([taken, decided, closed].map((step) => step?.status)).toEqual([
      'in_handling',
      'decided',
      'closed',
    ]);
  });

  it('§3.violation.handled: given the handling is refused or withdrawn, it is open again and in nobody’s hands', () => {
    const taken = takenInHandling(entered(), handling);
    const decided = movedByHandling(taken, 'hnd_1', 'decided');
    for (const step of [taken, decided]) {
      const open = step && movedByHandling(step, 'hnd_1', 'published');
      expect(open?.status).toBe('published');
      expect(open).not.toHaveProperty('handling');
    }
  });

  it.each(['decided', 'closed'] as const)(
    '§3.violation.revoked: given the decision is revoked when it is %s, it is open again, or eliminated and still its driver’s to see',
    (status) => {
      const before = { ...entered(), status, handling };
      expect(movedByHandling(before, 'hnd_1', 'published')).not.toHaveProperty('handling');
      const eliminated = movedByHandling(before, 'hnd_1', 'eliminated')!;
      expect(eliminated.status).toBe('eliminated');
      expect(isVisible(eliminated, 'acc_1', 'none')).toBe(true);
      expect(movedByHandling(eliminated, 'hnd_1', 'eliminated')).toBeNull();
    },
  );

  it('§3.violation.disputed: given a dispute, it is disputed, and then published again or eliminated', () => {
    const disputed = movedByDispute(entered(), 'disputed');
    expect(disputed).toMatchObject({ status: 'disputed', version: 0 });
    expect(movedByDispute(disputed, 'published').status).toBe('published');
    expect(movedByDispute(disputed, 'eliminated').status).toBe('eliminated');
    expect(() => takenInHandling(disputed, handling)).toThrow('disputed');
    expect(() => movedByDispute(disputed, 'disputed')).toThrow('cannot go');
  });

  it('§3.violation.attached: given its plate is in no register, it waits for the vehicle and is attached when that arrives', () => {
    const ownerless = { ...beginning, owner: null };
    const waiting = enterViolation(notice, null, facts, ownerless) as ViolationDocument;
    expect(waiting).toMatchObject({ status: 'published', awaitsVehicle: true, version: 0 });
    expect(waiting.lookAgainAt).toEqual(new Date('2026-03-10T04:00:15.000Z'));
    expect(attachedToVehicle(waiting)).toEqual(entered());
  });

  it('given another handling, or none, or the state already, nothing moves', () => {
    const taken = takenInHandling(entered(), handling);
    expect(movedByHandling(taken, 'hnd_2', 'decided')).toBeNull();
    expect(movedByHandling(entered(), 'hnd_1', 'decided')).toBeNull();
    const decided = movedByHandling(taken, 'hnd_1', 'decided')!;
    expect(movedByHandling(decided, 'hnd_1', 'decided')).toBeNull();
  });
});
