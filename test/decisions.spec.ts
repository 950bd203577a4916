import type { Decision, Handling } from '@demerit/contracts';
import {
  newCar,
  newDriver,
  newViolationOf,
  ok,
  refused,
  registerViolation,
  staff,
  type Citizen,
} from './support';

jest.setTimeout(60_000);

/** 3 points; Beijing has set a fine of its own for it, Sichuan has not. */
const PHONE = '1223';

async function accepted(driver: Citizen, jurisdiction: string): Promise<Handling> {
  const violation = { ...newViolationOf(await newCar(driver), { code: PHONE }), jurisdiction };
  const violationId = await registerViolation(await staff('registrar'), violation);
  return ok(driver.accept(violationId));
}

function decisionOf(driver: Citizen, { decision }: Handling): Promise<Decision> {
  const path = `/v1/decisions/${decision.decisionNumber}`;
  return ok(driver.api.get<Decision>(path, { headers: { accept: 'application/json' } }));
}

function paperOf(driver: Citizen, { decision }: Handling, language: string): Promise<string> {
  const headers = { accept: 'text/html', 'accept-language': language };
  return ok(driver.api.get<string>(`/v1/decisions/${decision.decisionNumber}`, { headers }));
}

describe('given a decision', () => {
  it('§3.withdrawal.decision: when its acceptance is withdrawn, then it reads so, on paper too, and can be revoked no more', async () => {
    const driver = await newDriver();
    const handling = await accepted(driver, 'CN-33');
    expect(await decisionOf(driver, handling)).toMatchObject({ status: 'in_force' });
    await ok(driver.api.delete(`/v1/handlings/${handling.handlingId}`));

    const withdrawn = await decisionOf(driver, handling);
    expect(withdrawn).toMatchObject({ status: 'withdrawn', fineFen: handling.decision.fineFen });
    expect(withdrawn.withdrawnAt).toBeDefined();
    expect(await paperOf(driver, handling, 'en')).toMatch(/WITHDRAWN on[^]*nothing is owed/);
    expect(await paperOf(driver, handling, 'zh-CN')).toMatch(/撤回[^]*无需缴款/);
    const revocation = { reason: 'x', then: 'reopen' };
    const path = `/v1/decisions/${handling.decision.decisionNumber}/revocation`;
    await refused((await staff('officer')).post(path, revocation), 409, 'REVOCATION_NOT_POSSIBLE');
  });

  it.each([
    ['110105', '北京市', 'Beijing'],
    ['CN-5101', '全国', 'the whole country'],
  ])(
    '§3.decision.basis §3.decision.fine-of: when the violation happened in %s, then its legal basis names the articles, the jurisdiction whose fine was used, and who decides',
    async (jurisdiction, inChinese, inEnglish) => {
      const driver = await newDriver();
      const handling = await accepted(driver, jurisdiction);
      const { legalBasis } = await decisionOf(driver, handling);
      expect(legalBasis).toMatch(/Art\. \d+.*Order No\. 163.*Art\. 11/);
      expect(legalBasis).toContain(`set for ${inEnglish}.`);
      expect(legalBasis).toContain('Decided by ');
      expect(legalBasis).not.toMatch(/CN-\d/);
      const paper = await paperOf(driver, handling, 'zh-CN');
      expect(paper).toContain(`罚款适用${inChinese}标准`);
      expect(paper).toContain('《道路交通安全法》第');
      expect(paper).toContain('决定机关：');
    },
  );
});
