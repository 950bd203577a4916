import { licenceNotValid } from './licence.rules';

describe('what ends a hold', () => {
  it.each([
    ['detained', '/v1/me/points', '满分教育'],
    ['suspended', '/v1/me.', '自动解除'],
    ['revoked', '/v1/me/licence', '禁止期满'],
    ['cancelled', 'licensing authority', '发证机关'],
    ['expired', 'Renew', '换证'],
  ] as const)(
    '§3.next-step.possible: of a licence that is %s is told where it stands',
    (kind, where, inChinese) => {
      expect(licenceNotValid([{ kind }]).refusal.nextStep).toEqual({
        en: expect.stringContaining(where) as unknown,
        'zh-CN': expect.stringContaining(inChinese) as unknown,
      });
    },
  );

  it('§3.guard-1.licence: is told with its day where every hold ends by itself: of a ban on a new one it does not', () => {
    const until = '2026-09-01T00:00:00.000Z';
    expect(licenceNotValid([{ kind: 'suspended', until }]).refusal.availableFrom).toBe(until);
    const revoked = licenceNotValid([{ kind: 'revoked', until }]).refusal;
    expect(revoked).not.toHaveProperty('availableFrom');
  });

  it('is told of each kind once', () => {
    const kinds = ['detained', 'detained', 'suspended'] as const;
    const refused = licenceNotValid(kinds.map((kind) => ({ kind })));
    expect(refused.refusal.nextStep).toEqual({
      en: 'Do the full-score education at /v1/me/points, and pay the fines under /v1/orders. The suspension ends by itself, at the time told at /v1/me.',
      'zh-CN':
        '请完成 /v1/me/points 中的满分教育，并在 /v1/orders 缴清罚款。暂扣到期自动解除，时间见 /v1/me。',
    });
  });
});
