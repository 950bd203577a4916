import { givenLicence, givenPerson, SUSPENDED } from '../../test/given';
import { confirmed, personOf, standingOf } from './standing.rules';

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

  it('begins with the standing that an earlier version kept with their licence, and with nobody else’s', () => {
    const licence = givenLicence({ standing: SUSPENDED });
    expect(personOf('acc_zhang', null, licence)).toEqual(givenPerson({ standing: SUSPENDED }));
    expect(personOf('acc_li', null, licence)).toEqual(givenPerson({ _id: 'acc_li' }));
  });
});
