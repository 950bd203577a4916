import type { Dispute, Page } from '@demerit/contracts';
import { newDriver, newViolation, ok, refused, type Car, type Citizen } from './support';
import { answering, disputeItem, disputing } from './support/disputes';
import { companyCar, delegate, newOrganisationCode } from './support/organisations';

jest.setTimeout(60_000);

let first: Citizen;
let second: Citizen;
let secondId: string;
let car: Car;

beforeAll(async () => {
  const organisationCode = newOrganisationCode();
  [first, second, car] = await Promise.all([
    newDriver(),
    newDriver(),
    companyCar(organisationCode),
  ]);
  await delegate(first, organisationCode);
  secondId = await delegate(second, organisationCode);
});

const pathOf = ({ disputeId }: Pick<Dispute, 'disputeId'>): string => `/v1/disputes/${disputeId}`;

async function idsOf({ api }: Citizen): Promise<string[]> {
  const { items } = await ok(api.get<Page<Dispute>>('/v1/disputes?limit=100'));
  return items.map(({ disputeId }) => disputeId);
}

describe('given the car of an organisation for which two act', () => {
  it('§3.dispute.once: when one of them has disputed for it, then the other does not dispute it again', async () => {
    const violationId = await newViolation(car);
    const { disputeId } = await ok(disputing(first, violationId));
    await ok(answering(await disputeItem(disputeId), 'uphold'));
    await refused(disputing(first, violationId), 409, 'DISPUTE_ALREADY_MADE');
    const { title } = await refused(disputing(second, violationId), 409, 'DISPUTE_ALREADY_MADE');
    expect(title).toMatch(/^The organisation for which you act/);
    const { methods } = await second.handlingOptions(violationId);
    expect(methods.find(({ method }) => method === 'dispute')).toMatchObject({
      available: false,
      code: 'DISPUTE_ALREADY_MADE',
    });
  });

  it('§3.dispute.organisation: when whoever disputed acts for it no longer, then it is gone for them, and the other sees it and takes it back', async () => {
    const violationId = await newViolation(car);
    const dispute = await ok(disputing(second, violationId));
    expect(await idsOf(second)).toContain(dispute.disputeId);
    await ok(second.api.get(pathOf(dispute)));
    expect((await second.api.delete(`/v1/me/organisations/${secondId}`)).status).toBe(204);

    await refused(second.api.get(pathOf(dispute)), 404, 'DISPUTE_NOT_FOUND');
    await refused(second.api.delete(pathOf(dispute)), 404, 'DISPUTE_NOT_FOUND');
    expect(await idsOf(second)).not.toContain(dispute.disputeId);
    expect(await ok(first.api.get<Dispute>(pathOf(dispute)))).toMatchObject({ status: 'open' });
    expect(await idsOf(first)).toContain(dispute.disputeId);
    expect((await first.api.delete(pathOf(dispute))).status).toBe(204);
    expect((await first.api.delete(pathOf(dispute))).status).toBe(204);
    expect(await ok(first.api.get<Dispute>(pathOf(dispute)))).toMatchObject({
      status: 'withdrawn',
    });
    await refused(disputing(first, violationId), 409, 'DISPUTE_ALREADY_MADE');
  });
});
