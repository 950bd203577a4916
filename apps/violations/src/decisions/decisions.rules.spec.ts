import { Policy } from '@demerit/contracts';
import { aViolation, decided } from '../../test/given';
import { withdrawHandling } from '../handlings/handlings.rules';
import type { HandlingDocument, IssuedDecision } from '../handlings/handlings.types';
import type { ViolationDocument } from '../register/violations.types';
import { decisionIn as paperIn, draftDecision } from './decisions.rules';

const texts = {
  description: { en: 'Not yielding to pedestrians', 'zh-CN': '未停车让行' },
  basis: { en: 'Road Traffic Safety Law, Art. 47', 'zh-CN': '《道路交通安全法》第四十七条' },
  jurisdiction: { en: 'Beijing', 'zh-CN': '北京市' },
  authority: '北京市公安局交通管理局' as string | undefined,
};
const draft = (at: string, change: Partial<ViolationDocument> = {}) =>
  draftDecision(
    'hnd_01hzzzzzzzabcdefghjkmnpqrs',
    aViolation(change),
    texts,
    new Policy(),
    new Date(at),
  );

const given = { violation: aViolation(), code: 'k3x9' };
const decisionIn = (handling: HandlingDocument, language: 'en' | 'zh-CN') =>
  paperIn(handling, given, language);

const handlingWith = (decision: IssuedDecision): HandlingDocument => ({
  ...decided(),
  decision,
});

describe('a penalty decision', () => {
  it('is dated by the Shanghai day', () => {
    expect(draft('2026-03-10T15:59:59.999Z').dueOn).toBe('2026-03-25');
    expect(draft('2026-03-10T16:00:00.000Z').dueOn).toBe('2026-03-26');
    expect(draft('2026-03-10T16:00:00.000Z').decisionNumber).toMatch(/^3301-20260311-/);
  });

  it('§3.decision.number: has a number made of place, day and handling that may stand in an address', () => {
    const { decisionNumber } = draft('2026-03-10T04:00:00.000Z');
    expect(decisionNumber).toBe('3301-20260310-EFGHJKMNPQRS');
    expect(draft('2026-03-10T04:00:00.000Z', { jurisdiction: 'CN' }).decisionNumber).toMatch(
      /^00-20260310-[0-9A-Z]{12}$/,
    );
  });

  it('§3.decision.content: names facts, legal basis and remedies in both languages', () => {
    const decision = draft('2026-03-10T04:00:00.000Z');
    const english = decisionIn(handlingWith(decision), 'en');
    const chinese = decisionIn(handlingWith(decision), 'zh-CN');
    expect(english.facts).toContain('On 2026-03-05 08:21 (Beijing time)');
    expect(english.facts).toContain('Not yielding to pedestrians (code 1357');
    expect(english.legalBasis).toContain('Order No. 163');
    expect(chinese.facts).toContain('未停车让行');
    // Descriptions of the catalogue end in 的 themselves.
    expect(chinese.facts).toMatch(/实施违法行为“[^”]+”（代码1357，/);
    expect(english.legalBasis).not.toMatch(/CN-\d/);
    expect(chinese.remedies).toContain('行政复议');
    expect(english).toMatchObject({ handlingId: 'hnd_1', fineFen: 15_000, points: 3 });
  });
});

describe('the legal basis of a decision', () => {
  const at = '2026-03-10T04:00:00.000Z';

  it('§3.decision.basis §3.decision.fine-of §3.decision.authority: names articles, the jurisdiction whose fine was used in words, and who decides', () => {
    const { legalBasis } = draft(at);
    expect(legalBasis.en).toContain(
      'Road Traffic Safety Law, Art. 47. The fine is the one set for Beijing.',
    );
    expect(legalBasis.en).toContain('Decided by 北京市公安局交通管理局.');
    expect(legalBasis['zh-CN']).toContain('《道路交通安全法》第四十七条。罚款适用北京市标准。');
    expect(legalBasis['zh-CN']).toContain('决定机关：北京市公安局交通管理局。');
  });

  it('§3.decision.authority: given no name was set, says it in general words', () => {
    const { legalBasis } = draftDecision(
      'hnd_1',
      aViolation(),
      { ...texts, authority: undefined },
      new Policy(),
      new Date(at),
    );
    expect(legalBasis.en).toContain('Decided by the traffic administration');
    expect(legalBasis['zh-CN']).toContain('决定机关：公安机关交通管理部门。');
  });
});

describe('whether a decision stands', () => {
  const decision = draft('2026-03-10T04:00:00.000Z');

  it('given nobody has taken it back, then it is in force', () => {
    const shown = decisionIn(handlingWith(decision), 'en');
    expect(shown.status).toBe('in_force');
    expect(shown).not.toHaveProperty('revocation');
  });

  it('§3.decision.names: names the violation, its notice and plate, its driver by account, and the code to check it by', () => {
    expect(decisionIn(handlingWith(decision), 'en')).toMatchObject({
      violationId: 'vio_1',
      noticeNumber: '3301107902100037',
      plateNumber: '浙A8K2M6',
      accountId: 'acc_1',
      code: 'k3x9',
    });
  });

  it('given it was revoked, then it says so, and stays as it was issued', () => {
    const revocation = { at: '2026-04-01T04:00:00.000Z', then: 'reopen', reason: 'x' } as const;
    const handling = { ...handlingWith(decision), stage: 'revoked' as const, revocation };
    const shown = decisionIn(handling, 'en');
    expect(shown).toMatchObject({ status: 'revoked', revocation, fineFen: 15_000, points: 3 });
  });

  it('§3.revocation.reason: given a sanction took it back, then that is said in the language of the reader', () => {
    const reason = { en: 'Sanction case cas_1 is in force.', 'zh-CN': '处罚案件 cas_1 已生效。' };
    const revocation = { at: '2026-04-01T04:00:00.000Z', then: 'reopen', reason } as const;
    const handling = { ...handlingWith(decision), stage: 'revoked' as const, revocation };
    const said = (language: 'en' | 'zh-CN') => decisionIn(handling, language).revocation?.reason;
    expect([said('en'), said('zh-CN')]).toEqual([reason.en, reason['zh-CN']]);
  });

  it('§3.withdrawal.decision: given the acceptance was withdrawn, then it says so and when, and stays as it was issued', () => {
    const at = '2026-03-10T05:00:00.000Z';
    const withdrawing = { ...handlingWith(decision), stage: 'withdrawing' as const };
    expect(decisionIn(withdrawing, 'en').status).toBe('in_force');
    const shown = decisionIn(withdrawHandling(withdrawing, at), 'en');
    expect(shown).toMatchObject({ status: 'withdrawn', withdrawnAt: at, fineFen: 15_000 });
    expect(shown).not.toHaveProperty('revocation');
  });
});
