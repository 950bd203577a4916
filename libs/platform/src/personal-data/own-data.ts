import { OwnDataOf, type OwnDataPage, type PersonKeys, type Service } from '@demerit/contracts';
import {
  Controller,
  Inject,
  Module,
  Optional,
  type DynamicModule,
  type Type,
} from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { AUDIT } from '../audit/audit.store';
import { FieldCipher } from './field-cipher';
import { encryptedFieldsOf } from './reencryption';

const PAGE_ROWS = 200;

/** Where a service keeps what is a person's, and which fields of it are theirs to read: nothing of others, no keyed hashes. */
export interface OwnDataPart {
  collection: string;
  /** What finds the person's rows by an index; undefined: there can be none. */
  of: (person: PersonKeys) => object | undefined;
  fields: readonly string[];
  /** What within these fields is somebody else's. */
  without?: string[];
  /** Where the id is a keyed hash and says nothing to the person. */
  withoutId?: true;
}

/** What staff did to the person, and what the person did as staff. Who acted is left out. */
export const OWN_AUDIT: readonly OwnDataPart[] = [
  {
    collection: AUDIT.name,
    of: ({ accountId, licenceId }) => ({
      subject: { $in: licenceId === undefined ? [accountId] : [accountId, licenceId] },
    }),
    fields: ['at', 'act', 'subject', 'reason', 'before', 'after'],
    // A licence may have been another person's before, or by mistake.
    without: ['before.holder', 'after.holder'],
  },
  // Not the lines of a registrar's imports: hundreds of thousands, each about somebody else.
  {
    collection: AUDIT.name,
    of: ({ accountId }) => ({ actor: accountId, importId: { $exists: false } }),
    fields: ['at', 'act', 'subject', 'reason'],
  },
];

/** Answers `<service>.own-data` from the collections that the service names. */
@Module({})
export class OwnDataModule {
  static of(service: Service, parts: readonly OwnDataPart[]): DynamicModule {
    return { module: OwnDataModule, controllers: [ownDataController(service, parts)] };
  }
}

function ownDataController(service: Service, parts: readonly OwnDataPart[]): Type {
  @Controller()
  class OwnDataController {
    constructor(
      @Inject(getConnectionToken()) private readonly connection: Connection,
      // A service that keeps nothing encrypted has none.
      @Optional() private readonly cipher?: FieldCipher,
    ) {}

    @MessagePattern(`${service}.own-data`)
    read(@Payload() question: OwnDataOf): Promise<OwnDataPage> {
      return ownDataPage(this.connection, this.cipher, parts, question);
    }
  }
  return OwnDataController;
}

/** The next rows, in the order of the parts and of ids. `after` is the number of the part and the last id seen, none where the part begins. */
async function ownDataPage(
  connection: Connection,
  cipher: FieldCipher | undefined,
  parts: readonly OwnDataPart[],
  { after, ...person }: OwnDataOf,
): Promise<OwnDataPage> {
  const [, number = '0', lastId = ''] = /^(\d+)\|(.*)$/.exec(after ?? '') ?? [];
  for (let index = Number(number); index < parts.length; index += 1) {
    const part = parts[index];
    const filter = part?.of(person);
    if (!part || !filter) continue;
    const seen = index === Number(number) && lastId !== '' ? { _id: { $gt: lastId } } : {};
    const rows = await connection
      .collection<{ _id: string }>(part.collection)
      .aggregate<{ _id: string }>([
        { $match: { $and: [filter, seen] } },
        { $sort: { _id: 1 } },
        { $limit: PAGE_ROWS },
        { $project: Object.fromEntries(part.fields.map((field) => [field, 1])) },
        ...(part.without ? [{ $unset: part.without }] : []),
      ])
      .toArray();
    const last = rows.at(-1);
    if (!last) continue;
    const encrypted = encryptedFieldsOf(connection, part.collection);
    // Looking once more for what comes after the last row is dear where the index finds much that is left out.
    const isWhole = rows.length < PAGE_ROWS;
    return {
      collection: part.collection,
      rows: rows.map(({ _id: id, ...row }) => ({
        ...(part.withoutId ? {} : { id }),
        ...inClear(row, encrypted, cipher),
      })),
      next: isWhole ? `${String(index + 1)}|` : `${String(index)}|${last._id}`,
    };
  }
  return { collection: '', rows: [], next: null };
}

function inClear(
  row: Record<string, unknown>,
  encrypted: ReadonlyMap<string, string>,
  cipher: FieldCipher | undefined,
): object {
  const clear = Object.entries(row).map(([field, value]) => {
    const context = encrypted.get(field);
    const isEncrypted = cipher && context !== undefined && typeof value === 'string';
    return [field, isEncrypted ? cipher.decrypt(value, context) : value];
  });
  return Object.fromEntries(clear) as object;
}
