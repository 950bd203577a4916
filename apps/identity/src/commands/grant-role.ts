import { parseArgs } from 'node:util';
import { ROLES, type Role } from '@demerit/contracts';
import { Outbox, prepareMessagingCollections } from '@demerit/messaging';
import { PlatformModule } from '@demerit/platform';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { ACCOUNTS, AccountsStore } from '../accounts/accounts.store';
import { Roles } from '../accounts/roles';
import { DENIALS, DenialsStore } from '../denials/denials.store';
import { oneShot } from './one-shot';

const USAGE = `usage: grant-role --phone 13812345678 --roles admin[,reviewer…]
Creates the account if there is none, gives it exactly these roles (${ROLES.join(', ')}) and prints its id.
Reads the same environment as the service identity; the first admin is made this way.
`;
/** As every command of an operator. */
const BAD_USAGE = 2;

@Module({
  imports: [
    PlatformModule.forService('identity', { messaging: false }),
    MongooseModule.forFeature([ACCOUNTS, DENIALS]),
  ],
  providers: [
    AccountsStore,
    DenialsStore,
    Roles,
    {
      provide: Outbox,
      useFactory: (connection: Connection) => new Outbox(connection),
      inject: [getConnectionToken()],
    },
  ],
})
class GrantRoleModule {}

interface Grant {
  phone: string;
  roles: Role[];
}

function grantOf(args: string[]): Grant | undefined {
  const { values } = parseArgs({
    args,
    options: { phone: { type: 'string' }, roles: { type: 'string' } },
    strict: false,
  });
  const { phone, roles } = values;
  if (typeof phone !== 'string' || !/^1[3-9]\d{9}$/.test(phone)) return undefined;
  if (typeof roles !== 'string') return undefined;
  const named = new Set(roles.split(','));
  const roleNames = ROLES.filter((role) => named.has(role));
  return roleNames.length === named.size ? { phone, roles: roleNames } : undefined;
}

/** The id of the account. */
async function grant(app: INestApplicationContext, { phone, roles }: Grant): Promise<string> {
  const connection = app.get<Connection>(getConnectionToken());
  await prepareMessagingCollections(connection);
  return connection.withSession((session) =>
    session.withTransaction(async () => {
      const account = await app.get(AccountsStore).ofPhone(phone, session);
      await app.get(Roles).set(session, { account, roles, actor: 'command-line' });
      return account._id;
    }),
  );
}

const wanted = grantOf(process.argv.slice(2));
if (wanted) void oneShot('grant-role', GrantRoleModule, (app) => grant(app, wanted));
else {
  process.stderr.write(USAGE);
  process.exitCode = BAD_USAGE;
}
