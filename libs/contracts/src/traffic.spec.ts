import { policyVariable, Policy } from './policy/policy';
import { ownerOf, requestTypesOf } from './traffic';

describe('The map of requests', () => {
  it('knows which service answers', () => {
    expect(ownerOf('points.reserve')).toBe('ledger');
    expect(ownerOf('vehicles.clock.move')).toBe('vehicles');
    expect(ownerOf('ledger.explain')).toBe('ledger');
    expect(ownerOf('identity.messages')).toBe('identity');
    expect(ownerOf('payments.count')).toBe('payments');
    expect(requestTypesOf('ledger')).toContain('points.reserve');
    expect(requestTypesOf('ledger').every((type) => ownerOf(type) === 'ledger')).toBe(true);
    expect(() => ownerOf('points.forgive')).toThrow('No service answers points.forgive');
  });
});

describe('Policies', () => {
  it('are named after their variables', () => {
    expect(Object.keys(new Policy()).map(policyVariable)).toEqual(
      expect.arrayContaining(['LICENCES_PER_VEHICLE', 'ONLINE_MAX_FINE_FEN', 'SANCTION_POLICY']),
    );
  });
});
