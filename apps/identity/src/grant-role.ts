import { parseArgs } from 'node:util';
import { ROLES, type Role } from '@demerit/contracts';
import { Outbox, prepareMessagingCollections } from '@demerit/messaging';
import { AUDIT, AuditStore, ConfigurationError, Database, PlatformModule } from '@demerit/platform';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { accountSchema, AccountsStore } from './accounts/accounts.store';
import { Roles } from './accounts/roles';

const USAGE = `usage: grant-role --phone 13812345678 --roles admin[,reviewer…]
Creates the account if there is none, gives it exactly these roles (${ROLES.join(', ')}) and prints its id.
Reads the same environment as the service identity; the first admin is made this way.
`;
const BAD_USAGE = 64;
const BAD_CONFIGURATION = 78;
const PATIENCE_MS = 15_000;

@Module({
  imports: [
    PlatformModule.forService('identity', { messaging: false }),
    MongooseModule.forFeature([{ name: 'accounts', schema: accountSchema }, AUDIT]),
  ],
  providers: [
    AccountsStore,
    AuditStore,
    Roles,
    {
      provide: Outbox,
      useFactory: (connection: Connection) => new Outbox(connection),
      inject: [getConnectionToken()],
    },
  ],
})
class GrantRoleModule {}

function grantOf(args: string[]): { phone: string; roles: Role[] } | undefined {
  const { values } = parseArgs({
    args,
    options: { phone: { type: 'string' }, roles: { type: 'string' } },
    strict: false,
  });
  const { phone, roles } = values;
  if (typeof phone !== 'string' || !/^1[3-9]\d{9}$/.test(phone)) return undefined;
  if (typeof roles !== 'string') return undefined;
  const named = new Set(roles.split(','));
  const known = ROLES.filter((role) => named.has(role));
  return known.length === named.size ? { phone, roles: known } : undefined;
}

async function grant({ phone, roles }: { phone: string; roles: Role[] }): Promise<string> {
  const app = await NestFactory.createApplicationContext(GrantRoleModule, {
    logger: false,
    abortOnError: false,
  });
  try {
    await app.get(Database).prepare();
    const connection = app.get<Connection>(getConnectionToken());
    await prepareMessagingCollections(connection);
    return await connection.withSession((session) =>
      session.withTransaction(() => setRoles(app.get(AccountsStore), app.get(Roles), session)),
    );
  } finally {
    await app.close();
  }

  async function setRoles(accounts: AccountsStore, granting: Roles, session: ClientSession) {
    const account = await accounts.ofPhone(phone, session);
    await granting.set(session, { account, roles, actor: 'command-line' });
    return account._id;
  }
}

async function main(): Promise<void> {
  const wanted = grantOf(process.argv.slice(2));
  if (!wanted) {
    process.stderr.write(USAGE);
    process.exitCode = BAD_USAGE;
    return;
  }
  const impatient = setTimeout(() => {
    process.stderr.write('grant-role: the database does not answer\n');
    process.exit(1);
  }, PATIENCE_MS);
  try {
    process.stdout.write(`${await grant(wanted)}\n`);
  } catch (error) {
    const problems = error instanceof ConfigurationError ? error.problems : [String(error)];
    for (const problem of problems) process.stderr.write(`grant-role: ${problem}\n`);
    process.exitCode = error instanceof ConfigurationError ? BAD_CONFIGURATION : 1;
  } finally {
    clearTimeout(impatient);
  }
}

void main();
