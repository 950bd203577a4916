import { LANGUAGES, refusalIn, type Refusal } from '@demerit/contracts';
import fc from 'fast-check';
import { attempt } from '../../test/given';
import { firstFailing, type AcceptanceAttempt } from './acceptance.rules';
import { handlingMethods } from './options.rules';

/** Whom an officer at the window takes, and that nobody is sent in circles. rules.md §3. */

type Change = (attempt: AcceptanceAttempt) => void;

function refusalTo(method: 'online' | 'window', ...changes: Change[]): Refusal | undefined {
  const asked = { ...attempt(), method };
  for (const change of changes) change(asked);
  return firstFailing(asked)?.refusal(asked);
}

const stranger: Change = ({ access }) => {
  access.relation = 'none';
  delete access.activeSince;
};
const unbindable: Change = ({ access }) => (access.vehicle!.bindable = false);
const boundThen: Change = ({ access }) => (access.boundThen = true);
const unregistered: Change = ({ access }) => (access.vehicle = null);
const boundLater: Change = ({ access }) => (access.activeSince = '2026-03-09T00:00:00.000Z');
const fourth: Change = (asked) =>
  (asked.forecast = { wouldReachFullScore: false, limitReached: 'LICENCE_LIMIT_REACHED' });
const inPoints: Change = ({ violation }) => (violation.points = 9);

/** What each reader is advised to do. */
function stepOf(refusal: Refusal | undefined): string {
  return refusal ? refusalIn('en', refusal.refusal).nextStep : '';
}

describe('an officer at the window', () => {
  it('§3.window.papers: given a vehicle that cannot be bound, takes whoever comes with its papers', () => {
    expect(refusalTo('window', stranger, unbindable)).toBeUndefined();
    expect(refusalTo('online', stranger, unbindable)?.code).toBe('VEHICLE_NOT_BOUND');
  });

  it('§3.window.bound-then: given a binding that was active when the violation happened, takes whoever had it', () => {
    expect(refusalTo('window', stranger, boundThen)).toBeUndefined();
    expect(refusalTo('online', stranger, boundThen)?.code).toBe('VEHICLE_NOT_BOUND');
  });

  it('§3.window.keeps: takes no stranger to a car that can be bound, and nobody for a plate in no register', () => {
    expect(refusalTo('window', stranger)?.code).toBe('VEHICLE_NOT_BOUND');
    expect(refusalTo('window', stranger, unregistered)?.code).toBe('VEHICLE_NOT_BOUND');
    expect(refusalTo('window', stranger, unregistered, boundThen)?.code).toBe('VEHICLE_NOT_BOUND');
  });

  it('§3.window.papers: asks for the other guards all the same', () => {
    const detained: Change = ({ person }) => person.licence!.holds.push({ kind: 'detained' });
    const open: Change = ({ violation }) => (violation.status = 'decided');
    const suspended: Change = ({ standings }) =>
      (standings!.vehicle = { status: 'suspended', version: 1 });
    const lorry: Change = ({ violation }) => (violation.plateType = 'large');
    const code = (change: Change) => refusalTo('window', stranger, unbindable, change)?.code;
    expect(code(detained)).toBe('LICENCE_NOT_VALID');
    expect(code(suspended)).toBe('VEHICLE_SUSPENDED');
    expect(code(open)).toBe('VIOLATION_NOT_OPEN');
    expect(code((asked) => (asked.iWasTheDriver = false))).toBe('DRIVER_DECLARATION_REQUIRED');
    expect(code(lorry)).toBe('LICENCE_CLASS_MISMATCH');
    expect(code(fourth)).toBe('LICENCE_LIMIT_REACHED');
  });

  it('§3.guard-4.older: given an earlier binding that was active then, the violation is not older than the bindings', () => {
    expect(refusalTo('online', boundLater)?.code).toBe('VIOLATION_BEFORE_BINDING');
    expect(refusalTo('online', boundLater, boundThen)).toBeUndefined();
  });
});

describe('the next step of a refusal', () => {
  it('§3.next-step.possible: given a vehicle that cannot be bound, is the window with its papers, not a binding', () => {
    const step = stepOf(refusalTo('online', stranger, unbindable));
    expect(step).toMatch(/window with the papers/);
    expect(stepOf(refusalTo('online', stranger, boundThen))).toMatch(/^Visit a service window/);
    expect(stepOf(refusalTo('online', stranger))).toMatch(/^Bind it/);
    expect(stepOf(refusalTo('online', stranger, unregistered))).toMatch(/registered/);
  });

  it('§3.next-step.possible: given the window refuses too, is what the window would say', () => {
    expect(stepOf(refusalTo('online', inPoints))).toMatch(/^Visit a service window/);
    const step = stepOf(refusalTo('online', inPoints, fourth));
    expect(step).toBe(stepOf(refusalTo('window', inPoints, fourth)));
    expect(step).toMatch(/^Do not accept it/);
    expect(stepOf(refusalTo('online', stranger, unbindable, fourth))).toBe(step);
  });

  const SPOILT: Change[] = [
    ({ person }) => (person.identityStatus = 'submitted'),
    ({ person }) => (person.licence = null),
    ({ person }) => person.licence?.holds.push({ kind: 'detained' }),
    ({ standings }) => (standings!.licence = { status: 'suspended', version: 1 }),
    ({ standings }) => (standings!.vehicle = { status: 'suspended', version: 1 }),
    stranger,
    unregistered,
    ({ access }) => access.vehicle && (access.vehicle.bindable = false),
    boundThen,
    boundLater,
    ({ violation }) => (violation.status = 'disputed'),
    ({ person }) => person.licence && (person.licence.class = 'D'),
    ({ person }) => person.licence && (person.licence.firstIssuedOn = '2026-03-06'),
    ({ violation }) => (violation.procedure = 'ordinary'),
    inPoints,
    (asked) => (asked.forecast = { ...asked.forecast!, wouldReachFullScore: true }),
    (asked) => (asked.forecast = { ...asked.forecast!, limitReached: 'VEHICLE_LIMIT_REACHED' }),
  ];

  it('§3.next-step.possible: given any combination of what may be wrong, sends to the window only whom the window takes, and to a binding nobody who has one or cannot have one', () => {
    fc.assert(
      fc.property(fc.subarray(SPOILT), (spoilt) => {
        const { method: _method, iWasTheDriver: _declared, ...supposed } = attempt();
        for (const spoil of spoilt) spoil(supposed as AcceptanceAttempt);
        for (const language of LANGUAGES) {
          const [online, window] = handlingMethods(supposed, false, language);
          for (const { available, nextStep = '' } of [online!, window!]) {
            if (/window|窗口/.test(nextStep)) expect(window!.available).toBe(true);
            if (available) continue;
            if (/^Bind it|请先.*绑定。$/.test(nextStep)) {
              expect(supposed.access).toMatchObject({
                relation: 'none',
                vehicle: { bindable: true },
              });
            }
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
