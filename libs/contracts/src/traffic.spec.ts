import { REFUSALS, Refusal, isRemembered, type RefusalCode } from './refusals';
import { policyVariable, Policy } from './policy';
import { ownerOf } from './traffic';

describe('Refusals', () => {
  it('each say what happened and what to do next', () => {
    for (const [code, [title, nextStep]] of Object.entries(REFUSALS)) {
      expect({ code, title, nextStep }).toEqual({
        code,
        title: expect.stringMatching(/^\S.{5,}[^.]$/) as unknown,
        nextStep: expect.stringMatching(/\.$/) as unknown,
      });
    }
  });

  it('carry their details to the caller', () => {
    const { refusal } = new Refusal('WINDOW_REQUIRED', { reason: 'points' });
    expect(refusal).toMatchObject({ code: 'WINDOW_REQUIRED', reason: 'points' });
  });

  it.each<[RefusalCode, boolean]>([
    ['LICENCE_LIMIT_REACHED', true],
    ['DRIVER_DECLARATION_REQUIRED', true],
    ['VEHICLE_NOT_BOUND', true],
    ['VIOLATION_NOT_FOUND', false],
    ['RATE_LIMITED', false],
    ['UNAUTHENTICATED', false],
    ['SERVICE_UNAVAILABLE', false],
    ['PRECONDITION_FAILED', false],
  ])('%s is kept under an idempotency key: %s', (code, kept) => {
    expect(isRemembered(code)).toBe(kept);
  });
});

describe('The map of requests', () => {
  it('knows which service answers', () => {
    expect(ownerOf('points.reserve')).toBe('ledger');
    expect(ownerOf('vehicles.clock.move')).toBe('vehicles');
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
