import type { Decision, DecisionCheck } from '@demerit/contracts';
import { decisionCheckPage, decisionPage } from './decision-page';

const decision: Decision = {
  decisionNumber: 'D-1',
  handlingId: 'hdl_1',
  violationId: 'vio_1',
  noticeNumber: '3301107902100037',
  plateNumber: '浙A8K2M6',
  name: '张三',
  code: 'k3x9',
  status: 'in_force',
  fineFen: 20_005,
  points: 3,
  dueOn: '2026-03-16',
  facts: '<script>alert(1)</script> & "more"',
  legalBasis: '道路交通安全法第九十条',
  decidedAt: '2026-03-01T16:30:00.000Z',
  remedies: "60 days; the driver's right",
};

describe('a printed decision', () => {
  it('§3.decision.content §6.paper.decision: shows number, facts, basis, money in yuan, points, due date, remedies and times of Shanghai', () => {
    const page = decisionPage(decision, 'en');
    for (const shown of ['D-1', '¥200.05', '<dd>3</dd>', '2026-03-16', '第九十条', '60 days']) {
      expect(page).toContain(shown);
    }
    expect(page).toContain('2026-03-02 00:30');
    expect(page).toContain('@media print');
  });

  it('§3.decision.names: names the person, the plate and the notice, and how to check it', () => {
    const page = decisionPage(decision, 'en');
    expect(page).toMatch(
      /Person<[^]*张三[^]*浙A8K2M6[^]*3301107902100037[^]*k3x9[^]*\/v1\/checks\/decisions\/D-1\?code=k3x9/,
    );
    const { name: _none, ...nameless } = decision;
    expect(decisionPage(nameless, 'en')).not.toContain('Person<');
  });

  it('§3.decision.check: is said to be genuine with what it decided and the name masked, or not genuine with nothing', () => {
    const check: DecisionCheck = {
      genuine: true,
      decisionNumber: 'D-1',
      status: 'revoked',
      decidedAt: decision.decidedAt,
      fineFen: 20_005,
      points: 0,
      plateNumber: '浙A8K2M6',
      nameMasked: '张*',
    };
    const page = decisionCheckPage(check, 'en');
    expect(page).toMatch(
      /is genuine[^]*D-1[^]*revoked[^]*张\*[^]*浙A8K2M6[^]*00:30[^]*¥200\.05[^]*<dd>0</,
    );
    const { nameMasked: _none, ...nameless } = check;
    expect(decisionCheckPage(nameless, 'en')).not.toContain('Person');
    const forged = decisionCheckPage({ genuine: false }, 'zh-CN');
    expect(forged).toContain('没有与此编号和校验码相符的决定书');
    expect(forged).not.toContain('¥');
    for (const status of ['in_force', 'revoked', 'withdrawn'] as const)
      expect(decisionCheckPage({ ...check, status }, 'zh-CN')).not.toContain('<dd></dd>');
  });

  it('is in the language of its reader, and says so', () => {
    expect(decisionPage(decision, 'en')).toMatch(/<html lang="en">[^]*Penalty decision/);
    expect(decisionPage(decision, 'en')).not.toContain('处罚决定书');
    expect(decisionPage(decision, 'zh-CN')).toMatch(/<html lang="zh-CN">[^]*交通违法处罚决定书/);
  });

  it('of no fine asks for no payment', () => {
    expect(decisionPage({ ...decision, fineFen: 0 }, 'en')).not.toContain('2026-03-16');
  });

  it('runs nothing that somebody wrote into it', () => {
    const revocation = { at: decision.decidedAt, then: 'reopen' as const, reason: '<img src=x>' };
    const page = decisionPage({ ...decision, status: 'revoked', revocation }, 'zh-CN');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;');
    expect(page).toContain('the driver&#39;s right');
    expect(page).toContain('&lt;img src=x&gt;');
    expect(page).not.toMatch(/<script|<img/);
  });

  it('shows first that it was revoked, why, and what became of the violation', () => {
    const revocation = { at: '2026-04-01T02:00:00.000Z', reason: '认定事实有误' };
    const shown = (then: 'reopen' | 'eliminate', language: 'en' | 'zh-CN') =>
      decisionPage(
        { ...decision, status: 'revoked', revocation: { ...revocation, then } },
        language,
      );
    expect(shown('reopen', 'en')).toMatch(
      /REVOKED[^]*2026-04-01 10:00[^]*open again[^]*认定事实有误[^]*Facts/,
    );
    expect(shown('eliminate', 'zh-CN')).toMatch(/已撤销[^]*已消除/);
    expect(decisionPage(decision, 'en')).not.toContain('REVOKED');
  });

  it('§3.revocation.not-undone: says in words what the revocation could not undo, each kind once', () => {
    const revocation = {
      at: '2026-04-01T02:00:00.000Z',
      then: 'reopen' as const,
      reason: '认定事实有误',
      notUndone: [
        'education_done:edu_1',
        'counted_in_education:edu_2',
        'counted_in_education:edu_3',
      ],
    };
    const revoked = { ...decision, status: 'revoked' as const, revocation };
    const english = decisionPage(revoked, 'en');
    expect(english).toMatch(/Not undone[^]*was done for points[^]*longer because of[^]*Facts/);
    expect(english.match(/longer because of/g)).toHaveLength(1);
    expect(english).not.toContain('edu_1');
    expect(decisionPage(revoked, 'zh-CN')).toMatch(/无法恢复[^]*参加满分学习[^]*延长满分学习/);
  });

  it('§3.withdrawal.decision: shows first that the acceptance was withdrawn, when, and what follows', () => {
    const withdrawn = {
      ...decision,
      status: 'withdrawn' as const,
      withdrawnAt: '2026-03-02T02:00:00.000Z',
    };
    expect(decisionPage(withdrawn, 'en')).toMatch(
      /WITHDRAWN[^]*2026-03-02 10:00[^]*nothing is owed[^]*Facts/,
    );
    expect(decisionPage(withdrawn, 'zh-CN')).toMatch(/撤回[^]*2026-03-02 10:00[^]*不记分/);
    expect(decisionPage(decision, 'en')).not.toContain('WITHDRAWN');
  });
});
