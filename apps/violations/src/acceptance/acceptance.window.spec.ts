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

/** Whom an officer at the window takes. rules.md §3.window. */

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
