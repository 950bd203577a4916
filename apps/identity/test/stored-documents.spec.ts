import {
  checkChange,
  checkDocument,
  WrongDocument,
  type CheckedCollection,
} from '@demerit/messaging';
import { Types } from 'mongoose';
import { ACCOUNTS } from '../src/accounts/accounts.store';
import { CLOCK } from '../src/clock/clock.store';
import { DOCUMENTS } from '../src/documents/documents.store';
import { LICENCES } from '../src/licences/licences.store';
import { STANDINGS } from '../src/licences/standings.store';
import { NOTIFICATIONS } from '../src/notifications/notifications.store';
import { ORGANISATIONS } from '../src/organisations/organisations.store';
import { FORMER_PHONES } from '../src/phones/former-phones.store';
import { ADDRESS_TAKES } from '../src/codes/address-limits';
import { CODES } from '../src/codes/codes.store';
import { FAMILIAR_ADDRESSES } from '../src/codes/familiar-addresses.store';
import { DENIALS } from '../src/denials/denials.store';
import { PENDING_LOG_INS } from '../src/sessions/pending-log-ins';
import { DEVICES } from '../src/sessions/devices.store';
import { SESSIONS } from '../src/sessions/sessions.store';
import { SIGNING_KEYS } from '../src/sessions/signing-keys.store';
import { SMS } from '../src/sms/sms.store';
import { FACTORS } from '../src/totp/factors.store';
import { VERIFICATIONS } from '../src/identities/verification.store';

/** What each collection of identity takes, with every field set, and what it refuses. */

const AT = new Date('2026-05-01T04:00:00Z');
const INSTANT = '2026-05-01T04:00:00.000Z';
const ENCRYPTED = 'k1.aa.bb.cc';

const account = {
  _id: 'acc_1',
  phoneKey: 'phone',
  phone: ENCRYPTED,
  roles: ['citizen'],
  createdAt: AT,
  version: 1,
};
const formerPhone = {
  _id: 'fmp_1',
  accountId: 'acc_1',
  phone: ENCRYPTED,
  nextMasked: '138****1234',
  since: AT,
};
const codes = {
  _id: 'phone',
  challenges: [
    {
      codeId: 'cod_1',
      addressKey: 'address',
      requestedAt: AT,
      expiresAt: AT,
      sendingSince: AT,
      sentAt: AT,
      tries: 0,
    },
  ],
  addresses: [{ addressKey: 'address', requestedAt: AT, day: '2026-05-01', ofDay: 1 }],
  requestedAt: AT,
  day: '2026-05-01',
  ofDay: 1,
  version: 1,
};
const addressTakes = { _id: 'codes_key', takes: [{ takeId: 'tak_1', at: AT }], lastAt: AT };
const factor = {
  _id: 'acc_1',
  factorId: 'fac_1',
  secret: ENCRYPTED,
  confirmedAt: AT,
  lastStep: 1,
  recoveryLeft: [0, 9],
  wrongTries: 0,
  wrongSince: AT,
  version: 1,
};
const pendingLogIn = { _id: 'key', accountId: 'acc_1', tries: 0, expiresAt: AT };
const session = {
  _id: 'ses_1',
  accountId: 'acc_1',
  startedAt: AT,
  generation: 1,
  rotatedAt: AT,
  expiresAt: AT,
  device: 'Firefox Windows',
};
const denial = { _id: 'acc_1', before: 2, endsAt: AT };
const device = { _id: 'key', accountId: 'acc_1', lastLoginAt: AT };
const signingKey = {
  _id: 1,
  kid: 'kid',
  publicJwk: '{}',
  privateJwk: ENCRYPTED,
  createdAt: AT,
};
const document = {
  _id: 'doc_1',
  accountId: 'acc_1',
  kind: 'evidence',
  mediaType: 'image/png',
  size: 7,
  sha256: 'ab'.repeat(32),
  fileId: new Types.ObjectId(),
  fileKey: ENCRYPTED,
  createdAt: AT,
  unusedSince: AT,
};
const verification = {
  _id: 'acc_1',
  status: 'rejected',
  name: ENCRYPTED,
  idNumber: ENCRYPTED,
  version: 2,
  personKey: 'person_1',
  documentIds: ['doc_1'],
  submittedAt: AT,
  decidedAt: AT,
  rejectedReason: 'unreadable',
};
const organisation = {
  _id: 'org_1',
  accountId: 'acc_1',
  ownerKey: 'person_2',
  organisationCode: ENCRYPTED,
  name: ENCRYPTED,
  status: 'rejected',
  documentIds: ['doc_1'],
  submittedAt: AT,
  decidedAt: AT,
  rejectedReason: 'unreadable',
  day: '2026-05-01',
  ofDay: 1,
  version: 2,
};
const licence = {
  _id: 'lic_1',
  licenceNumber: ENCRYPTED,
  fileNumberKey: 'file',
  personKey: 'person_1',
  class: 'C1',
  firstIssuedOn: '2019-01-11',
  validUntil: '2039-01-11',
  holds: [{ kind: 'detained' }, { kind: 'suspended', until: INSTANT }],
  holdsVersion: 2,
  untoldExpiryOn: '2039-01-11',
  accountId: 'acc_1',
  version: 3,
};
const standing = {
  _id: 'lic_1',
  status: 'suspended',
  reason: 'vehicle_limit',
  since: INSTANT,
  version: 1,
};
const notification = {
  _id: 'ntf_1',
  accountId: 'acc_1',
  kind: 'consent_asked',
  about: { bindingId: 'bnd_1' },
  at: AT,
  readAt: AT,
};
const sms = { _id: 'sms_1', phoneKey: 'phone', at: AT, message: ENCRYPTED };
const clock = { _id: 'clock', offsetMs: 60_000, version: 0 };

describe('what identity stores', () => {
  it.each<[string, CheckedCollection, object, object[]]>([
    [
      'accounts',
      ACCOUNTS,
      account,
      [{ phone: '13800000000' }, { formerPhone: ENCRYPTED }, { roles: ['king'] }],
    ],
    ['former phones', FORMER_PHONES, formerPhone, [{ phone: '13800000000' }, { since: INSTANT }]],
    ['clock', CLOCK, clock, [{ offsetMs: '60000' }, { version: -1 }]],
    ['codes', CODES, codes, [{ day: 'today' }, { challenges: [{}] }, { addresses: ['::1'] }]],
    ['takes of addresses', ADDRESS_TAKES, addressTakes, [{ lastAt: INSTANT }, { takes: [AT] }]],
    ['familiar addresses', FAMILIAR_ADDRESSES, device, [{ lastLoginAt: INSTANT }]],
    ['denials', DENIALS, denial, [{ endsAt: INSTANT }, { before: null }]],
    ['second factors', FACTORS, factor, [{ secret: 'GEZDGNBV' }, { recoveryLeft: ['a'] }]],
    ['pending log-ins', PENDING_LOG_INS, pendingLogIn, [{ tries: -1 }, { expiresAt: INSTANT }]],
    ['devices', DEVICES, device, [{ lastLoginAt: INSTANT }, { accountId: null }]],
    ['sessions', SESSIONS, session, [{ expiresAt: INSTANT }, { generation: -1 }]],
    ['signing keys', SIGNING_KEYS, signingKey, [{ privateJwk: '{}' }, { _id: 'one' }]],
    [
      'documents',
      DOCUMENTS,
      document,
      [{ kind: 'selfie' }, { fileId: 'file' }, { sha256: '' }, { fileKey: 'open' }],
    ],
    ['verifications', VERIFICATIONS, verification, [{ name: '张三' }, { status: 'unsubmitted' }]],
    [
      'licences',
      LICENCES,
      licence,
      [{ licenceNumber: '330106198001010019' }, { holds: [{ kind: 'lost' }] }, { class: 'Z' }],
    ],
    [
      'organisations',
      ORGANISATIONS,
      organisation,
      [{ name: '某某公司' }, { organisationCode: '91330106673959654P' }, { status: 'verified' }],
    ],
    ['standings', STANDINGS, standing, [{ status: 'asleep' }, { since: AT }]],
    ['notifications', NOTIFICATIONS, notification, [{ kind: 'news' }, { about: { points: 3 } }]],
    ['sms', SMS, sms, [{ message: '{"code":"123456"}' }, { at: INSTANT }]],
  ])('in %s is refused unless it is as declared', (_, of, right, wrongs) => {
    expect(() => checkDocument(of, right)).not.toThrow();
    for (const wrong of [...wrongs, { colour: 'red' }]) {
      expect(() => checkDocument(of, { ...right, ...wrong })).toThrow(WrongDocument);
    }
  });

  it.each<[string, CheckedCollection, object, object]>([
    ['codes', CODES, { $pull: { challenges: { codeId: 'x' } } }, { $set: { sentAt: AT } }],
    ['takes of addresses', ADDRESS_TAKES, { $pull: { takes: {} } }, { $push: { takes: AT } }],
    ['denials', DENIALS, { $set: { before: 2, endsAt: AT } }, { $set: { before: 'two' } }],
    ['devices', DEVICES, { $set: { lastLoginAt: AT } }, { $set: { lastLoginAt: INSTANT } }],
    ['sessions', SESSIONS, { $set: { generation: 2 } }, { $set: { generation: 'next' } }],
    ['documents', DOCUMENTS, { $unset: { unusedSince: 1 } }, { $unset: { accountId: 1 } }],
    ['notifications', NOTIFICATIONS, { $set: { readAt: AT } }, { $set: { readAt: true } }],
    ['clock', CLOCK, { $set: { offsetMs: 1, version: 1 } }, { $set: { offsetMs: 0.5 } }],
  ])('in %s is changed only into what is declared', (_, of, right, wrong) => {
    const filter = { _id: 'one' };
    expect(() => checkChange(of, { filter, update: right })).not.toThrow();
    expect(() => checkChange(of, { filter, update: wrong })).toThrow(WrongDocument);
  });

  it.each<[string, CheckedCollection, number]>([
    ['codes', CODES, 172_800],
    ['takes of addresses', ADDRESS_TAKES, 3_600],
    ['familiar addresses', FAMILIAR_ADDRESSES, 7_776_000],
    ['denials', DENIALS, 0],
    ['pending log-ins', PENDING_LOG_INS, 0],
    ['devices', DEVICES, 31_536_000],
    ['sessions', SESSIONS, 0],
    ['sms', SMS, 86_400],
  ])('in %s goes by itself, so many seconds after its time', (_, { schema }, seconds) => {
    const lives = schema.indexes().map(([, options]) => options['expireAfterSeconds']);
    expect(lives.filter((life) => life !== undefined)).toEqual([seconds]);
  });
});
