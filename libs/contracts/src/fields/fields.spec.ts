import { checkDecision } from './decisions';

describe('a reviewer’s decision', () => {
  it('rejects with a reason only', () => {
    expect(checkDecision({ decision: 'approve' })).toBeUndefined();
    expect(checkDecision({ decision: 'reject', reason: 'blurred' })).toBeUndefined();
    expect(checkDecision({ decision: 'reject' })?.refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'reason' }],
    });
  });
});
