import { LANGUAGES, refusalIn, toStaff, type Refusal } from '@demerit/contracts';
import fc from 'fast-check';
import {
  boundLater,
  boundThen,
  fourth,
  refusalTo,
  stranger,
  unbindable,
  unregistered,
  type Change,
} from '../../test/attempts';
import { attempt } from '../../test/given';
import type { AcceptanceAttempt } from './acceptance.rules';
import { handlingMethods } from './options.rules';

/** That nobody is sent in circles. rules.md §3.next-step. */

type Waiting = NonNullable<AcceptanceAttempt['access']['waiting']>;
const asked =
  (waiting: Waiting): Change =>
  ({ access }) =>
    (access.waiting = waiting);
const until = '2026-03-13T12:00:00.000+08:00';
const soldSince: Change = ({ access }) => (access.past = true);
const inPoints: Change = ({ violation }) => (violation.points = 9);

/** What each reader is advised to do. */
function stepOf(refusal: Refusal | undefined): string {
  return refusal ? refusalIn('en', refusal.refusal).nextStep : '';
}

describe('the next step of a refusal', () => {
  it('§3.next-step.possible: given a vehicle that cannot be bound, is the window with its papers, not a binding', () => {
    const step = stepOf(refusalTo('online', stranger, unbindable));
    expect(step).toMatch(/window with the papers/);
    expect(stepOf(refusalTo('online', stranger, boundThen))).toMatch(/^Visit a service window/);
    expect(stepOf(refusalTo('online', stranger))).toMatch(/^Bind it/);
    expect(stepOf(refusalTo('online', stranger, unregistered))).toMatch(/registered/);
  });

  it.each<[Waiting, string, RegExp, RegExp]>([
    [{ for: 'consent', until }, 'awaits_consent', /owner’s consent, until 2026/, /^Ask the owner/],
    [{ for: 'review', until }, 'awaits_review', /decision, expected by 2026/, /^Wait for the/],
    [{ for: 'thaw' }, 'awaits_thaw', /frozen by a suspension/, /^Wait for the review that/],
  ])(
    '§3.next-step.waits: given a request that waits (%j), is whoever it waits for, and no binding; at the window it is said of the driver',
    (waiting, reason, why, step) => {
      const refusal = refusalTo('online', stranger, asked(waiting))!;
      expect(refusal.refusal).toMatchObject({ code: 'VEHICLE_NOT_BOUND', reason });
      expect(refusalIn('en', refusal.refusal).detail).toMatch(why);
      expect(stepOf(refusal)).toMatch(step);
      const { title, detail, nextStep } = refusalIn('en', toStaff(refusal.refusal));
      expect(title).toBe('The driver’s request for this vehicle is not decided yet');
      expect([detail, nextStep]).toEqual([
        expect.stringMatching(why),
        expect.stringMatching(/^Tell the driver to /),
      ]);
      expect(stepOf(refusalTo('online', stranger, asked(waiting), boundThen))).toMatch(/^Visit/);
      expect(stepOf(refusalTo('online', stranger, asked(waiting), soldSince))).toMatch(/^Leave/);
    },
  );

  it('§3.next-step.possible: given the window refuses too, is what the window would say', () => {
    expect(stepOf(refusalTo('online', inPoints))).toMatch(/^Visit a service window/);
    const step = stepOf(refusalTo('online', inPoints, fourth));
    expect(step).toBe(stepOf(refusalTo('window', inPoints, fourth)));
    expect(step).toMatch(/^Do not accept it/);
    expect(stepOf(refusalTo('online', stranger, unbindable, fourth))).toBe(step);
  });

  it('§3.guard-10.limits: says from when on they leave room where the ledger knows it only', () => {
    const availableFrom = '2027-01-01T00:00:00.000+08:00';
    const withDay: Change = (asked) => (asked.forecast = { ...asked.forecast!, availableFrom });
    expect(refusalTo('online', fourth, withDay)?.refusal).toMatchObject({ availableFrom });
    expect(refusalTo('online', fourth)?.refusal).not.toHaveProperty('availableFrom');
  });

  it('§3.next-step.possible: given the car was sold since, is its owner of then, to its owner of now and to whoever they let use it, suspended or not', () => {
    const refusal = refusalTo('online', stranger, soldSince);
    expect(refusal?.code).toBe('VEHICLE_NOT_BOUND');
    expect(refusalIn('en', refusal!.refusal).detail).toMatch(/^When it happened, the vehicle/);
    const step = 'Leave it to whoever owned the vehicle or had it bound when it happened.';
    expect(stepOf(refusal)).toBe(step);
    const acting: Change = ({ access }) => (access.relation = 'delegate');
    expect(stepOf(refusalTo('online', acting, soldSince))).toBe(step);
    const suspended: Change = ({ standings }) =>
      (standings!.vehicle = { status: 'suspended', version: 1 });
    expect(stepOf(refusalTo('online', stranger, soldSince, suspended))).toBe(step);
    expect(stepOf(refusalTo('online', stranger, suspended))).toMatch(/^Ask the owner/);
    expect(stepOf(refusalTo('online', soldSince, suspended))).toMatch(/^Ask the owner/);
    expect(stepOf(refusalTo('online', stranger, soldSince, boundThen))).toMatch(/^Visit/);
    expect(stepOf(refusalTo('online', stranger, soldSince, unbindable))).toMatch(/papers/);
  });

  it.each<[string, Change]>([
    ['of another class', ({ person }) => (person.licence!.class = 'D')],
    ['issued since', ({ person }) => (person.licence!.firstIssuedOn = '2026-03-06')],
    ['used with a later binding', boundLater],
  ])(
    '§3.next-step.possible: given a licence %s, names a dispute to whoever may make one only',
    (_what, wrong) => {
      const undisputed: Change = (asked) => (asked.wasDisputed = false);
      const disputed: Change = (asked) => (asked.wasDisputed = true);
      expect(stepOf(refusalTo('online', wrong, undisputed))).toMatch(/you may dispute it\.$/);
      expect(stepOf(refusalTo('online', wrong, disputed))).toMatch(/^Leave it to [^;]+\.$/);
      expect(stepOf(refusalTo('online', wrong))).toMatch(/^Leave it to [^;]+\.$/);
      const step = stepOf(refusalTo('online', stranger, unbindable, wrong, undisputed));
      expect(step).not.toMatch(/dispute/);
    },
  );

  const SPOILT: Change[] = [
    ({ person }) => (person.identityStatus = 'submitted'),
    ({ person }) => (person.licence = null),
    ({ person }) => person.licence?.holds.push({ kind: 'detained' }),
    ({ standings }) => (standings!.person = { status: 'suspended', version: 1 }),
    ({ standings }) => (standings!.vehicle = { status: 'suspended', version: 1 }),
    stranger,
    unregistered,
    ({ access }) => access.vehicle && (access.vehicle.bindable = false),
    asked({ for: 'review', until }),
    boundThen,
    soldSince,
    boundLater,
    ({ violation }) => (violation.status = 'disputed'),
    ({ person }) => person.licence && (person.licence.class = 'D'),
    ({ person }) => person.licence && (person.licence.firstIssuedOn = '2026-03-06'),
    ({ violation }) => (violation.procedure = 'ordinary'),
    inPoints,
    (asked) => (asked.forecast = { ...asked.forecast!, wouldReachFullScore: true }),
    (asked) => (asked.forecast = { ...asked.forecast!, limitReached: 'VEHICLE_LIMIT_REACHED' }),
  ];

  it('§3.next-step.possible: given any combination of what may be wrong, sends to the window only whom the window takes, to a binding nobody who has one, cannot have one or is not helped by it, and to a dispute only whom it is open to', () => {
    fc.assert(
      fc.property(fc.subarray(SPOILT), fc.boolean(), (spoilt, wasDisputed) => {
        const { method: _method, iWasTheDriver: _declared, ...supposed } = attempt();
        for (const spoil of spoilt) spoil(supposed as AcceptanceAttempt);
        for (const language of LANGUAGES) {
          const [online, window, dispute] = handlingMethods(supposed, wasDisputed, { language });
          const sees = supposed.access.relation !== 'none';
          for (const { available, nextStep = '' } of [online!, window!]) {
            if (/window|窗口/.test(nextStep)) expect(window!.available).toBe(true);
            if (available) continue;
            if (/you may dispute|可以提出异议/.test(nextStep)) {
              expect([sees, dispute!.available]).toEqual([true, true]);
            }
            if (
              /^(Wait for the answer|Leave it to whoever acc)|等待异议|接受处罚的人/.test(nextStep)
            )
              expect(sees).toBe(true);
            if (/^Bind it|请先.*绑定。$/.test(nextStep)) {
              expect(supposed.access).toMatchObject({
                relation: 'none',
                vehicle: { bindable: true },
              });
              expect(supposed.access.past).toBeUndefined();
              expect(supposed.access.waiting).toBeUndefined();
            }
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
