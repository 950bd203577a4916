import { ownCase, Refusal, type RegistryCertificate } from '@demerit/contracts';
import { NOW } from '../../test/given';
import { REGISTERED } from '../../test/given-opening';
import {
  concernedByCertificate,
  enterCertificate,
  registration,
  type EntryFacts,
} from './certificates.rules';

const STORED = {
  _id: 'Z-1',
  kind: 'on_site',
  licenceId: 'lic_zhang',
  completedOn: '2025-10-01',
  version: 3,
} as const;

function entering(
  change: Partial<RegistryCertificate> = {},
  facts: Partial<EntryFacts> = {},
): ReturnType<typeof enterCertificate> {
  const body: RegistryCertificate = {
    certificate: ' Z-1 ',
    kind: 'on_site',
    licenceNumber: '330102199001011234',
    completedOn: '2025-10-01',
    ...change,
  };
  const base = { before: undefined, isUsed: false, licenceId: 'lic_zhang', now: NOW };
  return enterCertificate(body, { ...base, ...facts });
}

function codeOf(outcome: ReturnType<typeof entering>): string {
  return outcome instanceof Refusal ? outcome.code : 'entered';
}

describe('a certificate that a registrar enters', () => {
  it('§4.certificate.entry: stands in the register under its number, for the licence whose number it names', () => {
    expect(entering()).toEqual({ ...STORED, version: 0 });
  });

  it.each([' z-1', 'Z- 1\t', 'ｚ-１', 'z\u00a0-1 '])(
    '§4.certificate.entry: is the same one written %j',
    (certificate) => {
      expect(entering({ certificate })).toEqual({ ...STORED, version: 0 });
      expect(entering({ certificate }, { before: STORED, isUsed: true })).toBe(STORED);
    },
  );

  it('§4.certificate.entry: is another one with other signs', () => {
    expect(entering({ certificate: 'Z1' })).toMatchObject({ _id: 'Z1' });
  });

  it('§4.certificate.days: says a study of today or of any day before, in whichever cycle', () => {
    expect(codeOf(entering({ completedOn: '2025-10-10' }))).toBe('entered');
    expect(codeOf(entering({ completedOn: '2019-03-01' }))).toBe('entered');
    expect(codeOf(entering({ completedOn: '2025-10-11' }))).toBe('DATE_OUT_OF_RANGE');
    const lateInShanghai = new Date('2025-10-10T16:00:00.000Z');
    expect(codeOf(entering({ completedOn: '2025-10-11' }, { now: lateInShanghai }))).toBe(
      'entered',
    );
  });

  it('§4.certificate.licence: is of a registered licence', () => {
    const outcome = entering({}, { licenceId: undefined });
    expect(codeOf(outcome)).toBe('LICENCE_NOT_MATCHED');
    expect((outcome as Refusal).refusal).toMatchObject({
      reason: 'licenceNumber',
      title: { en: 'The register has no such licence' },
    });
    expect(codeOf(entering({}, { before: STORED, licenceId: undefined }))).toBe(
      'LICENCE_NOT_MATCHED',
    );
  });

  it('§4.certificate.again: changes nothing when the same is entered again, used or not', () => {
    expect(entering({}, { before: STORED })).toBe(STORED);
    expect(entering({}, { before: STORED, isUsed: true })).toBe(STORED);
  });

  it.each<[string, Partial<RegistryCertificate>, Partial<EntryFacts>]>([
    ['another kind', { kind: 'online' }, {}],
    ['another day', { completedOn: '2025-09-30' }, {}],
    ['another licence', {}, { licenceId: 'lic_li' }],
  ])(
    '§4.certificate.again: is corrected to %s until it has reduced points, and not after',
    (_what, change, facts) => {
      const corrected = entering(change, { before: STORED, ...facts });
      expect(corrected).toEqual({ ...STORED, ...change, ...facts });
      expect(codeOf(entering(change, { before: STORED, isUsed: true, ...facts }))).toBe(
        'CERTIFICATE_USED',
      );
    },
  );

  it('§1.audit.entry: leaves what the register of certificates said before and says now', () => {
    const says = { kind: 'on_site', licenceId: 'lic_zhang', completedOn: '2025-10-01' };
    const act = { actor: 'acc_1', act: 'certificate.register', subject: 'Z-1' };
    expect(registration('acc_1', undefined, STORED)).toEqual({ ...act, after: says });
    expect(registration('acc_1', STORED, { ...STORED, kind: 'online' })).toEqual({
      ...act,
      before: says,
      after: { ...says, kind: 'online' },
    });
  });
});

describe('An entry of a certificate', () => {
  const isOwn = (licenceId: string, before: typeof STORED | undefined, named = true) => {
    const registered = named ? { ...REGISTERED, licenceId: 'lic_li' } : null;
    const self = { accountId: 'acc_1', licenceIds: [licenceId] };
    return ownCase(self, ...concernedByCertificate(before, registered)) !== undefined;
  };

  it('§1.own-case.register: is about the licence that it names, and the one that had the certificate', () => {
    expect(isOwn('lic_li', undefined)).toBe(true);
    expect(isOwn('lic_zhang', STORED)).toBe(true);
    expect(isOwn('lic_zhang', STORED, false)).toBe(true);
    expect(isOwn('lic_zhang', undefined)).toBe(false);
    expect(isOwn('lic_li', undefined, false)).toBe(false);
  });
});
