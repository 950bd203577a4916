import { UnneededDocuments } from './unneeded-documents';

const now = new Date('2028-06-29T04:00:00Z');
const row = (_id: string) => ({ _id, accountId: `acc_${_id}`, fileId: `file_${_id}` });

/** Documents that are due for a look, each named by whichever service; `away`: one that does not answer. */
function given({
  once = [] as string[],
  twice = [] as string[],
  named = {} as Record<string, string[]>,
  away = '',
}) {
  const done: string[] = [];
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const documents = {
    unneededSince: (before: Date) => {
      done.push(`twice before ${day(before)}`);
      return Promise.resolve(twice.map(row));
    },
    toLookAt: (of: { madeBefore: Date; lookedAtBefore: Date }) => {
      done.push(`once made before ${day(of.madeBefore)}, looked at ${day(of.lookedAtBefore)}`);
      return Promise.resolve(once.map(row));
    },
    noteLook: (rows: { _id: string }[], needed: Set<string>) => {
      for (const { _id } of rows) done.push(`${_id} ${needed.has(_id) ? 'stays' : 'is unneeded'}`);
      return Promise.resolve();
    },
    deleteUnneeded: ({ _id }: { _id: string }) => {
      done.push(`${_id} deleted`);
      return Promise.resolve(true);
    },
  };
  const files = {
    delete: (fileId: string) => {
      done.push(`${fileId} deleted`);
      return Promise.resolve();
    },
  };
  const here = (name: string) => ({ documentsOf: () => Promise.resolve(named[name] ?? []) });
  const client = {
    ask: (type: string) =>
      type === away
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ documentIds: named[type] ?? [] }),
  };
  const look = new UnneededDocuments(
    documents as never,
    files as never,
    here('verifications') as never,
    here('organisations') as never,
    client as never,
  );
  return { done, end: () => look.end(now) };
}

const NAMING = [
  'verifications',
  'organisations',
  'vehicles.documents-named',
  'violations.documents-named',
  'ledger.documents-named',
];

describe('a document that was named once', () => {
  it('§1.retention.documents: is looked at from its 181st day on, every week', async () => {
    const { done, end } = given({});
    expect(await end()).toEqual({ ended: 0, more: false });
    expect(done).toEqual([
      'twice before 2028-06-28',
      'once made before 2028-01-01, looked at 2028-06-22',
    ]);
  });

  it.each(NAMING)('§1.retention.documents: stays while it is named by %s', async (who) => {
    const once = given({ once: ['doc_1', 'doc_2'], named: { [who]: ['doc_1'] } });
    expect(await once.end()).toEqual({ ended: 0, more: true });
    expect(once.done.slice(2)).toEqual(['doc_1 stays', 'doc_2 is unneeded']);
    const twice = given({ twice: ['doc_1', 'doc_2'], named: { [who]: ['doc_1'] } });
    expect(await twice.end()).toEqual({ ended: 1, more: true });
    expect(twice.done.slice(1)).toEqual(['doc_1 stays', 'doc_2 deleted', 'file_doc_2 deleted']);
  });

  it.each(NAMING.slice(2))(
    '§1.retention.documents: stays where no answer comes to %s',
    async (away) => {
      const { done, end } = given({ twice: ['doc_1'], away });
      await expect(end()).rejects.toThrow('away');
      expect(done).toEqual(['twice before 2028-06-28']);
    },
  );
});
