import { Policy } from '@demerit/contracts';
import { aBinding, codeOf, NOON } from '../../test/given-bindings';
import { freeze } from '../bindings/bindings.rules';
import { newUserUse, newVehicleUse, withActive } from '../bindings/quotas.rules';
import {
  barred,
  checkFalseMaterial,
  decide,
  REVIEW_GUARDS,
  type ReviewAttempt,
} from './review.rules';

const pending = aBinding({ status: 'pending_review' });
const user = newUserUse('acc_1');
const vehicleUse = newVehicleUse('veh_1');
const full = <T extends typeof user | typeof vehicleUse>(use: T): T =>
  withActive(withActive(withActive(use, 1), 1), 1);
const attempt: ReviewAttempt = {
  binding: pending,
  decision: 'approve',
  user,
  vehicleUse,
  policy: new Policy(),
};

describe('A reviewer’s decision (rules.md §2.review)', () => {
  it('§2.review.decides: a reviewer approves or rejects what waits for review', () => {
    expect(decide(attempt, undefined, NOON)).toMatchObject({ status: 'active', activeSince: NOON });
    const rejected = decide({ ...attempt, decision: 'reject' }, 'unreadable', NOON);
    expect(rejected).toMatchObject({
      status: 'rejected',
      live: false,
      rejectedReason: 'unreadable',
    });
    const forNoReason = decide({ ...attempt, decision: 'reject' }, undefined, NOON);
    expect(forNoReason).not.toHaveProperty('rejectedReason');
  });

  it('is looked at in this order', () => {
    expect(REVIEW_GUARDS.map(({ code }) => code)).toEqual([
      'DECISION_NOT_POSSIBLE',
      'BINDING_FROZEN',
      'BINDING_QUOTA_REACHED',
      'BINDING_QUOTA_REACHED',
    ]);
  });

  it.each<[string, Partial<ReviewAttempt>, object]>([
    ['what waits for consent', { binding: aBinding() }, { code: 'DECISION_NOT_POSSIBLE' }],
    ['what is frozen', { binding: freeze(pending, 'person', NOON) }, { code: 'BINDING_FROZEN' }],
  ])('§2.review.decides: neither approves nor rejects %s', (_, changes, refusal) => {
    for (const decision of ['approve', 'reject'] as const) {
      expect(decide({ ...attempt, ...changes, decision }, 'no', NOON)).toMatchObject({ refusal });
    }
  });

  it.each<[string, Partial<ReviewAttempt>]>([
    ['active_per_user', { user: full(user) }],
    ['users_per_vehicle', { vehicleUse: full(vehicleUse) }],
    ['active_per_user', { user: full(user), vehicleUse: full(vehicleUse) }],
  ])(
    '§2.quota.approval: approves nothing beyond the quota %s, and rejects it',
    (quota, changes) => {
      expect(decide({ ...attempt, ...changes }, undefined, NOON)).toMatchObject({
        refusal: { code: 'BINDING_QUOTA_REACHED', quota },
      });
      const rejected = decide({ ...attempt, ...changes, decision: 'reject' }, 'no', NOON);
      expect(rejected).toMatchObject({ status: 'rejected' });
    },
  );

  it('that comes too late is answered before anything else', () => {
    const over = freeze(pending, 'person', NOON);
    const late = {
      ...attempt,
      binding: { ...over, status: 'released' as const },
      user: full(user),
    };
    expect(codeOf(decide(late, undefined, NOON))).toBe('DECISION_NOT_POSSIBLE');
    expect(codeOf(decide({ ...late, binding: over }, undefined, NOON))).toBe('BINDING_FROZEN');
  });
});

describe('A rejection for false material', () => {
  it('§2.bar.set: goes with a rejection only', () => {
    expect(checkFalseMaterial({ decision: 'reject', falseMaterial: true })).toBeUndefined();
    expect(checkFalseMaterial({ decision: 'reject' })).toBeUndefined();
    expect(checkFalseMaterial({ decision: 'approve' })).toBeUndefined();
    expect(checkFalseMaterial({ decision: 'approve', falseMaterial: false })).toBeUndefined();
    expect(checkFalseMaterial({ decision: 'approve', falseMaterial: true })?.refusal).toEqual({
      code: 'VALIDATION_FAILED',
      errors: [
        {
          field: 'falseMaterial',
          message: {
            en: 'falseMaterial goes with a rejection only',
            'zh-CN': 'falseMaterial 只能与驳回一并提供',
          },
        },
      ],
    });
  });

  it('§2.bar.set: bars the applicant since the first one', () => {
    const first = barred(user, aBinding(), NOON);
    expect(first).toEqual({ ...user, barred: { bindingId: 'bnd_1', since: NOON } });
    expect(barred(first, aBinding({ _id: 'bnd_2' }), new Date(0))).toBe(first);
  });
});
