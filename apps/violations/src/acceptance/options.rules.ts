import {
  refusalIn,
  type HandlingMethod,
  type HandlingPreview,
  type Language,
  type PointsPreview,
  type Policy,
  type Refusal,
  type Wording,
} from '@demerit/contracts';
import { refuseDispute } from '../disputes/disputes.rules';
import type { ViolationDocument } from '../register/violations.types';
import { firstFailing, type AcceptanceAttempt } from './acceptance.rules';

const RISK_NOTICE: Wording = {
  en: 'Handle only cars you know, and only what you did yourself at the wheel: taking points for others, for gain or as a favour, is punished.',
  'zh-CN':
    '请只处理您了解的车辆，且只处理您本人驾驶时的违法行为：无论有偿还是无偿，替他人接受记分都会受到处罚。',
};

/** What to do where a method is open. */
const NEXT_STEPS: Record<HandlingMethod['method'], Wording> = {
  online: {
    en: 'Accept it, declaring that you were driving, and pay the fine.',
    'zh-CN': '请声明您是当时的驾驶人，接受处罚并缴纳罚款。',
  },
  window: {
    en: 'Visit a service window with your licence and ID card.',
    'zh-CN': '请携带驾驶证和身份证前往服务窗口。',
  },
  dispute: {
    en: 'Dispute it with your statement and your evidence; an officer answers in writing.',
    'zh-CN': '请提交陈述和证据提出异议，民警将书面答复。',
  },
};

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
    riskNotice: RISK_NOTICE[language],
  };
}

/** The ways to handle a violation, each by the guards an acceptance would meet; the declaration is supposed to be made. rules.md §3. */
export function handlingMethods(
  attempt: Omit<AcceptanceAttempt, 'method' | 'iWasTheDriver'>,
  language: Language,
): HandlingMethod[] {
  const refusalOf = (method: 'online' | 'window'): Refusal | undefined => {
    const supposed = { ...attempt, method, iWasTheDriver: true };
    return firstFailing(supposed)?.refusal(supposed);
  };
  return [
    methodBy('online', refusalOf('online'), language),
    methodBy('window', refusalOf('window'), language),
    methodBy('dispute', refuseDispute(attempt.violation), language),
  ];
}

function methodBy(
  method: HandlingMethod['method'],
  refusal: Refusal | undefined,
  language: Language,
): HandlingMethod {
  if (refusal === undefined) {
    return { method, available: true, nextStep: NEXT_STEPS[method][language] };
  }
  const { code, availableFrom } = refusal.refusal;
  const { detail: why, nextStep } = refusalIn(language, refusal.refusal);
  return {
    method,
    available: false,
    code,
    why,
    nextStep,
    ...(availableFrom === undefined ? {} : { availableFrom }),
  };
}
