import { DenyList } from './deny-list';

const NOW = Date.parse('2026-05-01T04:00:00Z');
const SOON = '2026-05-01T04:20:00.000Z';
const shown = { accountId: 'acc_1', sessionId: 'ses_1', version: 3 };

describe('the list of what is denied', () => {
  it('§1.token.denied: given a session, then its tokens are refused, and no others', () => {
    const list = new DenyList();
    expect(list.denies(shown)).toBe(false);
    list.add({ id: 'ses_1', endsAt: SOON }, NOW);
    expect(list.denies(shown)).toBe(true);
    expect(list.denies({ ...shown, version: 1_000 })).toBe(true);
    expect(list.denies({ ...shown, sessionId: 'ses_2' })).toBe(false);
  });

  it('§1.role.at-once: given a version of an account, then tokens of earlier ones are refused, whichever denial came first', () => {
    const list = new DenyList();
    for (const before of [3, 2]) list.add({ id: 'acc_1', before, endsAt: SOON }, NOW);
    expect(list.denies({ ...shown, version: 2 })).toBe(true);
    expect(list.denies({ ...shown, version: 3 })).toBe(false);
    list.add({ id: 'acc_1', before: 4, endsAt: SOON }, NOW);
    expect(list.denies({ ...shown, version: 3 })).toBe(true);
    expect(list.denies({ ...shown, accountId: 'acc_2' })).toBe(false);
  });

  it('tells whoever watches one of theirs, at once when it is denied already, and nobody who has gone', () => {
    const list = new DenyList();
    const notified: string[] = [];
    const watch = (name: string, of = shown) => list.watch(of, () => notified.push(name));
    watch('session');
    watch('account', { ...shown, sessionId: 'ses_2' });
    watch('newer', { ...shown, sessionId: 'ses_2', version: 4 });
    watch('gone')();
    watch('other', { ...shown, accountId: 'acc_2', sessionId: 'ses_3' });
    list.add({ id: 'ses_1', endsAt: SOON }, NOW);
    expect(notified).toEqual(['session']);
    watch('late');
    expect(notified).toEqual(['session', 'late']);
    notified.length = 0;
    list.add({ id: 'acc_1', before: 4, endsAt: SOON }, NOW);
    expect(notified).toEqual(['session', 'account', 'late']);
  });

  it('lets one go who is notified, while it tells the others', () => {
    const list = new DenyList();
    let ends = 0;
    const leave = list.watch(shown, () => {
      ends += 1;
      leave();
    });
    const stay = list.watch(shown, () => (ends += 10));
    list.add({ id: 'ses_1', endsAt: SOON }, NOW);
    list.add({ id: 'ses_1', endsAt: SOON }, NOW);
    expect(ends).toBe(21);
    stay();
    stay();
    list.add({ id: 'acc_1', before: 9, endsAt: SOON }, NOW);
    expect(ends).toBe(21);
  });

  it('forgets those that have ended, now and then, and the later end counts', () => {
    const list = new DenyList();
    list.add({ id: 'ses_1', endsAt: SOON }, NOW);
    list.add({ id: 'ses_2', endsAt: '2026-05-01T04:00:59.000Z' }, NOW);
    list.add({ id: 'ses_3', endsAt: SOON }, NOW);
    list.add({ id: 'ses_3', endsAt: '2026-05-01T04:00:01.000Z' }, NOW);
    list.add({ id: 'ses_4', endsAt: '2026-05-01T04:01:00.000Z' }, NOW + 59_999);
    expect(list.size).toBe(4);
    list.add({ id: 'ses_5', endsAt: SOON }, NOW + 60_000);
    expect(list.size).toBe(3);
    list.add({ id: 'ses_5', endsAt: SOON }, NOW + 119_999);
    expect(list.size).toBe(3);
    const after = Date.parse(SOON);
    list.add({ id: 'ses_6', endsAt: SOON }, after - 60_000);
    list.add({ id: 'ses_7', endsAt: '2026-05-01T04:40:00.000Z' }, after);
    expect(list.size).toBe(1);
  });
});
