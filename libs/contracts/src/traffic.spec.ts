import { policyVariable, Policy } from './policy/policy';
import { ownerOf, requestTypesOf, SHARDING } from './traffic';

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

describe('What replicas share', () => {
  it('is the ledger’s, by the licence that its commands and events name', () => {
    expect(SHARDING.fieldOf('points.reserve')).toBe('licenceId');
    expect(SHARDING.fieldOf('payment.settled')).toBe('licenceId');
    expect(SHARDING.fieldOf('points.statement')).toBeUndefined();
    expect(SHARDING.fieldOf('vehicle.changed')).toBeUndefined();
    expect([SHARDING.shares('ledger'), SHARDING.shares('payments')]).toEqual([true, false]);
  });
});

describe('Policies', () => {
  it('are named after their variables', () => {
    expect(Object.keys(new Policy()).map(policyVariable)).toEqual(
      expect.arrayContaining(['LICENCES_PER_VEHICLE', 'ONLINE_MAX_FINE_FEN', 'SANCTION_POLICY']),
    );
  });
});
