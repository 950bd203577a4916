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
    for (const document of [documents].flat()) checkDocument(of, plain(document));
  });
  schema.pre<AnyQuery>(['updateOne', 'updateMany', 'findOneAndUpdate'], function () {
    const { upsert } = this.getOptions();
    checkChange(of, { filter: this.getFilter(), update: this.getUpdate(), upsert });
  });
  schema.pre<AnyQuery>(['replaceOne', 'findOneAndReplace'], function () {
    checkDocument(of, { ...idIn(this.getFilter()), ...this.getUpdate() });
  });
  schema.pre('bulkWrite', function (writes: AnyWrite[]) {
    for (const write of writes) checkWrite(of, write);
  });
}

function checkWrite(of: { schema: object }, write: AnyWrite): void {
  if ('insertOne' in write) checkDocument(of, plain(write.insertOne.document));
  if ('replaceOne' in write) {
    const { filter, replacement } = write.replaceOne;
    checkDocument(of, { ...idIn(filter), ...replacement });
  }
  if ('updateOne' in write) checkChange(of, write.updateOne);
  if ('updateMany' in write) checkChange(of, write.updateMany);
}

/** A replacement keeps the id of what it replaces. */
function idIn(filter: object): object {
  return '_id' in filter && typeof filter._id !== 'object' ? { _id: filter._id } : {};
}

/** A document of mongoose's own carries its fields inside. */
function plain(document: unknown): unknown {
  return document instanceof Document ? document.toObject() : document;
}
