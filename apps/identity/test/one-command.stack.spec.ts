import '../../../tools/dev/home/own-stores';
import {
  commandsOf,
  connection,
  on,
  startReplicas,
  stopReplicas,
} from '../../../test/support/replicas';
import { IdentityModule } from '../src/identity.module';
import { LICENCES } from '../src/licences/licences.store';
import type { LicenceDocument } from '../src/licences/licences.types';
import { VERIFICATIONS } from '../src/identities/verification.store';
import type { VerificationDocument } from '../src/identities/verification.types';
import { PeopleService } from '../src/people/people.service';

/** What identity asks of its database while an acceptance asks it for a person. */

const driver = (n: number) => `acc_${n}`;
const sent: string[][] = [];

/** To what a person is made of, by any replica, until it is called. */
function asked(): () => string[] {
  const from = sent.map(({ length }) => length);
  const ofPerson = /(verifications|licences|accounts)$/;
  return () =>
    sent.flatMap((commands, n) => commands.slice(from[n])).filter((one) => ofPerson.test(one));
}

function identityOf(n: number): VerificationDocument {
  return {
    _id: driver(n),
    status: 'verified',
    name: 'k1.aa.bb.cc',
    idNumber: 'k1.aa.bb.cc',
    personKey: `person_${n}`,
    documentIds: [],
    submittedAt: new Date(),
    version: 1,
  };
}

function licenceOf(n: number): LicenceDocument {
  return {
    _id: `lic_${n}`,
    licenceNumber: 'k1.aa.bb.cc',
    fileNumberKey: 'file',
    personKey: `person_${n}`,
    class: 'C1',
    firstIssuedOn: '2015-01-01',
    validUntil: '2099-01-01',
    holds: [],
    accountId: driver(n),
    version: 1,
  };
}

const personOf = (n: number) => ({
  accountId: driver(n),
  personKey: `person_${n}`,
  identityStatus: 'verified',
  licence: {
    licenceId: `lic_${n}`,
    class: 'C1',
    firstIssuedOn: '2015-01-01',
    validUntil: '2099-01-01',
    holds: [],
  },
});

const ALL = Array.from({ length: 20 }, (_, n) => n);

beforeAll(async () => {
  await startReplicas(IdentityModule, (replica) => void sent.push(commandsOf(replica)));
  const rows = <T extends object>(name: string) => connection().collection<T>(name);
  await rows<VerificationDocument>(VERIFICATIONS.name).insertMany(ALL.map(identityOf));
  await rows<LicenceDocument>(LICENCES.name).insertMany(ALL.map(licenceOf));
}, 60_000);

afterAll(stopReplicas, 60_000);

test('given one who asks for a verified person with a licence, then both are one command', async () => {
  const commands = asked();
  expect(await on(PeopleService).person(driver(1))).toEqual(personOf(1));
  expect(commands()).toHaveLength(1);
});

test('given many at once, then each gets their own, and all of them are one command', async () => {
  const people = on(PeopleService);
  const commands = asked();
  const found = await Promise.all(ALL.map((n) => people.person(driver(n))));
  expect(found).toEqual(ALL.map(personOf));
  expect(commands()).toHaveLength(1);
});

test('given a person whose identity waits and who has no licence, then that is said', async () => {
  const waiting = { ...identityOf(30), status: 'submitted' } as const;
  await connection().collection<VerificationDocument>(VERIFICATIONS.name).insertOne(waiting);
  const commands = asked();
  expect(await on(PeopleService).person(driver(30))).toEqual({
    accountId: driver(30),
    personKey: null,
    identityStatus: 'submitted',
    licence: null,
  });
  expect(commands()).toHaveLength(1);
});

test('given nobody of that id, then that is refused', async () => {
  await expect(on(PeopleService).person('acc_none')).rejects.toMatchObject({
    code: 'ACCOUNT_NOT_FOUND',
  });
});
