import { refusalIn } from '@demerit/contracts';
import { notOpen, type Reader } from './open.rules';
import type { ViolationDocument } from './violations.types';

const handling = { handlingId: 'hnd_1', accountId: 'acc_1', vehicleId: 'veh_1' };
const accepter: Reader = { accountId: 'acc_1', relation: 'none' };
const owner: Reader = { accountId: 'acc_2', relation: 'owner' };
const stranger: Reader = { accountId: 'acc_3', relation: 'none' };

const NOTHING = 'Nothing is left for you to do here.';
const LEAVE = 'Leave it to whoever accepted it.';
const PAY =
  'You have accepted it: pay its order under /v1/orders, or follow it under /v1/handlings.';
const WAIT =
  'Wait for the answer to the dispute; whoever made it finds it under /v1/disputes and may take it back.';
const REMEDIES = 'Read its decision, which names the remedies, under /v1/handlings.';

describe('a violation that is not open', () => {
  it.each<[ViolationDocument['status'], why: RegExp, of: [string, string, string]]>([
    ['in_handling', /has just accepted/, [PAY, LEAVE, NOTHING]],
    ['decided', /its fine is not paid yet/, [PAY, LEAVE, NOTHING]],
    ['closed', /its fine is paid/, [REMEDIES, NOTHING, NOTHING]],
    ['disputed', /the answer is awaited/, [WAIT, WAIT, NOTHING]],
    ['eliminated', /was eliminated/, [NOTHING, NOTHING, NOTHING]],
  ])(
    '§3.next-step.possible: that is %s, says why, and what is left to who accepted it, its owner and a stranger',
    (status, why, steps) => {
      const said = [accepter, owner, stranger].map((reader) => {
        const { code, refusal } = notOpen({ status, handling }, reader);
        expect(code).toBe('VIOLATION_NOT_OPEN');
        return refusalIn('en', refusal);
      });
      expect(said.map(({ nextStep }) => nextStep)).toEqual(steps);
      for (const { detail } of said) expect(detail).toMatch(why);
    },
  );

  it('names no state by its name in the program, in Chinese', () => {
    for (const status of ['in_handling', 'decided', 'closed', 'disputed', 'eliminated'] as const) {
      const { detail, nextStep } = refusalIn('zh-CN', notOpen({ status }, owner).refusal);
      expect(`${detail}${nextStep}`.replaceAll(/\/v1\/\w+/g, '')).not.toMatch(/[a-z]/);
    }
  });
});
