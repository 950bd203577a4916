import { declarationOf, type OfCollection } from './check';

/** How the documents of a collection that bear names of earlier versions get those of now. */
export interface Rename {
  /** Names that no document has any more afterwards. */
  gone: string[];
  filter: object;
  /** At once in each document, so that a name may pass to another field, and nothing is left half done. */
  pipeline: object[];
}

/** Nothing where no field was ever called otherwise. */
export function renameOf(of: OfCollection): Rename | undefined {
  const { document, earlierNames } = declarationOf(of);
  const names = Object.entries(earlierNames);
  if (names.length === 0) return undefined;
  const gone = names.map(([name]) => name).filter((name) => !(name in document.properties));
  return {
    gone,
    filter: Object.fromEntries(gone.map((name) => [name, { $exists: true }])),
    pipeline: [
      { $set: Object.fromEntries(names.map(([name, now]) => [now, `$${name}`])) },
      { $unset: gone },
    ],
  };
}
