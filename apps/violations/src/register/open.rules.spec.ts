import { refusalIn } from '@demerit/contracts';
import { aViolation } from '../../test/given';
import { correctedMeanwhile, notOpen, type Reader } from './open.rules';
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
    ['cancelled', /entered by mistake and cancelled/, [NOTHING, NOTHING, NOTHING]],
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
    for (const status of [
      'in_handling',
      'decided',
      'closed',
      'disputed',
      'eliminated',
      'cancelled',
    ] as const) {
      const { detail, nextStep } = refusalIn('zh-CN', notOpen({ status }, owner).refusal);
      expect(`${detail}${nextStep}`.replaceAll(/\/v1\/\w+/g, '')).not.toMatch(/[a-z]/);
    }
  });
});

describe('a violation that was corrected since it was read', () => {
  const read = aViolation();

  it.each([
    ['code', { code: '1345' }],
    ['place', { place: '天目山路' }],
    ['occurredAt', { occurredAt: new Date('2026-03-05T00:21:37.000Z') }],
    ['evidence', { evidenceIds: [] }],
  ])('§3.correction.race: in its %s, is not acted on as it was read', (_field, change) => {
    const refusal = correctedMeanwhile(read, aViolation(change));
    expect(refusal?.refusal).toMatchObject({
      code: 'VIOLATION_NOT_OPEN',
      reason: 'corrected',
      nextStep: { en: 'Read it again, and decide on what it says now.' },
    });
  });

  it('§3.correction.race: in nothing that it says, is acted on', () => {
    expect(
      correctedMeanwhile(read, aViolation({ version: 9, status: 'disputed' })),
    ).toBeUndefined();
  });
});
