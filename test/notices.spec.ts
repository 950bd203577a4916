import type { RegistryViolation, Violation } from '@demerit/contracts';
import {
  domainNow,
  newCar,
  newCarOf,
  newcomer,
  newDriver,
  newViolationOf,
  ok,
  refused,
  staff,
  type Answer,
  type Api,
} from './support';
import { importAll } from './support/imports';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;

let registrar: Api;

beforeAll(async () => {
  registrar = await staff('registrar');
});

function notice(change: Partial<RegistryViolation> = {}): RegistryViolation {
  return { ...newViolationOf(newCarOf(newcomer())), ...change };
}

function entering(body: RegistryViolation): Promise<Answer<{ violationId: string }>> {
  return registrar.post('/v1/registry/violations', body);
}

describe('given a notice of the police', () => {
  it('§3.violation.time §8.dates.facts: when it lies in the future or before 2000, then it is refused; a moment ago it is taken', async () => {
    const at = (ms: number) => notice({ occurredAt: new Date(ms).toISOString() });
    const now = (await domainNow()).getTime();
    const later = await refused(entering(at(now + HOUR_MS)), 422, 'DATE_OUT_OF_RANGE');
    expect(later).toMatchObject({ reason: 'occurredAt' });
    expect(later.detail).toMatch(/between 2000-01-01 and/);
    const ancient = notice({ occurredAt: '1999-12-31T23:59:59+08:00' });
    await refused(entering(ancient), 422, 'DATE_OUT_OF_RANGE');
    await ok(entering(at(now)));
    expect(await importAll('violations', [at(now), at(now + HOUR_MS), ancient])).toMatchObject({
      accepted: 1,
      rejected: [
        { line: 2, code: 'DATE_OUT_OF_RANGE' },
        { line: 3, code: 'DATE_OUT_OF_RANGE' },
      ],
    });
  });

  it.each(['2025-02-29T08:00:00+08:00', '2025-04-31T08:00:00+08:00', '2025-03-01T24:00:00+08:00'])(
    '§8.dates.exist: when it happened at %s, which does not exist, then it is malformed',
    async (occurredAt) => {
      const malformed = await refused(entering(notice({ occurredAt })), 400, 'VALIDATION_FAILED');
      expect(malformed.errors).toMatchObject([{ field: 'occurredAt' }]);
      expect(await importAll('violations', [notice({ occurredAt })])).toMatchObject({
        rejected: [{ line: 1, code: 'VALIDATION_FAILED' }],
      });
    },
  );

  it('§8.dates.exist: when the place in a list is a moment that does not exist, then there is no such place', async () => {
    const cursor = Buffer.from('2026-13-99T08:00:00.000Z|vio_1').toString('base64url');
    const owner = await newDriver();
    await refused(owner.api.get(`/v1/violations?cursor=${cursor}`), 400, 'VALIDATION_FAILED');
  });

  it('§3.violation.evidence: when its evidence is no document, or no evidence, then it is refused; when somebody uploaded it, it is shown', async () => {
    const owner = await newDriver();
    const card = await owner.upload('id_card_front');
    const picture = await owner.upload('evidence');
    const body = newViolationOf(await newCar(owner));
    for (const evidence of [['doc_nope'], [card], [picture, 'doc_nope']]) {
      await refused(entering({ ...body, evidence }), 422, 'DOCUMENTS_REQUIRED');
    }
    const lines = [
      notice({ evidence: ['doc_nope'] }),
      notice({ evidence: [picture] }),
      notice({ evidence: [card] }),
      notice(),
    ];
    expect(await importAll('violations', lines)).toMatchObject({
      accepted: 2,
      rejected: [
        { line: 1, code: 'DOCUMENTS_REQUIRED' },
        { line: 3, code: 'DOCUMENTS_REQUIRED' },
      ],
    });
    const { violationId } = await ok(entering({ ...body, evidence: [picture] }));
    const seen = await ok(owner.api.get<Violation>(`/v1/violations/${violationId}`));
    expect(seen.evidenceIds).toEqual([picture]);
  });

  it.each(['CN', 'CN-11', '110000', '1101', '330106', 'CN-330106', 'CN-3301'])(
    '§3.violation.jurisdiction: when it is of %s, then it is taken',
    async (jurisdiction) => {
      await ok(entering(notice({ jurisdiction })));
    },
  );

  it.each(['CN-123', '99', '12345', 'cn', 'CN-'])(
    '§3.violation.jurisdiction: when it is of %s, then it is malformed',
    async (jurisdiction) => {
      await refused(entering(notice({ jurisdiction })), 400, 'VALIDATION_FAILED');
    },
  );

  it('§3.violation.jurisdiction: when it comes again with the same place in another form, then it is the same', async () => {
    const body = notice({ jurisdiction: '330100' });
    const first = await ok(entering(body));
    expect(await ok(entering({ ...body, jurisdiction: 'CN-3301' }))).toEqual(first);
    await refused(entering({ ...body, jurisdiction: 'CN-33' }), 422, 'NOTICE_NUMBER_REUSED');
  });
});
