/** MongoDB 7. */
const OLDEST_WIRE_VERSION = 21;

/** What a database server that answered this to `hello` lacks for the services, in a line; undefined where it will do. */
export function serverLacks(hello: Record<string, unknown>): string | undefined {
  const version = Number(hello['maxWireVersion'] ?? 0);
  if (version < OLDEST_WIRE_VERSION)
    return `the database is too old (wire version ${String(version)}): MongoDB 7 or later is needed`;
  // A single server without a replica set has no transactions.
  if (hello['setName'] === undefined && hello['msg'] !== 'isdbgrid')
    return 'the database must be a replica set, of one node at least: start mongod with --replSet';
  return undefined;
}
