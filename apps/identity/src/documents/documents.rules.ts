import { refuse, type DocumentKind, type Refusal, type Role } from '@demerit/contracts';

/** Documents: what is taken, and who may read it. rules.md §1. */

export const MAX_DOCUMENT_BYTES = 5 * 1024 * 1024;
export const MEDIA_TYPES = ['image/jpeg', 'image/png', 'application/pdf'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Which staff read the documents of others, by what they are for. */
const READERS: Record<DocumentKind, Role> = {
  id_card_front: 'reviewer',
  id_card_back: 'reviewer',
  vehicle_licence: 'reviewer',
  evidence: 'officer',
};

/** `detected`: the types that the content itself may be of; the name and the type a client claims count for nothing. */
export function acceptContent(size: number, detected: readonly string[]): MediaType | Refusal {
  if (size > MAX_DOCUMENT_BYTES) return refuse('PAYLOAD_TOO_LARGE');
  return MEDIA_TYPES.find((type) => detected.includes(type)) ?? refuse('UNSUPPORTED_MEDIA_TYPE');
}

/** Reading as staff is an act that leaves an audit row; reading one's own is not. */
export function readAs(
  document: { accountId: string; kind: DocumentKind } | undefined,
  reader: { accountId: string; roles: readonly Role[] },
): 'owner' | 'staff' | Refusal {
  if (document?.accountId === reader.accountId) return 'owner';
  if (document && reader.roles.includes(READERS[document.kind])) return 'staff';
  return refuse('DOCUMENT_NOT_FOUND');
}
