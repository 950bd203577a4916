import { shanghaiDay } from '@demerit/contracts';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Api, ok, PATIENT_MS } from '../client/api';
import { Citizen } from '../client/citizen';
import { ACCOUNTS, cityRegisters, personNamed } from './data/data';
import { readJson, writeJson } from '../home/files';
import { builtProgram, type Home } from '../home/home';
import { inFlight } from './people';
import { seedDesk } from './seed-desk';
import { isUsual, linesOfLeftOut, noteOf, withLimit, type PolicyInForce } from './seed-notes';
import { playSteps, type Cast, type SeedingOffice } from './seed-steps';
import { renewToken, tokenOf } from '../client/sessions';
import { registerLicence, registerVehicle, registerViolation } from './staff';
import type { SeededAccount } from '../home/stack-file';

const IN_FLIGHT = 12;

interface Seeding {
  home: Home;
  gatewayUrl: string;
  /** For the program that makes the first admin. */
  identityEnvironment: NodeJS.ProcessEnv;
  said: (line: string) => void;
}

/** What is remembered beside the data; a repetition counts dates back from the same day and skips what is done. */
export interface Seeded {
  /** Shanghai day. */
  seededOn: string;
  done: boolean;
  /** Account → its note, where the policy bends what it shows. */
  notes?: Record<string, string>;
  /** The demo's cast has played: to play again they would have to be new. */
  storyPlayed?: boolean;
}

const LISTED: SeededAccount[] = ACCOUNTS.map(({ name, phone, roles, note }) => ({
  name,
  phone,
  roles,
  note: withLimit(note),
}));

/** Fills an empty stack with the city and the accounts of tools/dev/city/data, over the public interface. May be repeated. */
export async function seed(seeding: Seeding): Promise<SeededAccount[]> {
  const { home, said } = seeding;
  const before = readJson(home.seededFile) as Seeded | undefined;
  if (before?.done) return listed(seeding, before.notes);
  const seededOn = before?.seededOn ?? shanghaiDay(new Date());
  writeJson(home.seededFile, { seededOn, done: false } satisfies Seeded);

  said('seeding: staff, registers, citizens');
  const staff = await seedStaff(seeding);
  await seedRegisters(staff.registrar, seededOn);
  const notes = await seedCitizens(seeding, staff);
  await seedDesk(staff);
  writeJson(home.seededFile, { seededOn, done: true, notes } satisfies Seeded);
  return listed(seeding, notes);
}

/** Says at the sandbox who there is, each time, since an earlier version of it did not ask. */
async function listed(
  { gatewayUrl }: Seeding,
  notes: Record<string, string> = {},
): Promise<SeededAccount[]> {
  const items = LISTED.map((account) => ({
    ...account,
    note: notes[account.name] ?? account.note,
  }));
  await ok(patientApi(gatewayUrl).put('/v1/sandbox/accounts', { items }));
  return items;
}

/** Right after a start a service may well be too busy to answer in time. */
function patientApi(gatewayUrl: string): Api {
  return new Api(gatewayUrl, undefined, undefined, PATIENT_MS);
}

/** The first admin by command line (rules.md §1), the others by that admin. */
async function seedStaff({
  home,
  gatewayUrl,
  identityEnvironment,
}: Seeding): Promise<SeedingOffice & { registrar: Api }> {
  const stack = { gatewayUrl, accounts: LISTED };
  const api = patientApi(gatewayUrl);
  const staff = ACCOUNTS.filter(({ person }) => person === null);
  const first = staff.find(({ roles }) => roles.includes('admin'));
  if (!first) throw new Error('accounts.json has no admin');
  const grant = [
    builtProgram(home, 'identity', 'commands/grant-role'),
    '--phone',
    first.phone,
    '--roles',
    first.roles.join(','),
  ];
  await promisify(execFile)(process.execPath, grant, { env: identityEnvironment, cwd: home.root });
  const admin = api.as(await tokenOf(home, stack, first.name));
  const others = staff.filter((account) => account !== first);
  await Promise.all(
    others.map(async ({ name, roles }) => {
      const { accountId } = await ok(
        api.as(await tokenOf(home, stack, name)).get<{ accountId: string }>('/v1/me'),
      );
      await ok(admin.post(`/v1/accounts/${accountId}/roles`, { roles }));
    }),
  );
  // One after the other: each writes the file the sessions are kept in.
  for (const { name } of others) await renewToken(home, stack, name);
  return {
    registrar: api.as(await tokenOf(home, stack, 'registrar')),
    reviewer: api.as(await tokenOf(home, stack, 'reviewer')),
    officer: api.as(await tokenOf(home, stack, 'officer')),
  };
}

async function seedRegisters(registrar: Api, seededOn: string): Promise<void> {
  const { vehicles, licences, violations } = cityRegisters(seededOn);
  await inFlight(IN_FLIGHT, [
    ...licences.map((licence) => () => registerLicence(registrar, licence)),
    ...vehicles.map((vehicle) => () => registerVehicle(registrar, vehicle)),
  ]);
  await inFlight(
    IN_FLIGHT,
    violations.map((violation) => () => registerViolation(registrar, violation)),
  );
}

/** Answers the notes of the accounts. */
async function seedCitizens(
  { home, gatewayUrl, said }: Seeding,
  office: SeedingOffice,
): Promise<Record<string, string>> {
  const stack = { gatewayUrl, accounts: LISTED };
  const api = patientApi(gatewayUrl);
  const cast: Cast = new Map();
  const citizens = ACCOUNTS.filter(({ person }) => person !== null);
  for (const { name, person } of citizens) {
    const caller = api.as(await tokenOf(home, stack, name));
    const { accountId } = await ok(caller.get<{ accountId: string }>('/v1/me'));
    cast.set(name, new Citizen(caller, personNamed(person ?? name), accountId));
  }
  const policy = await ok(api.get<PolicyInForce>('/v1/policy'));
  const shown = await playSteps(citizens, cast, office, isUsual(policy));
  for (const line of linesOfLeftOut(shown)) said(line);
  return Object.fromEntries(shown.map((one) => [one.account.name, noteOf(one, policy)]));
}
