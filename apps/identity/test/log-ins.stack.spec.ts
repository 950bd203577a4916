import '../../../tools/dev/home/own-stores';
import { commandsOf, on, startReplicas, stopReplicas } from '../../../test/support/replicas';
import { IdentityModule } from '../src/identity.module';
import { SessionsService } from '../src/sessions/sessions.service';
import { codeFor, HERE, logInWith, newPhone } from './new-sessions';

/** What many log-ins at once ask of the database. */

const sent: string[][] = [];
const TWENTY = Array.from({ length: 20 }, newPhone);

beforeAll(async () => {
  await startReplicas(IdentityModule, (replica) => void sent.push(commandsOf(replica)));
}, 60_000);

afterAll(stopReplicas, 60_000);

/** How many transactions were committed since, by any replica, until it is called. */
function commits(): () => number {
  const from = sent.map(({ length }) => length);
  return () =>
    sent
      .flatMap((commands, n) => commands.slice(from[n]))
      .filter((one) => one.startsWith('commitTransaction')).length;
}

test('given twenty numbers that log in at once, then each has its own account and session, and they share transactions', async () => {
  const entered: Parameters<typeof logInWith>[0][] = [];
  for (const phone of TWENTY) entered.push({ phone, ...(await codeFor(phone)) });
  const sessions = on(SessionsService);
  const committed = commits();
  const opened = await Promise.all(
    entered.map((one) => sessions.open({ address: HERE, device: 'Firefox 127.0', ...one })),
  );
  expect(committed()).toBeLessThan(10);
  expect(new Set(opened.map(({ accountId }) => accountId)).size).toBe(20);
  expect(new Set(opened.map(({ refreshToken }) => refreshToken)).size).toBe(20);
});

test('§1.code.life: given one code that is entered many times at once, then one log-in has it', async () => {
  const phone = newPhone();
  const entered = { phone, ...(await codeFor(phone)) };
  const opened = await Promise.allSettled(
    Array.from({ length: 4 }, () => logInWith({ ...entered })),
  );
  expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('given two codes of one new number that are entered at once, then both log into one account', async () => {
  const phone = newPhone();
  const [one, another] = [await codeFor(phone), await codeFor(phone, '192.0.2.1')];
  const opened = await Promise.all([
    logInWith({ phone, ...one }),
    logInWith({ phone, ...another }),
  ]);
  expect(new Set(opened.map(({ accountId }) => accountId)).size).toBe(1);
});
