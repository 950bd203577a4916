import { parseArgs } from 'node:util';
import { Outbox, prepareMessagingCollections } from '@demerit/messaging';
import { PlatformModule } from '@demerit/platform';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import type { ClientSession, Connection } from 'mongoose';
import { ACCOUNTS, AccountsStore } from '../accounts/accounts.store';
import type { AccountDocument } from '../accounts/accounts.types';
import { IdentityConfig } from '../codes/identity.config';
import { DENIALS, DenialsStore } from '../denials/denials.store';
import { SecondFactorReset } from '../second-factor/second-factor-reset';
import { DEVICES, DevicesStore } from '../sessions/devices.store';
import { PENDING_LOG_INS, PendingLogIns } from '../sessions/pending-log-ins';
import { SessionNews } from '../sessions/session-news';
import { SESSIONS, SessionsStore } from '../sessions/sessions.store';
import { FACTORS, FactorsStore } from '../totp/factors.store';
import { oneShot } from './one-shot';

const USAGE = `usage: reset-second-factor --phone 13812345678 | --account acc_… --reason "Telephone and recovery codes lost"
Takes the second factor off the account, ends all its sessions and prints its id. For the only admin who lost authenticator and recovery codes;
everybody else's is reset by an admin. Reads the same environment as the service identity.
`;
const NEXT = `The account has no second factor any more, and its sessions have ended. Its holder logs in by the phone, which is a session without roles of staff
where a second factor is required, and enrols at once: POST /v1/me/second-factor, then POST /v1/me/second-factor/confirmation, then a refresh.
Until then whoever holds the phone could enrol in their place: be sure that it is theirs. The audit has a row second-factor.reset by command-line.
`;
/** As every command of an operator. */
const BAD_USAGE = 2;

@Module({
  imports: [
    PlatformModule.forService('identity', { config: IdentityConfig, messaging: false }),
    MongooseModule.forFeature([ACCOUNTS, DENIALS, DEVICES, FACTORS, PENDING_LOG_INS, SESSIONS]),
  ],
  providers: [
    AccountsStore,
    DenialsStore,
    DevicesStore,
    FactorsStore,
    PendingLogIns,
    SecondFactorReset,
    SessionNews,
    SessionsStore,
    {
      provide: Outbox,
      useFactory: (connection: Connection) => new Outbox(connection),
      inject: [getConnectionToken()],
    },
  ],
})
class ResetSecondFactorModule {}

type Of = { phone: string } | { accountId: string };

interface Wanted {
  of: Of;
  reason: string;
}

function wantedBy(args: string[]): Wanted | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { phone: text, account: text, reason: text },
    strict: false,
  });
  const { phone, account, reason } = values;
  if (typeof reason !== 'string' || reason === '' || reason.length > 500) return undefined;
  const isPhone = typeof phone === 'string' && /^1[3-9]\d{9}$/.test(phone);
  const isAccount = typeof account === 'string' && account !== '';
  if (isPhone && account === undefined) return { of: { phone }, reason };
  if (isAccount && phone === undefined) return { of: { accountId: account }, reason };
  return undefined;
}

/** The id of the account. */
async function reset(app: INestApplicationContext, { of, reason }: Wanted): Promise<string> {
  const connection = app.get<Connection>(getConnectionToken());
  await prepareMessagingCollections(connection);
  const accountId = await connection.withSession((session) =>
    session.withTransaction(async () => {
      const account = await accountOf(app.get(AccountsStore), of, session);
      if (!account) throw new Error('there is no such account');
      const by = { actor: 'command-line', reason };
      await app.get(SecondFactorReset).run({ accountId: account._id, ...by }, session);
      return account._id;
    }),
  );
  process.stderr.write(NEXT);
  return accountId;
}

async function accountOf(
  accounts: AccountsStore,
  of: Of,
  session: ClientSession,
): Promise<AccountDocument | undefined> {
  if ('accountId' in of) return accounts.find(of.accountId, session);
  return accounts.findByPhone(of.phone, session);
}

const wanted = wantedBy(process.argv.slice(2));
if (wanted)
  void oneShot('reset-second-factor', ResetSecondFactorModule, (app) => reset(app, wanted));
else {
  process.stderr.write(USAGE);
  process.exitCode = BAD_USAGE;
}
