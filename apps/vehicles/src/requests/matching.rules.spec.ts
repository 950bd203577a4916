import { isMatch, matchesRegister, type Claim } from './matching.rules';

const equals = (left: string, right: string): boolean => left === right;

describe('The details of a vehicle', () => {
  const register = { engineKey: 'e', ownerProofKey: 'o' };

  it('§2.match.fields: match only when every one is right', () => {
    expect(isMatch(register, { engineKey: 'e', ownerProofKey: 'o' }, equals)).toBe(true);
    expect(isMatch(register, { engineKey: 'x', ownerProofKey: 'o' }, equals)).toBe(false);
    expect(isMatch(register, { engineKey: 'e', ownerProofKey: 'x' }, equals)).toBe(false);
    expect(isMatch(null, { engineKey: '', ownerProofKey: '' }, equals)).toBe(false);
  });

  it('§2.match.silent: are all compared, whatever is wrong, so that time does not tell', () => {
    for (const registered of [register, null]) {
      let compared = 0;
      isMatch(registered, { engineKey: 'x', ownerProofKey: 'x' }, () => (compared += 1) < 0);
      expect(compared).toBe(2);
    }
  });
});

describe('A claim and the register', () => {
  const register = { engineEndKey: 'engine', ownerProofKey: 'owner', ownerKey: 'person_1' };
  const others: Claim = {
    relation: 'other',
    engineKey: 'engine',
    ownerProofKey: 'owner',
    personKey: 'person_2',
  };
  const own: Claim = { ...others, relation: 'own', ownerProofKey: '', personKey: 'person_1' };

  it.each<[string, Claim, boolean]>([
    ['another’s car with what is said of its owner', others, true],
    ['another engine', { ...others, engineKey: 'x' }, false],
    ['another owner', { ...others, ownerProofKey: 'x' }, false],
    ['another’s car that is the applicant’s own', { ...others, personKey: 'person_1' }, false],
    ['one’s own car', own, true],
    ['one’s own car with another engine', { ...own, engineKey: 'x' }, false],
    ['a stranger’s car as one’s own', { ...own, personKey: 'person_2' }, false],
    ['a car as one’s own by somebody not verified', { ...own, personKey: null }, false],
  ])('given %s, then whether it matches is as expected', (_, claim, isRight) => {
    expect(matchesRegister(register, claim, equals)).toBe(isRight);
    expect(matchesRegister(null, claim, equals)).toBe(false);
  });
});
