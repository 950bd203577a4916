import { refuse, wording, type Page, type PageQuery } from '@demerit/contracts';

const DEFAULT_LIMIT = 20;

/** What a list's query needs. */
export interface PageRequest {
  limit: number;
  /** Rows to read: one more than the page holds shows whether another follows. */
  rows: number;
  /** The sort key of the last row seen. */
  after: string[] | undefined;
}

/** `parts`: the form of each part of this list's sort key. Throws VALIDATION_FAILED for a cursor that the list never gave. */
export function pageRequest(page: PageQuery, parts: readonly RegExp[]): PageRequest {
  const limit = page.limit ?? DEFAULT_LIMIT;
  const request = { limit, rows: limit + 1 };
  if (page.cursor === undefined) return { ...request, after: undefined };
  const after = Buffer.from(page.cursor, 'base64url').toString().split('|');
  const isOurs =
    after.length === parts.length &&
    parts.every((part, index) => part.test(after[index] ?? '')) &&
    cursorOf(after) === page.cursor;
  if (isOurs) return { ...request, after };
  throw refuse('VALIDATION_FAILED', {
    errors: [{ field: 'cursor', message: wording('form.cursor') }],
  });
}

/** `rows`: as many as the request asked for, or fewer where the list ends. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  { limit }: PageRequest,
  sortKey: (row: Row) => readonly string[],
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return { items: shown.map(item), nextCursor: isMore ? cursorOf(sortKey(last)) : null };
}

function cursorOf(sortKey: readonly string[]): string {
  return Buffer.from(sortKey.join('|')).toString('base64url');
}
