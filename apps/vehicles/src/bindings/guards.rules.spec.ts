import { firstRefusal, type Guard } from './guards.rules';

interface Attempt {
  isThere: boolean;
  isOpen: boolean;
  until?: string;
}

const GUARDS: Guard<Attempt>[] = [
  { code: 'BINDING_NOT_FOUND', holds: ({ isThere }) => isThere },
  {
    code: 'BINDING_EXISTS',
    holds: ({ isOpen }) => isOpen,
    details: ({ until }) => ({ ...(until !== undefined && { availableFrom: until }) }),
  },
];

describe('a column of guards', () => {
  it('given all of them hold, refuses nothing', () => {
    expect(firstRefusal(GUARDS, { isThere: true, isOpen: true })).toBeUndefined();
    expect(firstRefusal([], { isThere: false, isOpen: false })).toBeUndefined();
  });

  it('given several do not hold, answers with the first', () => {
    const refusal = firstRefusal(GUARDS, { isThere: false, isOpen: false });
    expect(refusal?.code).toBe('BINDING_NOT_FOUND');
    expect(refusal?.refusal).not.toHaveProperty('availableFrom');
  });

  it('given one that tells more of the attempt, says it too', () => {
    const until = '2026-03-13T12:00:00.000+08:00';
    const refusal = firstRefusal(GUARDS, { isThere: true, isOpen: false, until });
    expect(refusal?.refusal).toMatchObject({ code: 'BINDING_EXISTS', availableFrom: until });
  });
});
