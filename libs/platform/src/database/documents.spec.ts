import { closed, collection, t } from '@demerit/messaging';
import { createConnection, Schema } from 'mongoose';
import { declaredCollections } from './documents';

const CARS = collection('cars', closed({ _id: t.String() }));

describe('the collections that declare their documents', () => {
  it('are those of the models, but not files, and those of messages', () => {
    const connection = createConnection();
    connection.model(CARS.name, CARS.schema);
    connection.model('files', new Schema({ length: Number }, { collection: 'files' }));
    const names = (withMessaging: boolean) =>
      declaredCollections(connection, withMessaging).map(({ name }) => name);
    expect(names(false)).toEqual(['cars']);
    expect(names(true)).toEqual(['cars', 'outbox', 'inbox', 'idempotency', 'locks']);
  });
});
