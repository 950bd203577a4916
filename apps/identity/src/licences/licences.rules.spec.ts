import { ownCase, Refusal, type Hold } from '@demerit/contracts';
import {
  checkRegistration,
  claimLicence,
  concernedByEntry,
  holdsAt,
  isExpiryDue,
  hasHoldNow,
  isSameEntry,
  keepsClaim,
  registration,
  withHolds,
  type Claim,
} from './licences.rules';

const NOW = new Date('2026-05-01T04:00:00Z');
const FACTS = {
  class: 'C1' as const,
  firstIssuedOn: '2019-01-11',
  validUntil: '2026-05-01',
  holds: [],
};
const ENTRY = { ...FACTS, personKey: 'person_1', fileNumberKey: 'file_1' };
const REGISTERED = {
  _id: 'lic_1',
  personKey: 'person_1',
  fileNumberKey: 'file_1',
  firstIssuedOn: '2019-01-11',
};
const OTHER = { _id: 'lic_2', holds: [] };

function outcomeOf(changes: Partial<Claim>): ReturnType<typeof claimLicence> {
  return claimLicence(
    {
      identityStatus: 'verified',
      personKey: 'person_1',
      claimed: undefined,
      holdsOfPerson: [],
      fileNumberKey: 'file_1',
      registered: REGISTERED,
      ...changes,
    },
    NOW,
  );
}

function claim(changes: Partial<Claim> = {}): string {
  const outcome = outcomeOf(changes);
  return outcome instanceof Refusal ? outcome.code : outcome;
}

describe('a licence in the register', () => {
  it('given another person now, then the claim on it ends; given other facts, then not', () => {
    expect(keepsClaim(ENTRY, { ...ENTRY, fileNumberKey: 'file_2' })).toBe(true);
    expect(keepsClaim(ENTRY, { ...ENTRY, personKey: 'person_2' })).toBe(false);
  });

  it('given its last valid day is over in Shanghai, then that is told, once', () => {
    const untold = { ...FACTS, untoldExpiryOn: '2026-05-01' };
    expect(isExpiryDue(untold, new Date('2026-05-01T15:59:59.999Z'))).toBe(false);
    expect(isExpiryDue(untold, new Date('2026-05-01T16:00:00Z'))).toBe(true);
    expect(isExpiryDue(FACTS, new Date('2026-05-01T16:00:00Z'))).toBe(false);
  });
});

describe('a licence is registered', () => {
  const entry = { idNumber: '11010519491231002X', ...FACTS };

  it('given days in order and a right ID number, then it is', () => {
    expect(checkRegistration(entry, NOW)).toBeUndefined();
    expect(checkRegistration({ ...entry, validUntil: entry.firstIssuedOn }, NOW)).toBeUndefined();
  });

  it('given an end before its begin, then the field is named', () => {
    expect(checkRegistration({ ...entry, validUntil: '2019-01-10' }, NOW)?.refusal).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'validUntil' }],
    });
  });

  it('§1.licence.days: given a first issue before 1950 or after today in Shanghai, then not', () => {
    const code = (firstIssuedOn: string) =>
      checkRegistration({ ...entry, firstIssuedOn, validUntil: null }, NOW)?.code;
    expect(['1950-01-01', '2026-05-01'].map(code)).toEqual([undefined, undefined]);
    const wrong = ['1900-01-01', '1949-12-31', '2026-05-02', '2030-01-01'];
    expect(new Set(wrong.map(code))).toEqual(new Set(['DATE_OUT_OF_RANGE']));
  });

  it('given a wrong ID number, then not', () => {
    const wrong = { ...entry, idNumber: '110105194912310021' };
    expect(checkRegistration(wrong, NOW)?.code).toBe('ID_NUMBER_INVALID');
  });

  it('the same entry again says nothing new, any other field does', () => {
    expect(isSameEntry(ENTRY, { ...ENTRY, holds: [{ kind: 'detained' }] })).toBe(true);
    expect(isSameEntry(ENTRY, { ...ENTRY, personKey: 'person_2' })).toBe(false);
    expect(isSameEntry(ENTRY, { ...ENTRY, fileNumberKey: 'file_2' })).toBe(false);
    expect(isSameEntry(ENTRY, { ...ENTRY, class: 'C2' })).toBe(false);
    expect(isSameEntry(ENTRY, { ...ENTRY, firstIssuedOn: '2019-01-12' })).toBe(false);
    expect(isSameEntry(ENTRY, { ...ENTRY, validUntil: '2026-05-02' })).toBe(false);
  });
});

describe('what the audit keeps of an entry', () => {
  it('§1.audit.entry: says before and after, of the licence and of whom it is', () => {
    const holder = { idNumberMasked: '330***********1234' };
    const entry = { ...ENTRY, _id: 'lic_1', holder };
    const facts = {
      holder,
      class: 'C1',
      firstIssuedOn: '2019-01-11',
      validUntil: '2026-05-01',
    };
    const other = { idNumberMasked: '330***********5678' };
    const moved = { ...entry, personKey: 'person_2', holder: other };
    expect(registration('acc_1', entry, moved)).toEqual({
      actor: 'acc_1',
      act: 'licence.register',
      subject: 'lic_1',
      before: facts,
      after: { ...facts, anotherPerson: true, holder: other },
    });
    expect(registration('acc_1', undefined, entry)).toEqual({
      actor: 'acc_1',
      act: 'licence.register',
      subject: 'lic_1',
      after: facts,
    });
    expect(registration('acc_1', entry, entry).after).toEqual(facts);
  });

  it('§1.audit.change: names what is only compared or looks the same masked: file number, person', () => {
    const entry = { ...ENTRY, _id: 'lic_1', holder: { idNumberMasked: '330***********1234' } };
    const holder = { ...entry.holder, fileNumberMasked: '330*****0123' };
    const mended = { ...entry, fileNumberKey: 'file_2', holder };
    expect(registration('acc_1', entry, mended).after).toMatchObject({
      holder,
      changed: ['holder.fileNumber'],
    });
    const lookalike = { ...entry, personKey: 'person_2' };
    expect(registration('acc_1', entry, lookalike).after).toMatchObject({
      anotherPerson: true,
      changed: ['holder.idNumber'],
    });
  });
});

describe('a licence is claimed', () => {
  it('§1.licence.claim: given number, file number and person as registered, then it is the caller’s', () => {
    expect(claim()).toBe('claimed');
  });

  it.each(['unsubmitted', 'submitted', 'rejected'] as const)(
    'given an identity that is %s, then that comes first',
    (identityStatus) => {
      expect(claim({ identityStatus, personKey: undefined, registered: undefined })).toBe(
        'IDENTITY_NOT_VERIFIED',
      );
    },
  );

  it.each([
    ['an unknown number', { registered: undefined }],
    ['another file number', { fileNumberKey: 'file_2' }],
    ['another person’s licence', { personKey: 'person_2' }],
    ['one that another account has', { registered: { ...REGISTERED, accountId: 'acc_2' } }],
  ])('§1.licence.claim: given %s, then it does not match, and nothing says why', (_, changes) => {
    expect(claim(changes)).toBe('LICENCE_NOT_MATCHED');
  });

  it('given the licence is the caller’s already, then the same claim answers it again', () => {
    const own = {
      claimed: { _id: 'lic_1', holds: [] },
      registered: { ...REGISTERED, accountId: 'acc_1' },
    };
    expect(claim(own)).toBe('repeated');
    expect(claim({ ...own, fileNumberKey: 'file_2' })).toBe('LICENCE_ALREADY_CLAIMED');
    expect(claim({ ...own, claimed: OTHER })).toBe('LICENCE_ALREADY_CLAIMED');
  });

  it('§1.licence.ban: given a ban that stands, then no new licence until it ends', () => {
    const ban = (until: string): Pick<Claim, 'holdsOfPerson' | 'claimed'> => ({
      holdsOfPerson: [
        { kind: 'revoked', until: '2026-01-01T00:00:00Z' },
        { kind: 'revoked', until },
      ],
      claimed: OTHER,
    });
    expect(claim(ban('2026-05-01T04:00:01Z'))).toBe('BANNED_FROM_LICENSING');
    expect(claim({ ...ban(NOW.toISOString()), claimed: undefined })).toBe('claimed');
    expect(outcomeOf(ban('2031-05-01T00:00:00+08:00'))).toMatchObject({
      refusal: { availableFrom: '2031-05-01T00:00:00+08:00' },
    });
  });

  it('§1.licence.revoked: given that its ban is over, then a new licence takes the place of a revoked one, and of no other', () => {
    const over: Hold = { kind: 'revoked', until: NOW.toISOString() };
    const suspended: Hold = { kind: 'suspended', until: NOW.toISOString() };
    const claiming = (...holds: Hold[]) =>
      claim({ claimed: { _id: 'lic_2', holds }, holdsOfPerson: holds });
    expect(claiming(over)).toBe('claimed');
    expect(claiming({ kind: 'revoked' })).toBe('claimed');
    expect(claiming(suspended)).toBe('LICENCE_ALREADY_CLAIMED');
    expect(claiming({ kind: 'revoked', until: '2031-05-01T00:00:00Z' })).toBe(
      'BANNED_FROM_LICENSING',
    );
  });

  it('§1.licence.issued: given its issue date, then it may be claimed from that Shanghai day on', () => {
    const issued = (firstIssuedOn: string) =>
      claim({ registered: { ...REGISTERED, firstIssuedOn } });
    expect(issued('2026-05-01')).toBe('claimed');
    expect(issued('2026-05-02')).toBe('LICENCE_NOT_MATCHED');
  });

  it('given several bans that stand, then the latest end counts', () => {
    const [sooner, later] = ['2027-01-01T00:00:00+08:00', '2031-05-01T00:00:00+08:00'];
    for (const ends of [
      [sooner, later],
      [later, sooner],
    ]) {
      const holdsOfPerson = ends.map((until) => ({ kind: 'revoked' as const, until }));
      expect(outcomeOf({ holdsOfPerson })).toMatchObject({ refusal: { availableFrom: later } });
    }
  });

  it('given other holds of the person, then they do not hinder a claim', () => {
    const until = '2026-06-01T00:00:00Z';
    expect(claim({ holdsOfPerson: [{ kind: 'detained' }, { kind: 'suspended', until }] })).toBe(
      'claimed',
    );
  });
});

describe('the ledger’s holds', () => {
  const licence = { ...FACTS, version: 4 };
  const detained: Hold = { kind: 'detained' };

  it('§1.hold.ledger: replace older ones, whatever the order of arrival', () => {
    const first = withHolds(licence, { holds: [detained], version: 1 });
    expect(first).toEqual({ ...licence, holds: [detained], holdsVersion: 1 });
    const third = { ...licence, holdsVersion: 3 };
    expect(withHolds(third, { holds: [detained], version: 3 })).toBeUndefined();
    expect(withHolds(third, { holds: [detained], version: 2 })).toBeUndefined();
    expect(withHolds(third, { holds: [], version: 4 })).toMatchObject({ holdsVersion: 4 });
    expect(withHolds(licence, { holds: [], version: 0 })).toBeUndefined();
  });

  it('§1.hold.none: are worth a question only while one of them stands', () => {
    const until = NOW.toISOString();
    const before = new Date(NOW.getTime() - 1);
    expect(hasHoldNow(FACTS, NOW)).toBe(false);
    expect(hasHoldNow({ ...FACTS, holds: [detained] }, NOW)).toBe(true);
    const suspended = { ...FACTS, holds: [{ kind: 'suspended' as const, until }] };
    expect(hasHoldNow(suspended, before)).toBe(true);
    expect(hasHoldNow(suspended, NOW)).toBe(false);
  });
});

describe('the holds of a licence', () => {
  it('§1.hold.expired: given its last valid Shanghai day, then it expires at that day’s end', () => {
    expect(holdsAt(FACTS, new Date('2026-05-01T15:59:59.999Z'))).toEqual([]);
    expect(holdsAt(FACTS, new Date('2026-05-01T16:00:00Z'))).toEqual([{ kind: 'expired' }]);
  });

  it('§1.licence.life: given no last day, then it never expires', () => {
    expect(holdsAt({ ...FACTS, validUntil: null }, new Date('2199-01-01T00:00:00Z'))).toEqual([]);
    const entry = { idNumber: '11010519491231002X', ...FACTS, validUntil: null };
    expect(checkRegistration(entry, NOW)).toBeUndefined();
  });

  it('§1.licence.revoked: given a revocation whose ban is over, then it is revoked all the same', () => {
    const revoked: Hold = { kind: 'revoked', until: '2026-05-01T04:00:00Z' };
    const licence = { ...FACTS, holds: [revoked] };
    expect(holdsAt(licence, NOW)).toEqual([revoked]);
    expect(hasHoldNow(licence, NOW)).toBe(true);
  });

  it('§1.hold.set: given a hold with an end, then it ends by itself', () => {
    const suspended: Hold = { kind: 'suspended', until: '2026-05-01T04:00:00Z' };
    const licence = { ...FACTS, holds: [{ kind: 'detained' } as Hold, suspended] };
    expect(holdsAt(licence, new Date('2026-05-01T03:59:59Z'))).toEqual(licence.holds);
    expect(holdsAt(licence, NOW)).toEqual([{ kind: 'detained' }]);
  });
});

it('§1.own-case.register §1.own-case.others: an entry is about whoever has the licence by it, whoever had it until now, and whoever claimed it', () => {
  const before = { personKey: 'person_2', accountId: 'acc_2' };
  const isOwn = (accountId: string, key: string, stored?: typeof before) =>
    ownCase({ accountId, keys: [key] }, concernedByEntry(stored, { personKey: 'person_1' }));
  const own = [isOwn('acc_1', 'person_1'), isOwn('acc_1', 'person_1', before)];
  own.push(isOwn('acc_1', 'person_2', before), isOwn('acc_2', 'person_3', before));
  expect(own.map((refusal) => refusal?.code)).toEqual(Array(4).fill('OWN_CASE'));
  expect(isOwn('acc_1', 'person_3', before)).toBeUndefined();
  expect(isOwn('acc_1', 'person_2')).toBeUndefined();
});
