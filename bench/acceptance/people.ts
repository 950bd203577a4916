import { randomInt } from 'node:crypto';
import type { Session } from '@demerit/contracts';
import { newId } from '@demerit/platform';
import type { Db, Document } from 'mongodb';
import { Api, ok } from '../../tools/dev/client/api';
import { Citizen } from '../../tools/dev/client/citizen';
import { eventually } from '../../tools/dev/client/eventually';
import { stackHome } from '../../tools/dev/home/home';
import { logIn } from '../../tools/dev/client/log-in';
import { CODE_OF_POINTS, newCarOf, newcomer, newViolationOf } from '../../tools/dev/city/newcomers';
import { inFlight, type Office } from '../../tools/dev/city/people';
import { tokenOf } from '../../tools/dev/client/sessions';
import type { StackFile } from '../../tools/dev/home/stack-file';
import {
  decideVerification,
  registerLicence,
  registerVehicle,
  registerViolation,
} from '../../tools/dev/city/staff';
import type { Job } from './client';

const AT_ONCE = 6;
const BATCH = 1_000;

interface Driver {
  token: string;
  violationId: string;
}

/** Drivers with a car of their own each, who have accepted once: from then on an acceptance finds everything known. */
export async function newDriversOf(stack: StackFile, count: number): Promise<Driver[]> {
  const api = new Api(stack.gatewayUrl);
  const as = async (name: string): Promise<Api> => api.as(await tokenOf(stackHome(), stack, name));
  const office = { registrar: await as('registrar'), reviewer: await as('reviewer') };
  const jobs = Array.from({ length: count }, () => () => newDriver(api, office));
  return inFlight(AT_ONCE, jobs);
}

async function newDriver(api: Api, { registrar, reviewer }: Office): Promise<Driver> {
  const who = newcomer();
  await registerLicence(registrar, who.registry);
  const session: Session = await logIn(api, who.phone);
  const citizen = new Citizen(api.as(session.accessToken), who, session.accountId);
  await citizen.submitIdentity();
  await decideVerification(reviewer, citizen.accountId);
  await citizen.claimLicence();
  const car = newCarOf(who);
  await registerVehicle(registrar, car);
  const seen = newViolationOf(car, { code: CODE_OF_POINTS[1] });
  const violationId = await registerViolation(registrar, seen);
  await eventually(async () => ok(citizen.accept(violationId)));
  return { token: session.accessToken, violationId };
}

/**
 * So many more violations of each driver's car, written straight into the database of violations after the pattern of the first; as jobs in
 * which nobody comes twice in a row.
 */
export async function moreViolations(
  violations: Db,
  drivers: readonly Driver[],
  each: number,
): Promise<Job[]> {
  const collection = violations.collection<Document & { _id: string }>('violations');
  const ids = drivers.map(({ violationId }) => violationId);
  const patterns = await collection.find({ _id: { $in: ids } }).toArray();
  const patternOf = new Map(patterns.map((pattern) => [pattern._id, pattern]));
  const notices = randomInt(1e9);
  const jobs: Job[] = [];
  const rows: (Document & { _id: string })[] = [];
  for (let n = 0; n < each; n += 1) {
    for (const { token, violationId } of drivers) {
      const { handling: _accepted, ...pattern } = patternOf.get(violationId) ?? { _id: '' };
      const _id = newId(violationId.split('_')[0] ?? '');
      const noticeNumber = String(1e15 + notices * 1e6 + jobs.length);
      rows.push({ ...pattern, _id, noticeNumber, status: 'published', version: 1 });
      jobs.push({ token, violationId: _id });
    }
  }
  for (let from = 0; from < rows.length; from += BATCH)
    await collection.insertMany(rows.slice(from, from + BATCH));
  return jobs;
}
