import { Attachments } from './attachments';

/** A list of bindings that ended, of which the papers of `barred` barred their applicant. */
function given(ids: string[], barred: string[] = []) {
  const removed: string[] = [];
  const asked: { before: string; after: string | undefined }[] = [];
  const bindings = {
    withAttachments: (
      before: Date,
      { after, rows }: { after: string | undefined; rows: number },
    ) => {
      asked.push({ before: before.toISOString().slice(0, 10), after });
      const from = after === undefined ? 0 : ids.indexOf(after) + 1;
      const page = ids.slice(from, from + rows);
      return Promise.resolve(page.map((_id) => ({ _id, accountId: `acc_${_id}` })));
    },
    removeAttachments: (some: string[]) => {
      removed.push(...some);
      return Promise.resolve(some.length);
    },
    documentsOf: () => Promise.resolve(['doc_1', 'doc_9']),
  };
  const use = { barringAmong: () => Promise.resolve(new Set(barred)) };
  return { attachments: new Attachments(bindings as never, use as never), removed, asked };
}

const now = new Date('2028-06-29T04:00:00Z');

describe('the papers of a binding', () => {
  it('§1.retention.kinds: go 180 days after its end', async () => {
    const { attachments, removed, asked } = given(['bnd_1', 'bnd_2']);
    expect(await attachments.end(now)).toEqual({ ended: 2, more: false });
    expect(asked).toEqual([{ before: '2028-01-01', after: undefined }]);
    expect(removed).toEqual(['bnd_1', 'bnd_2']);
  });

  it('§1.retention.kinds: stay while they are why somebody is barred, and keep no others waiting', async () => {
    const ids = Array.from({ length: 501 }, (_, n) => `bnd_${n}`);
    const { attachments, removed, asked } = given(ids, ids.slice(0, 500));
    expect(await attachments.end(now)).toEqual({ ended: 0, more: true });
    expect(await attachments.end(now)).toEqual({ ended: 1, more: false });
    expect(removed).toEqual(['bnd_500']);
    await attachments.end(now);
    expect(asked.map(({ after }) => after)).toEqual([undefined, 'bnd_499', undefined]);
  });

  it('§1.retention.documents: are named as long as they stay', async () => {
    const { attachments } = given([]);
    const documentIds = ['doc_1', 'doc_2'];
    const { documentIds: named } = await attachments.named({ documentIds, accountIds: ['acc_1'] });
    expect(named).toEqual(['doc_1']);
  });
});
