import {
  DOCUMENT_KINDS,
  refuse,
  wording,
  type DocumentKind,
  type Refusal,
  type Role,
} from '@demerit/contracts';

/** Documents: what is taken, and who may read it. rules.md §1. */

export const MAX_DOCUMENT_BYTES = 5 * 1024 * 1024;
export const MEDIA_TYPES = ['image/jpeg', 'image/png', 'application/pdf'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** What is kept of one person, unless they are staff, whose work it is to upload. */
const MOST_DOCUMENTS = 200;
const MOST_BYTES_A_PERSON = 200_000_000;

/** An upload that nothing named after so long was abandoned. Real clock: people wait for days in a test within seconds. */
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** Which staff read the documents of others, by what they are for. */
const READERS: Record<DocumentKind, Role> = {
  id_card_front: 'reviewer',
  id_card_back: 'reviewer',
  vehicle_licence: 'reviewer',
  evidence: 'officer',
  business_licence: 'reviewer',
  authorisation: 'reviewer',
};

export function acceptKind(name: string | undefined): DocumentKind | Refusal {
  const kind = DOCUMENT_KINDS.find((one) => one === name);
  if (kind) return kind;
  const message = wording('form.kind', { kinds: DOCUMENT_KINDS });
  return refuse('VALIDATION_FAILED', { errors: [{ field: 'kind', message }] });
}

/** `detected`: the types that the content itself may be of; the name and the type a client claims count for nothing. */
export function acceptContent(size: number, detected: readonly string[]): MediaType | Refusal {
  if (size > MAX_DOCUMENT_BYTES) return refuse('PAYLOAD_TOO_LARGE');
  return MEDIA_TYPES.find((type) => detected.includes(type)) ?? refuse('UNSUPPORTED_MEDIA_TYPE');
}

/** `content`: what there is to keep of the upload; undefined when it is not wholly of its type. */
export function acceptReadable(content: Buffer | undefined): Buffer | Refusal {
  return content ?? refuse('UNSUPPORTED_MEDIA_TYPE', { detail: wording('documents.unreadable') });
}

/** `stored`: how many documents of the uploader there are, and of how many bytes. */
export function checkQuota(
  stored: { documents: number; bytes: number },
  size: number,
  uploaderRoles: readonly Role[],
): Refusal | undefined {
  if (isKeptUnnamed(uploaderRoles)) return undefined;
  const isRoom = stored.documents < MOST_DOCUMENTS && stored.bytes + size <= MOST_BYTES_A_PERSON;
  return isRoom ? undefined : refuse('DOCUMENT_QUOTA_REACHED');
}

/**
 * Reading as staff is an act that leaves an audit row; reading one's own is not. Evidence that is nobody's business so far may belong to a
 * violation that the reader sees (rules.md §3.inquiry): `viewer` of it, if violations says so.
 */
export function readAs(
  document: { accountId: string; kind: DocumentKind } | undefined,
  reader: { accountId: string; roles: readonly Role[] },
): 'owner' | 'staff' | 'viewer' | Refusal {
  if (document?.accountId === reader.accountId) return 'owner';
  if (document && reader.roles.includes(READERS[document.kind])) return 'staff';
  if (document?.kind === 'evidence') return 'viewer';
  return refuse('DOCUMENT_NOT_FOUND');
}

/** What staff upload is kept: an import from a register may name it at any time. */
export function isKeptUnnamed(uploaderRoles: readonly Role[]): boolean {
  return uploaderRoles.some((role) => role !== 'citizen');
}

/** What nothing named and was uploaded before this moment is abandoned. */
export function abandonedWhenUploadedBefore(now: Date): Date {
  return new Date(now.getTime() - ABANDONED_AFTER_MS);
}
