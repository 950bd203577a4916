import { givenLicence, givenPerson, givenTarget, SUSPENDED } from '../../test/given';
import { confirmed, personOf, standingBehind, standingOf } from './standing.rules';

describe('a standing', () => {
  it('that was confirmed is seen so by whoever asks for it before the event is heard', () => {
    expect(standingOf(SUSPENDED)).not.toHaveProperty('confirmed');
    const standing = standingOf(confirmed(SUSPENDED));
    expect(standing).toMatchObject({ status: 'suspended', confirmed: true, version: 2 });
  });
});

describe('a person', () => {
  it('who was never listed is active', () => {
    const active = { _id: 'acc_zhang', standing: { status: 'active', version: 0 }, version: 0 };
    expect(personOf('acc_zhang', null, null)).toEqual(active);
    expect(personOf('acc_zhang', null, givenLicence())).toEqual(active);
  });

  it('§4.suspended.person: has the standing that is stored, whatever licence they use', () => {
    const stored = givenPerson({ standing: SUSPENDED, version: 4 });
    expect(personOf('acc_zhang', stored, givenLicence({ accountId: 'acc_li' }))).toBe(stored);
  });

  it('goes on with the version up to which an earlier version told the standing of their licence, if they were released', () => {
    const standing = { status: 'active', version: 2 } as const;
    const licence = givenLicence({ standing });
    expect(personOf('acc_zhang', null, licence)).toEqual(givenPerson({ standing }));
    expect(personOf('acc_li', null, licence)).toEqual(givenPerson({ _id: 'acc_li' }));
    const suspended = givenLicence({ standing: SUSPENDED });
    expect(personOf('acc_zhang', null, suspended)).toEqual(givenPerson());
  });

  it('who is on the list is suspended in the version in which an earlier version told it last', () => {
    const standing = { ...SUSPENDED, version: 5 };
    expect(standingBehind(givenTarget(), givenLicence({ standing }))).toEqual({
      status: 'suspended',
      reason: 'licence_limit_reached',
      since: '2025-10-10T04:00:00.000Z',
      targetId: 'krt_1',
      version: 5,
    });
    const step = { at: '', by: '', decision: 'confirm', reason: '', extraSlots: 0 } as const;
    const listed = givenTarget({ status: 'confirmed', steps: [step] });
    const unknown = { reason: 'review_confirmed', version: 2 };
    expect(standingBehind(listed, null)).toMatchObject(unknown);
    expect(standingBehind(listed, givenLicence())).toMatchObject(unknown);
  });
});
