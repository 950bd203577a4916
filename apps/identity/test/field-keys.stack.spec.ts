import '../../../tools/dev/home/own-stores';
import { randomBytes } from 'node:crypto';
import { countStale, Database, encryptedFields, FieldCipher, reencrypt } from '@demerit/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import type { AccountDocument } from '../src/accounts/accounts.types';
import { IdentityModule } from '../src/identity.module';

/** A new field key on a real database. */

// Seven hundred transactions, one after the other.
jest.setTimeout(60_000);

const OLD = { keyId: 'k1', key: randomBytes(32) };
const NEW = { keyId: 'k2', key: randomBytes(32) };
const lookupKey = randomBytes(32);
const before = new FieldCipher({ fieldKeys: [OLD], lookupKey });
const after = new FieldCipher({ fieldKeys: [NEW, OLD], lookupKey });
const alone = new FieldCipher({ fieldKeys: [NEW], lookupKey });

let app: INestApplicationContext;
let connection: Connection;

beforeAll(async () => {
  app = await NestFactory.createApplicationContext(IdentityModule, { logger: false });
  await app.get(Database).prepare();
  connection = app.get<Connection>(getConnectionToken());
}, 60_000);

afterAll(async () => {
  await connection.dropDatabase();
  await app.close();
}, 60_000);

const phoneOf = (n: number): string => `138${String(n).padStart(8, '0')}`;

/** Under the key of `before`. */
async function accountsOf(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => ({
    _id: `acc_${String(n)}`,
    phoneKey: `phone_${String(n)}`,
    phone: before.encrypt(phoneOf(n), 'accounts.phone'),
    roles: ['citizen'],
    createdAt: new Date(),
    version: 1,
  }));
  await connection.model('accounts').deleteMany({});
  await connection.model('accounts').insertMany(rows);
}

function accounts() {
  return encryptedFields(connection).find(({ model }) => model.modelName === 'accounts')!;
}

it('§1.privacy.encrypted: names every field that holds something personal', () => {
  const fields = encryptedFields(connection).flatMap(({ model, fields: of }) =>
    [...of.keys()].map((field) => `${model.collection.name}.${field}`),
  );
  expect(fields.toSorted()).toEqual([
    'accessTokenKeys.privateJwk',
    'accounts.phone',
    'documents.fileKey',
    'formerNames.name',
    'formerPhones.phone',
    'licences.idNumber',
    'licences.licenceNumber',
    'organisations.name',
    'organisations.organisationCode',
    'sandbox_accounts.accounts',
    'secondFactors.secret',
    'sms.message',
    'verifications.idNumber',
    'verifications.name',
  ]);
});

it('§1.privacy.key-rotation: given values under an old key, when they are encrypted anew, then the old key is not needed any more', async () => {
  await accountsOf(700);
  expect(await countStale(accounts(), 'k2')).toBe(700);
  expect(await reencrypt(accounts(), after)).toBe(700);
  expect(await countStale(accounts(), 'k2')).toBe(0);
  const rows = await connection.model<AccountDocument>('accounts').find().lean();
  for (const { _id, phone, version } of rows) {
    expect(alone.decrypt(phone!, 'accounts.phone')).toBe(phoneOf(Number(_id.slice(4))));
    expect(version).toBe(1);
  }
  expect(await reencrypt(accounts(), after)).toBe(0);
});

it('given that it was interrupted, when it is run again, then it goes on where it was', async () => {
  await accountsOf(700);
  let left = 600;
  const dying = Object.assign(Object.create(after) as FieldCipher, {
    decrypt: (value: string, context: string) => {
      if ((left -= 1) < 0) throw new Error('killed');
      return after.decrypt(value, context);
    },
  });
  await expect(reencrypt(accounts(), dying)).rejects.toThrow('killed');
  expect(await countStale(accounts(), 'k2')).toBe(200);
  expect(await reencrypt(accounts(), after)).toBe(200);
  expect(await countStale(accounts(), 'k2')).toBe(0);
});
