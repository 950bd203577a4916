import type { Operation } from './operations';

/** Headers that routes share, as the document says them. rules.md §10.document. */

type Parameter = NonNullable<Operation['parameters']>[number];
type Answer = Exclude<NonNullable<Operation['responses'][string]>, { $ref: string }>;

const WHOLE_SECONDS = { type: 'integer', minimum: 1 } as const;
const LATER = new Set([429, 503]);

/** Whoever may try again is told when. */
export function refusalHeaders(status: number): Pick<Answer, 'headers'> {
  if (!LATER.has(status)) return {};
  const description = 'Seconds to wait before the request is sent again';
  return { headers: { 'Retry-After': { description, schema: WHOLE_SECONDS } } };
}

/** Sent with any request: in which language the words of the answer are. */
export const ACCEPT_LANGUAGE: Parameter = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description: 'The language of every sentence in the answer; English where neither is asked for',
  schema: { type: 'string', enum: ['en', 'zh-CN'] },
};

/** What the single items that staff decides on are answered with. */
export const ETAG: NonNullable<Answer['headers']> = {
  ETag: {
    description: 'The etag that stands in the body, for `If-Match` of the next step',
    schema: { type: 'string' },
  },
};
