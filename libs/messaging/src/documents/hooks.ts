import { Document, type mongo, type Query, type Schema } from 'mongoose';
import { checkChange } from './changes';
import { checkDocument } from './check';

type AnyQuery = Query<unknown, unknown>;
type AnyWrite = mongo.AnyBulkWriteOperation;

/** What goes through mongoose is checked before it reaches the driver. Deletions leave nothing to check. */
export function checkWrites(schema: Schema): void {
  const of = { schema };
  schema.pre('save', function () {
    checkDocument(of, this.toObject());
  });
  schema.pre('insertMany', function (documents: unknown) {
    for (const document of [documents].flat()) checkInsert(of, document);
  });
  schema.pre<AnyQuery>(['updateOne', 'updateMany', 'findOneAndUpdate'], function () {
    const { upsert } = this.getOptions();
    const update = this.getUpdate();
    checkChange(of, { filter: this.getFilter(), update, upsert });
    leaveOutUndefined(update);
  });
  schema.pre<AnyQuery>(['replaceOne', 'findOneAndReplace'], function () {
    leaveOutUndefined(this.getUpdate());
    checkDocument(of, { ...idIn(this.getFilter()), ...this.getUpdate() });
  });
  schema.pre('bulkWrite', function (writes: AnyWrite[]) {
    for (const write of writes) checkWrite(of, write);
  });
}

/** Within what is written and nowhere else: the driver would store a field that is `undefined` as `null`, which no reader of the document expects. */
function leaveOutUndefined(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Date || ArrayBuffer.isView(value) || '_bsontype' in value) return;
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) Reflect.deleteProperty(value, name);
    else leaveOutUndefined(inner);
  }
}

function checkWrite(of: { schema: object }, write: AnyWrite): void {
  if ('insertOne' in write) checkInsert(of, write.insertOne.document);
  if ('replaceOne' in write) {
    const { filter, replacement } = write.replaceOne;
    leaveOutUndefined(replacement);
    checkDocument(of, { ...idIn(filter), ...replacement });
  }
  for (const change of [
    ...('updateOne' in write ? [write.updateOne] : []),
    ...('updateMany' in write ? [write.updateMany] : []),
  ]) {
    checkChange(of, change);
    leaveOutUndefined(change.update);
  }
}

/** A document of mongoose's own carries its fields inside. */
function checkInsert(of: { schema: object }, document: unknown): void {
  if (document instanceof Document) return checkDocument(of, document.toObject());
  leaveOutUndefined(document);
  checkDocument(of, document);
}

/** A replacement keeps the id of what it replaces. */
function idIn(filter: object): object {
  return '_id' in filter && typeof filter._id !== 'object' ? { _id: filter._id } : {};
}
