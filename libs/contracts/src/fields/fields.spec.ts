import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Hold } from '../identity/licences';
import { LEDGER_EVENTS } from '../ledger/ledger';
import { HANDLING_EVENTS } from '../violations/handlings';
import { checkDecision } from './decisions';

function wrongFields(type: new () => object, value: object): string[] {
  return validateSync(plainToInstance(type, value)).map(({ property }) => property);
}

describe('a field that may be left out', () => {
  it('§1.hold.none: a hold without an end has none: null is no other way to say it', () => {
    expect(wrongFields(Hold, { kind: 'detained' })).toEqual([]);
    expect(wrongFields(Hold, { kind: 'detained', until: undefined })).toEqual([]);
    expect(wrongFields(Hold, { kind: 'detained', until: null })).toEqual(['until']);
    const placed = LEDGER_EVENTS['licence.hold-placed'];
    expect(wrongFields(placed, { until: null })).toContain('until');
    expect(wrongFields(placed, {})).not.toContain('until');
  });

  it('is another one than a field that is null where there is nothing to say', () => {
    const decided = HANDLING_EVENTS['violation.decided'];
    expect(wrongFields(decided, { orderId: null })).not.toContain('orderId');
    expect(wrongFields(decided, {})).toContain('orderId');
  });
});

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
