import '../../../../tools/dev/home/own-stores';
import type { DocumentKind, Role } from '@demerit/contracts';
import { ServiceUnavailable } from '@demerit/messaging';
import { Database } from '@demerit/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from '@nestjs/mongoose';
import { mongo, Types, type Connection } from 'mongoose';
import sharp from 'sharp';
import { IdentityModule } from '../identity.module';
import { DocumentFiles } from './document-files';
import { DocumentsService } from './documents.service';

/** Uploads that nobody uses, and evidence of others, on a real database, with nobody else on the queues. */

const DAY_MS = 86_400_000;

let app: INestApplicationContext;
let documents: DocumentsService;
let connection: Connection;
let png: Buffer;

beforeAll(async () => {
  app = await NestFactory.createApplicationContext(IdentityModule, { logger: false });
  await app.get(Database).prepare();
  documents = app.get(DocumentsService);
  connection = app.get<Connection>(getConnectionToken());
  const create = { width: 4, height: 4, channels: 3 as const, background: 'green' };
  png = await sharp({ create }).png().toBuffer();
}, 60_000);

afterAll(async () => {
  await connection.dropDatabase();
  await app.close();
}, 60_000);

async function* content(): AsyncGenerator<Buffer> {
  yield png;
}

async function uploadBy(accountId: string, kind: DocumentKind = 'evidence'): Promise<string> {
  const upload = { accountId, kind, idempotencyId: undefined };
  return (await documents.upload({ ...upload, content: content() })).documentId;
}

async function isThere(accountId: string, documentId: string): Promise<boolean> {
  return documents.read(documentId, { accountId, roles: [] }).then(
    ({ content: bytes }) => bytes.length > 0,
    () => false,
  );
}

const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);

it('§1.document.sealed: given a picture, then its bytes lie encrypted, and it is read as it is; what lies open is read too', async () => {
  const documentId = await uploadBy('acc_1');
  const rows = connection.collection<{ _id: string; fileId: Types.ObjectId }>('documents');
  const { fileId } = (await rows.findOne({ _id: documentId }))!;
  const chunks = connection.collection<{ files_id: Types.ObjectId; data: mongo.Binary }>(
    'documentFiles.chunks',
  );
  const { data } = (await chunks.findOne({ files_id: fileId }))!;
  expect(Buffer.from(data.buffer).includes('IHDR')).toBe(false);
  const read = () => documents.read(documentId, { accountId: 'acc_1', roles: [] });
  const { content: picture, mediaType } = await read();
  expect(mediaType).toBe('image/png');
  expect(await sharp(picture).metadata()).toMatchObject({ width: 4, height: 4 });

  await rows.updateOne({ _id: documentId }, { $unset: { fileKey: 1 } });
  await chunks.updateOne({ files_id: fileId }, { $set: { data: new mongo.Binary(picture) } });
  await connection
    .collection<{ _id: Types.ObjectId }>('documentFiles.files')
    .updateOne({ _id: fileId }, { $set: { length: picture.length } });
  expect((await read()).content).toEqual(picture);
  await documents.sweep(inHours(25));
});

it('given an upload that nothing has named for a day, then it is deleted with its bytes, and not before', async () => {
  const documentId = await uploadBy('acc_1');
  await documents.sweep(inHours(23));
  expect(await isThere('acc_1', documentId)).toBe(true);
  await documents.sweep(inHours(25));
  expect(await isThere('acc_1', documentId)).toBe(false);
  expect(await connection.collection('documentFiles.files').countDocuments()).toBe(0);
  expect(await connection.collection('documentFiles.chunks').countDocuments()).toBe(0);
});

it('given bytes that are deleted twice, at once or later, then they are gone, and nobody is told of an error', async () => {
  const files = app.get(DocumentFiles);
  const { fileId } = await files.write(png, 'evidence');
  await Promise.all([files.delete(fileId), files.delete(fileId)]);
  await files.delete(fileId);
  await expect(files.read({ fileId })).rejects.toThrow();
});

it('given that another service asked for it, then it stays; a stranger’s asking does not count', async () => {
  const [used, strangers] = [await uploadBy('acc_1'), await uploadBy('acc_2')];
  const documentIds = [used, strangers];
  const { documents: found } = await documents.check({ accountId: 'acc_1', documentIds });
  expect(found.map(({ documentId }) => documentId)).toEqual([used]);
  await documents.sweep(new Date(Date.now() + 400 * DAY_MS));
  expect(await isThere('acc_1', used)).toBe(true);
  expect(await isThere('acc_2', strangers)).toBe(false);
});

it('§3.violation.evidence: given that a register names it as evidence, then it is known and stays, whosever it is, and no other kind is', async () => {
  const evidence = await uploadBy('acc_1');
  const card = await uploadBy('acc_1', 'id_card_front');
  const documentIds = [card, evidence, 'doc_nope'];
  expect(await documents.evidence({ documentIds })).toEqual({ documentIds: [evidence] });
  await documents.sweep(inHours(25));
  expect(await isThere('acc_1', evidence)).toBe(true);
  expect(await isThere('acc_1', card)).toBe(false);
});

it('§1.document.quota: given a person with 199 documents, then of two more at once one is kept, and one is refused', async () => {
  const [first] = await connection.collection('documents').find({}).limit(1).toArray();
  const accountId = 'acc_full';
  await connection.model('accounts').insertMany([
    {
      _id: accountId,
      phoneKey: 'phone_full',
      phone: 'k1.aa.bb.cc',
      roles: ['citizen'],
      createdAt: new Date(),
      version: 1,
    },
  ]);
  const rows = Array.from({ length: 199 }, (_, n) => ({
    ...first,
    _id: `doc_full_${n}` as never,
    accountId,
    fileId: new Types.ObjectId(),
  }));
  await connection.collection('documents').insertMany(rows);
  const outcomes = await Promise.allSettled([uploadBy(accountId), uploadBy(accountId)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await expect(uploadBy(accountId)).rejects.toMatchObject({ code: 'DOCUMENT_QUOTA_REACHED' });
});

it('given that staff uploaded it, then it stays: an import may name it later', async () => {
  const roles: Role[] = ['registrar'];
  await connection.model('accounts').insertMany([
    {
      _id: 'acc_registrar',
      phoneKey: 'phone_r',
      phone: 'k1.aa.bb.cc',
      roles,
      createdAt: new Date(),
      version: 1,
    },
  ]);
  const documentId = await uploadBy('acc_registrar');
  await documents.sweep(inHours(25));
  expect(await isThere('acc_registrar', documentId)).toBe(true);
});

it('§3.inquiry.evidence: given evidence of somebody else and no answer from violations, then the outcome is unknown', async () => {
  const documentId = await uploadBy('acc_3');
  const reading = documents.read(documentId, { accountId: 'acc_4', roles: ['citizen'] });
  await expect(reading).rejects.toBeInstanceOf(ServiceUnavailable);
});
