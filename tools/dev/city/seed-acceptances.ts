import type { Handling, HandlingMethod, Violation } from '@demerit/contracts';
import { UnexpectedAnswer, type Answer, type Api } from '../client/api';
import type { Citizen } from '../client/citizen';

/** Refusals of the attempt that gets a person listed: without it nobody is suspended. */
const LIMITS = ['LICENCE_LIMIT_REACHED', 'VEHICLE_LIMIT_REACHED'];
/** Refusals that an account may be there to show. */
const SHOWN = [...LIMITS, 'POINT_SERVICE_SUSPENDED', 'VIOLATION_NOT_OPEN'];

type Way = 'online' | 'window';

/** Accepts and pays in the way that is open: the points, or the code for which no way is. */
export async function acceptAndPay(
  noticeNumber: string,
  citizen: Citizen,
  officer: Api,
): Promise<number | string> {
  const violation = await noticed(citizen, noticeNumber);
  const handling = await handlingOf(violation, citizen, officer);
  if (typeof handling === 'string') return handling;
  if (handling.status === 'awaiting_payment' && handling.orderId !== null)
    await citizen.pay(handling.orderId);
  return handling.decision.points;
}

async function handlingOf(
  { violationId, handlingId }: Violation,
  citizen: Citizen,
  officer: Api,
): Promise<Handling | string> {
  if (handlingId !== undefined) return citizen.handling(handlingId);
  const methods = await waysOf(violationId, citizen);
  const open = methods.find(({ available }) => available);
  if (open === undefined) return methods[0]?.code ?? 'no way';
  const answer = await accept(violationId, open.method as Way, citizen, officer);
  // What was recorded meanwhile may have closed a way that was open when it was looked at.
  return answer.status === 201 ? answer.body : codeOf(answer);
}

/** Has the attempt refused that no limit allows; the code or reason for which there is no such refusal. */
export async function beRefused(
  noticeNumber: string,
  code: string,
  citizen: Citizen,
  officer: Api,
): Promise<string | undefined> {
  if ((await citizen.me()).pointService.status === 'suspended') return undefined;
  const { violationId } = await noticed(citizen, noticeNumber);
  const methods = await waysOf(violationId, citizen);
  const limited = methods.find((method) => LIMITS.includes(method.code ?? ''));
  if (limited === undefined) {
    const isOpen = methods.some(({ available }) => available);
    return isOpen ? `${noticeNumber} is allowed` : (methods[0]?.code ?? 'no way');
  }
  const answer = await accept(violationId, limited.method as Way, citizen, officer);
  if (answer.status !== 409 || codeOf(answer) !== code) throw new UnexpectedAnswer(answer);
  return undefined;
}

/** Why an open violation cannot be accepted in any way, where that is not what the account is there to show. */
export async function noOtherWay(
  noticeNumber: string,
  citizen: Citizen,
): Promise<string | undefined> {
  const { violationId } = await noticed(citizen, noticeNumber);
  const methods = await waysOf(violationId, citizen);
  if (methods.some(({ available }) => available)) return undefined;
  return methods.map(({ code = '' }) => code).find((code) => !SHOWN.includes(code));
}

/** Online, then at the window: the dry run lists nobody. */
async function waysOf(violationId: string, citizen: Citizen): Promise<HandlingMethod[]> {
  const { methods } = await citizen.handlingOptions(violationId);
  return methods.filter(({ method }) => method !== 'dispute');
}

async function accept(
  violationId: string,
  way: Way,
  citizen: Citizen,
  officer: Api,
): Promise<Answer<Handling>> {
  if (way === 'online') return citizen.accept(violationId);
  const { licence } = await citizen.me();
  if (licence === null) throw new Error(`${citizen.identity.realName} has no licence`);
  const { licenceId } = licence;
  const body = { violationId, licenceId, iWasTheDriver: true };
  return officer.post<Handling>('/v1/window/acceptances', body);
}

/** @throws UnexpectedAnswer when it is no refusal. */
function codeOf(answer: Answer<unknown>): string {
  const { code } = (answer.body ?? {}) as { code?: string };
  if (code === undefined || ![403, 409, 422].includes(answer.status))
    throw new UnexpectedAnswer(answer);
  return code;
}

async function noticed(citizen: Citizen, noticeNumber: string): Promise<Violation> {
  const violations = await citizen.violations();
  const found = violations.find((violation) => violation.noticeNumber === noticeNumber);
  if (!found)
    throw new Error(`${citizen.identity.realName} does not see the violation ${noticeNumber}`);
  return found;
}
