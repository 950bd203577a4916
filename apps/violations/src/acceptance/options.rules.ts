import {
  refusalIn,
  textIn,
  toStaff,
  type HandlingMethod,
  type HandlingPreview,
  type Language,
  type PointsPreview,
  type Policy,
  type Refusal,
} from '@demerit/contracts';
import { refuseDispute } from '../disputes/disputes.rules';
import { readerOf } from '../register/open.rules';
import type { ViolationDocument } from '../register/violations.types';
import { firstFailing, type AcceptanceAttempt } from './acceptance.rules';

/** What accepting would do. Without a claimed licence the ledger has nothing to say: nothing recorded, no slot used. rules.md §3. */
export function handlingPreview(
  violation: Pick<ViolationDocument, 'fineFen' | 'points'>,
  points: PointsPreview | undefined,
  policy: Policy,
  language: Language,
): HandlingPreview {
  return {
    fineFen: violation.fineFen,
    points: violation.points,
    recordedAfter: points?.recordedAfter ?? violation.points,
    vehicleLicences: points?.vehicleLicences ?? { used: 0, limit: policy.licencesPerVehicle },
    yourVehicles: points?.yourVehicles ?? { used: 0, limit: policy.vehiclesPerLicence },
    wouldBeTheFourth: points?.wouldBeTheFourth ?? false,
    riskNotice: textIn(language, 'options.risk_notice'),
  };
}

/** Who reads the options: the person they are of, or staff, to whom it is said of that person. */
export interface Audience {
  language: Language;
  toStaff?: boolean;
  /** Of an officer who reads what is their own: reading it is allowed, deciding it is not. */
  own?: Refusal;
}

/** The ways to handle a violation, each by the guards an acceptance would meet; the declaration is supposed to be made. `wasDisputed`: by the person who asks. rules.md §3. */
export function handlingMethods(
  attempt: Omit<AcceptanceAttempt, 'method' | 'iWasTheDriver'>,
  wasDisputed: boolean,
  audience: Audience,
): HandlingMethod[] {
  const refusalOf = (method: 'online' | 'window'): Refusal | undefined => {
    const supposed = { ...attempt, method, iWasTheDriver: true, wasDisputed };
    return firstFailing(supposed)?.refusal(supposed);
  };
  return [
    methodBy('online', refusalOf('online'), audience),
    methodBy('window', audience.own ?? refusalOf('window'), audience),
    methodBy('dispute', refuseDispute(attempt.violation, wasDisputed, readerOf(attempt)), audience),
  ];
}

function methodBy(
  method: HandlingMethod['method'],
  refusal: Refusal | undefined,
  { language, toStaff: isToStaff = false }: Audience,
): HandlingMethod {
  if (refusal === undefined) {
    return { method, available: true, nextStep: textIn(language, `options.${method}`) };
  }
  const { code, availableFrom } = refusal.refusal;
  const said = isToStaff ? toStaff(refusal.refusal) : refusal.refusal;
  const { detail: why, nextStep } = refusalIn(language, said);
  return {
    method,
    available: false,
    code,
    why,
    nextStep,
    ...(availableFrom === undefined ? {} : { availableFrom }),
  };
}
