/**
 * The etag of what is answered, for the header `ETag`: it stands in the body of each single item that staff decides on, where lists have it too.
 * rules.md §10.answers.etag.
 */
export function etagIn(method: string, answer: unknown): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const { etag } = (answer ?? {}) as { etag?: unknown };
  return typeof etag === 'string' ? etag : undefined;
}
