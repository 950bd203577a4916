import { BINDING_STATUSES, type PlateType } from '@demerit/contracts';
import { aBinding, codeOf, minutesLater, NOON } from '../../test/given-bindings';
import {
  accessBy,
  endsBindings,
  expectedBy,
  freeze,
  hasEndedAfter,
  isBindableByOthers,
  isThawed,
  move,
  MOVES,
  reachedAt,
  thaw,
  waitingFor,
} from './bindings.rules';

describe('The life of a binding', () => {
  it.each(BINDING_STATUSES)(
    '§2.binding.states: from %s it moves only as the table says',
    (from) => {
      for (const to of BINDING_STATUSES) {
        const outcome = move(aBinding({ status: from }), to, NOON);
        if (MOVES[from].includes(to)) {
          expect(outcome).toMatchObject({ status: to, version: 1, live: MOVES[to].length > 0 });
        } else expect(codeOf(outcome)).toBe('BINDING_NOT_PENDING');
      }
    },
  );

  it('§2.review.expected: a decision is expected by the end of the next working day', () => {
    expect(expectedBy(new Date('2026-03-02T04:00:00Z'))).toBe('2026-03-04T00:00:00.000+08:00');
    expect(expectedBy(new Date('2026-03-06T04:00:00Z'))).toBe('2026-03-10T00:00:00.000+08:00');
    expect(expectedBy(new Date('2026-03-06T16:30:00Z'))).toBe('2026-03-10T00:00:00.000+08:00');
  });
});

describe('What was said elsewhere', () => {
  it('§7.timeline.instants: reaches a binding at its own instant, but not before the step before', () => {
    const requested = aBinding({ timeline: [{ at: NOON.toISOString(), what: 'requested' }] });
    expect(reachedAt(requested, minutesLater(5))).toEqual(minutesLater(5));
    expect(reachedAt(requested, minutesLater(-5))).toEqual(NOON);
    const consented = { at: minutesLater(3).toISOString(), what: 'pending_review' as const };
    const twoSteps = { timeline: [...requested.timeline, consented] };
    expect(reachedAt(twoSteps, minutesLater(2))).toEqual(minutesLater(3));
    expect(reachedAt({ timeline: [] }, minutesLater(-5))).toEqual(minutesLater(-5));
  });
});

describe('A suspension and a pending request (rules.md §4)', () => {
  it('§4.suspended.requests: its status is kept and its hours stop', () => {
    const frozen = freeze(aBinding(), 'person', minutesLater(10));
    expect(frozen).toMatchObject({ status: 'pending_consent', frozen: { from: minutesLater(10) } });
    expect([isThawed(aBinding()), isThawed(frozen)]).toEqual([true, false]);
    const thawed = thaw(frozen, 'person', minutesLater(70));
    expect(thawed.frozen).toBeUndefined();
    expect(thawed.consentExpiresAt).toEqual(minutesLater(72 * 60 + 60));
  });

  it.each([NOON, minutesLater(-1)])(
    'thawed at once, or before as clocks differ, it has lost no time: %s',
    (at) => {
      const thawed = thaw(freeze(aBinding(), 'person', NOON), 'person', at);
      expect(thawed.consentExpiresAt).toEqual(minutesLater(72 * 60));
    },
  );

  it('waiting for review, a decision is expected anew when it has thawed; before consent, none is', () => {
    const friday = new Date('2026-03-06T04:00:00Z');
    const waiting = aBinding({ status: 'pending_review', expectedBy: expectedBy(NOON) });
    const thawed = thaw(freeze(waiting, 'person', NOON), 'person', friday);
    expect(thawed.expectedBy).toBe('2026-03-10T00:00:00.000+08:00');
    const asked = thaw(freeze(aBinding(), 'person', NOON), 'person', friday);
    expect(asked).not.toHaveProperty('expectedBy');
  });

  it('the timeline has the first and the last of its steps', () => {
    const once = freeze(aBinding(), 'person', NOON);
    const twice = freeze(once, 'vehicle', NOON);
    const half = thaw(twice, 'person', NOON);
    const over = thaw(half, 'vehicle', NOON);
    expect(over.timeline.map(({ what }) => what)).toEqual(['frozen', 'thawed']);
  });

  it('§4.suspended-vehicle.requests: two suspensions: it stays frozen until both have ended', () => {
    const once = freeze(aBinding(), 'person', minutesLater(10));
    const twice = freeze(once, 'vehicle', minutesLater(20));
    const half = thaw(twice, 'person', minutesLater(30));
    expect(half.frozen).toEqual({ from: minutesLater(10), because: ['vehicle'] });
    expect(thaw(half, 'vehicle', minutesLater(40)).consentExpiresAt).toEqual(
      minutesLater(72 * 60 + 30),
    );
  });

  it('the same suspension twice changes nothing, nor does an end of none', () => {
    const frozen = freeze(aBinding(), 'person', NOON);
    expect(freeze(frozen, 'person', minutesLater(5))).toBe(frozen);
    expect(thaw(aBinding(), 'person', NOON)).toEqual(aBinding());
  });

  it('an active binding is not frozen', () => {
    const active = aBinding({ status: 'active' });
    expect(freeze(active, 'person', NOON)).toBe(active);
  });
});

describe('A sanction in force (rules.md §5)', () => {
  it.each([
    ['seller', true],
    ['buyer', false],
    ['organiser', false],
    ['introducer', false],
  ] as const)('of a %s: whether bindings end is %s', (role, ends) => {
    expect(endsBindings(role)).toBe(ends);
  });
});

describe('How somebody stands to a vehicle by their bindings', () => {
  const active = aBinding({ status: 'active', activeSince: minutesLater(10) });
  const released = aBinding({
    status: 'released',
    activeSince: minutesLater(10),
    timeline: [
      { at: minutesLater(10).toISOString(), what: 'active' },
      { at: minutesLater(30).toISOString(), what: 'released' },
    ],
  });
  const at = (minutes: number) => minutesLater(minutes).toISOString();
  const then = (minutes: number) => ({
    ...{ ownerKey: 'person_1', actsForOwner: false },
    at: minutesLater(minutes),
  });

  const step = (minutes: number, what: 'released' | 'rejected' | 'frozen') => ({
    at: at(minutes),
    what,
  });

  it('§3.guard-3.bound: an active one binds, since when it says; anything else does not', () => {
    expect(accessBy([released, active], then(9))).toEqual({
      relation: 'bound',
      activeSince: at(10),
    });
    expect(accessBy([aBinding(), released], then(9))).toEqual({ relation: 'none' });
    expect(accessBy([released], then(9))).toEqual({ relation: 'none' });
    expect(accessBy([], then(10))).toEqual({ relation: 'none' });
  });

  it('§2.owner.bound: it shows what its owner may see, and nothing of an owner before', () => {
    const before = { ...then(9), ownerKey: 'person_0' };
    expect(accessBy([active], before)).toEqual({ relation: 'none' });
  });

  it('§2.organisation.acts: whoever acts for the owner sees it without a binding, and is bound by one like anybody', () => {
    const acting = { ...then(9), actsForOwner: true };
    expect(accessBy([], acting)).toEqual({ relation: 'delegate', actsForOwner: true });
    expect(accessBy([active], acting)).toEqual({
      relation: 'bound',
      activeSince: at(10),
      actsForOwner: true,
    });
  });

  it.each([
    [9, [active], false],
    [10, [active], true],
    [9, [released], false],
    [10, [released], true],
    [29, [released], true],
    [30, [released], false],
    [20, [aBinding({ status: 'rejected' })], false],
    [20, [aBinding({ status: 'rejected' }), released], true],
    [20, [aBinding({ status: 'rejected', timeline: [step(30, 'rejected')] })], false],
    [40, [{ ...released, timeline: [step(30, 'released'), step(50, 'frozen')] }], false],
    [20, [{ ...released, timeline: [] }], false],
  ])('§3.window.bound-then: %i minutes later, of %j it was active then: %s', (minutes, of, was) => {
    expect(accessBy(of, then(minutes)).boundThen).toBe(was || undefined);
  });

  it.each([
    [9, active, false],
    [9, released, true],
    [29, released, true],
    [30, released, false],
    [9, aBinding({ status: 'rejected', timeline: [step(30, 'rejected')] }), false],
    [9, { ...released, timeline: [] }, false],
  ])(
    '§1.own-case.formerly: %i minutes later, of %j its use had still to end: %s',
    (minutes, of, did) => {
      expect(hasEndedAfter(of, minutesLater(minutes))).toBe(did);
    },
  );

  const asked = { ownerKey: 'person_1', now: minutesLater(20) };

  it('§3.next-step.waits: a request of theirs to that owner that is pending waits for somebody, until then', () => {
    const until = '2026-03-05T12:00:00.000+08:00';
    expect(waitingFor([released, aBinding()], asked)).toEqual({ for: 'consent', until });
    const consented = aBinding({ status: 'pending_review', expectedBy: at(60) });
    expect(waitingFor([consented], asked)).toEqual({ for: 'review', until: at(60) });
    const weekLater = { ...asked, now: minutesLater(7 * 24 * 60) };
    expect(waitingFor([consented], weekLater)?.for).toBe('review');
    const frozen = { from: NOON, because: ['vehicle' as const] };
    expect(waitingFor([{ ...consented, frozen }], asked)).toEqual({ for: 'thaw' });
  });

  it.each([
    [[], asked],
    [[released], asked],
    [[active], asked],
    [[aBinding({ status: 'consent_denied' })], asked],
    [[aBinding({ ownerKey: 'person_0' })], asked],
    [[aBinding()], { ...asked, now: minutesLater(72 * 60) }],
  ])('§3.next-step.waits: nothing waits of %j', (of, by) => {
    expect(waitingFor(of, by)).toBeUndefined();
  });

  it('§2.binding.cars: small private cars are bound by others, and nothing else', () => {
    const bindable = (plateType: PlateType, commercial = false) =>
      isBindableByOthers({ plateType, commercial });
    expect(bindable('small')).toBe(true);
    expect(bindable('small_new_energy')).toBe(true);
    expect(bindable('small', true)).toBe(false);
    expect(bindable('large')).toBe(false);
    expect(bindable('police')).toBe(false);
  });
});
