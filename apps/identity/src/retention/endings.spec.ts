import { endings } from './endings';

describe('what identity keeps for a time only', () => {
  it('§1.retention.kinds: notifications for two years, what was rejected for half a year', async () => {
    const asked: string[] = [];
    const store = (name: string) => ({
      endBefore: (before: Date) => {
        asked.push(`${name} ${before.toISOString().slice(0, 10)}`);
        return Promise.resolve({ ended: 0, more: false });
      },
    });
    const documents = { end: () => Promise.resolve({ ended: 0, more: false }) };
    const kinds = endings({
      notifications: store('notifications'),
      verifications: store('identities'),
      organisations: store('organisations'),
      documents,
    });
    for (const { end } of kinds) await end(new Date('2028-06-29T04:00:00Z'));
    expect(asked).toEqual([
      'notifications 2026-06-30',
      'identities 2028-01-01',
      'organisations 2028-01-01',
    ]);
    expect(kinds.map(({ kind }) => kind).at(-1)).toBe('documents');
  });
});
