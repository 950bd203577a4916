import { ownCase, type KeyReviewDecisionBody, type Refusal } from '@demerit/contracts';
import { givenCycle, givenTarget, NOW } from '../../test/given';
import type { CycleDocument } from '../limits/limits.types';
import type { StandingState } from '../account/account.types';
import type { TargetDocument } from './review.types';
import { concernedByTarget, review, type Reviewed } from './review.rules';

const suspended: StandingState = {
  status: 'suspended',
  reason: 'licence_limit_reached',
  since: '2025-09-01T00:00:00.000Z',
  version: 1,
  targetId: 'krt_1',
};

function reviewing(
  body: Partial<KeyReviewDecisionBody>,
  target: Partial<TargetDocument> = {},
  cycle: CycleDocument | undefined = givenCycle('licence'),
  ifMatch: string | undefined = '"1"',
): Reviewed & Refusal {
  const whole: KeyReviewDecisionBody = {
    decision: 'release',
    reason: 'Four cars, one family',
    ...body,
  };
  const command = { ifMatch, by: 'acc_reviewer', body: whole };
  return review(command, givenTarget(target), suspended, cycle, NOW) as Reviewed & Refusal;
}

describe('releasing a person', () => {
  it('§4.review.releases: reinstates the point service and says so', () => {
    const { target, standing, event, cycle } = reviewing({});
    expect(target).toMatchObject({
      status: 'released',
      open: false,
      version: 1,
      steps: [{ by: 'acc_reviewer', decision: 'release', extraSlots: 0 }],
    });
    expect(standing).toEqual({
      status: 'active',
      reason: 'review_released',
      since: NOW.toISOString(),
      version: 2,
    });
    expect(event).toMatchObject({
      type: 'point-service.reinstated',
      seq: 2,
      payload: { targetId: 'krt_1', accountId: 'acc_zhang', reason: 'review_released', version: 2 },
    });
    expect(cycle).toEqual(givenCycle('licence'));
  });

  it('leaves a row that tells before and after', () => {
    expect(reviewing({ extraSlots: 2 }).act).toEqual({
      actor: 'acc_reviewer',
      act: 'key-review.release',
      subject: 'krt_1',
      reason: 'Four cars, one family',
      before: { status: 'listed', standing: 'suspended', extraSlots: 0 },
      after: { status: 'released', standing: 'active', extraSlots: 2 },
    });
  });

  it.each([
    [0, 3, 3],
    [1, 2, 3],
    [2, 1, 3],
  ])(
    '§4.review.slots: with %i extra slots granted before may grant %i',
    (before, extraSlots, after) => {
      const cycle = givenCycle('licence', [], { extraSlots: before });
      expect(reviewing({ extraSlots }, {}, cycle).cycle?.extraSlots).toBe(after);
    },
  );

  it.each([
    [1, 3],
    [2, 2],
    [3, 1],
  ])(
    '§4.review.slots-most: with %i extra slots granted before may not grant %i',
    (before, extraSlots) => {
      const cycle = givenCycle('licence', [], { extraSlots: before });
      expect(reviewing({ extraSlots }, {}, cycle).code).toBe('EXTRA_SLOTS_EXCEEDED');
    },
  );

  it('is possible without a slot when all were granted', () => {
    const full = givenCycle('licence', [], { extraSlots: 3 });
    const { target, cycle } = reviewing({}, {}, full);
    expect(target.status).toBe('released');
    expect(cycle).toBe(full);
  });
});

describe('a person whose licence the register gave to somebody else', () => {
  const OTHERS = { subjectId: 'lic_before' };

  it('§4.review.licence-now: gets extra slots on the licence they have now', () => {
    const { target, cycle } = reviewing({ extraSlots: 1 }, OTHERS);
    expect(cycle).toMatchObject({ subjectId: 'lic_zhang', extraSlots: 1 });
    expect(target.steps).toMatchObject([{ extraSlots: 1, licenceId: 'lic_zhang' }]);
  });

  it('is told apart only where slots were granted', () => {
    expect(reviewing({}, OTHERS).target.steps[0]).not.toHaveProperty('licenceId');
    expect(reviewing({ extraSlots: 1 }).target.steps[0]).not.toHaveProperty('licenceId');
  });

  const without = (body: Partial<KeyReviewDecisionBody>) =>
    review(
      { ifMatch: '"1"', by: 'acc_reviewer', body: { decision: 'release', reason: '', ...body } },
      givenTarget(),
      suspended,
      undefined,
      NOW,
    );

  it('§4.review.licence-now: without another one is released without slots, and nothing else', () => {
    expect(without({})).toMatchObject({
      target: { status: 'released' },
      cycle: undefined,
      act: { before: { extraSlots: 0 }, after: { extraSlots: 0 } },
    });
    expect(without({ extraSlots: 1 })).toMatchObject({ code: 'LICENCE_REQUIRED' });
    expect(without({ decision: 'confirm' })).toMatchObject({
      refusal: { code: 'LICENCE_REQUIRED', reason: 'key_review' },
    });
  });
});

describe('confirming', () => {
  it('§4.review.confirms: a person keeps them suspended and says so', () => {
    const { target, standing, event } = reviewing({ decision: 'confirm' });
    expect(target).toMatchObject({ status: 'confirmed', open: true });
    expect(standing).toMatchObject({
      status: 'suspended',
      reason: 'review_confirmed',
      version: 2,
      targetId: 'krt_1',
    });
    expect(event).toMatchObject({ type: 'point-service.confirmed', payload: { version: 2 } });
  });

  it('a vehicle keeps it suspended and tells nobody', () => {
    const car = { kind: 'vehicle', subjectId: 'veh_car', accountId: undefined } as const;
    const { standing, event } = reviewing({ decision: 'confirm' }, car);
    expect(standing.status).toBe('suspended');
    expect(event).toBeUndefined();
  });

  it('grants no slots', () => {
    expect(reviewing({ decision: 'confirm', extraSlots: 1 }).code).toBe('VALIDATION_FAILED');
  });
});

describe('a vehicle', () => {
  it('released is handled by non-owners again', () => {
    const car = { kind: 'vehicle', subjectId: 'veh_car' } as const;
    expect(reviewing({}, car).event).toMatchObject({
      type: 'vehicle-handling.reinstated',
      payload: { vehicleId: 'veh_car', version: 2 },
    });
  });
});

describe('a decision', () => {
  it.each([
    ['listed', 'release', undefined],
    ['listed', 'confirm', undefined],
    ['confirmed', 'release', undefined],
    ['confirmed', 'confirm', 'DECISION_NOT_POSSIBLE'],
    ['released', 'release', 'DECISION_NOT_POSSIBLE'],
    ['released', 'confirm', 'DECISION_NOT_POSSIBLE'],
  ] as const)('on a %s target, to %s: %s', (status, decision, code) => {
    expect(reviewing({ decision }, { status }).code).toBe(code);
  });

  it('names the state it was made on, before anything else is looked at', () => {
    const cycle = givenCycle('licence');
    const released = { status: 'released' } as const;
    expect(reviewing({}, released, cycle, '"2"').code).toBe('PRECONDITION_FAILED');
    expect(reviewing({}, released, cycle, '*').code).toBe('PRECONDITION_FAILED');
    const command = { by: 'acc_reviewer', body: { decision: 'release', reason: 'x' } } as const;
    expect(review(command, givenTarget(released), suspended, cycle, NOW)).toMatchObject({
      code: 'PRECONDITION_REQUIRED',
    });
  });
});

describe('A decision of a target', () => {
  const target = { subjectId: 'lic_1', accountId: 'acc_1' };
  const isOwn = (self: Parameters<typeof ownCase>[0]) =>
    ownCase(self, concernedByTarget(target, { personKey: 'person_1' })) !== undefined;

  it('§1.own-case.refused: is about the person, and the licence with which they were listed', () => {
    expect(isOwn({ accountId: 'acc_1' })).toBe(true);
    expect(isOwn({ accountId: 'acc_2', keys: ['person_1'] })).toBe(true);
    expect(isOwn({ accountId: 'acc_2', licenceIds: ['lic_1'] })).toBe(true);
    expect(isOwn({ accountId: 'acc_2', keys: ['person_2'], licenceIds: ['lic_2'] })).toBe(false);
    expect(concernedByTarget({ subjectId: 'veh_1' }, undefined)).toMatchObject({
      keys: [undefined],
    });
  });
});
