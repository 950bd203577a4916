import { DOCUMENT_KINDS, Refusal, ROLES, type DocumentKind, type Role } from '@demerit/contracts';
import {
  abandonedWhenUploadedBefore,
  acceptContent,
  acceptKind,
  acceptReadable,
  checkQuota,
  isKeptUnnamed,
  MEDIA_TYPES,
  readAs,
} from './documents.rules';

function codeOf<T>(outcome: T): T | string {
  return outcome instanceof Refusal ? outcome.code : outcome;
}

describe('a document is uploaded', () => {
  it.each(MEDIA_TYPES)('§1.document.kinds: given %s by its content, then it is taken', (type) => {
    expect(acceptContent(5_242_880, ['application/zip', type])).toBe(type);
  });

  it('§1.document.size: given more than 5 MiB, then it is too large, whatever it is', () => {
    expect(codeOf(acceptContent(5_242_881, ['image/png']))).toBe('PAYLOAD_TOO_LARGE');
    expect(codeOf(acceptContent(5_242_881, []))).toBe('PAYLOAD_TOO_LARGE');
  });

  it('§1.document.kinds: given any other content, then it is not', () => {
    expect(codeOf(acceptContent(10, ['image/gif']))).toBe('UNSUPPORTED_MEDIA_TYPE');
    expect(codeOf(acceptContent(0, []))).toBe('UNSUPPORTED_MEDIA_TYPE');
  });
});

describe('the kind of a document', () => {
  it('given one of those there are, then it is taken', () => {
    expect(acceptKind('vehicle_licence')).toBe('vehicle_licence');
  });

  it.each(['selfie', '', undefined])('given %s, then the field is named', (name) => {
    const en =
      'kind must be one of id_card_front, id_card_back, vehicle_licence, evidence, business_licence, authorisation';
    expect(acceptKind(name)).toMatchObject({
      refusal: { code: 'VALIDATION_FAILED', errors: [{ field: 'kind', message: { en } }] },
    });
  });
});

describe('what is kept of an upload', () => {
  it('given nothing that could be read, then it is of no type that is taken', () => {
    const content = Buffer.from('drawn anew');
    expect(acceptReadable(content)).toBe(content);
    expect(codeOf(acceptReadable(undefined))).toBe('UNSUPPORTED_MEDIA_TYPE');
  });
});

describe('what is kept of one person', () => {
  const refused = (documents: number, bytes: number, roles: Role[] = ['citizen']) =>
    checkQuota({ documents, bytes }, 100, roles)?.code;

  it('§1.document.quota: given 200 documents, or 200 MB with the new one, then it is full', () => {
    expect(refused(199, 199_999_900)).toBeUndefined();
    expect(refused(200, 0)).toBe('DOCUMENT_QUOTA_REACHED');
    expect(refused(0, 199_999_901)).toBe('DOCUMENT_QUOTA_REACHED');
  });

  it('§1.document.quota: given staff, whose work it is to upload, then it is never full', () => {
    expect(refused(100_000, 9_000_000_000, ['citizen', 'registrar'])).toBeUndefined();
  });
});

describe('a document that nothing names', () => {
  it('given that staff uploaded it for an import, then it is kept; a citizen’s is not', () => {
    expect(isKeptUnnamed(['citizen'])).toBe(false);
    expect(isKeptUnnamed([])).toBe(false);
    expect(isKeptUnnamed(['citizen', 'registrar'])).toBe(true);
  });

  it('is abandoned after a day', () => {
    const now = new Date('2026-05-02T04:00:00Z');
    expect(abandonedWhenUploadedBefore(now)).toEqual(new Date('2026-05-01T04:00:00Z'));
  });
});

describe('a document is read', () => {
  const readers = (kind: DocumentKind): Role[] =>
    ROLES.filter(
      (role) =>
        codeOf(readAs({ accountId: 'acc_1', kind }, { accountId: 'acc_2', roles: [role] })) ===
        'staff',
    );

  it('§1.document.readers: by its owner', () => {
    const owner = { accountId: 'acc_1', roles: ['reviewer' as const] };
    expect(readAs({ accountId: 'acc_1', kind: 'evidence' }, owner)).toBe('owner');
  });

  it('§1.document.readers: by the staff whose work it is for, and by nobody else', () => {
    expect(readers('id_card_front')).toEqual(['reviewer']);
    expect(readers('id_card_back')).toEqual(['reviewer']);
    expect(readers('vehicle_licence')).toEqual(['reviewer']);
    expect(readers('business_licence')).toEqual(['reviewer']);
    expect(readers('authorisation')).toEqual(['reviewer']);
    expect(readers('evidence')).toEqual(['officer']);
  });

  it('§3.inquiry.evidence: evidence by others too who see its violation, and nothing else', () => {
    const readAsOther = (kind: DocumentKind) =>
      codeOf(readAs({ accountId: 'acc_1', kind }, { accountId: 'acc_2', roles: ['citizen'] }));
    expect(DOCUMENT_KINDS.filter((kind) => readAsOther(kind) === 'viewer')).toEqual(['evidence']);
  });

  it('to others it is as if it were not there', () => {
    const stranger = { accountId: 'acc_2', roles: ['citizen' as const] };
    expect(codeOf(readAs({ accountId: 'acc_1', kind: 'id_card_front' }, stranger))).toBe(
      'DOCUMENT_NOT_FOUND',
    );
    expect(codeOf(readAs(undefined, stranger))).toBe('DOCUMENT_NOT_FOUND');
  });
});
