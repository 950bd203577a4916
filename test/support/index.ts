/**
 * What flows over the running stack use: people, cars and violations of their own, so that flows never meet.
 *
 *   const driver = await newDriver();
 *   const car = await newCar(driver);
 *   const handling = await driver.acceptAndPay(await newViolation(car, { points: 3 }));
 */
export {
  ok,
  refused,
  type Answer,
  type Api,
  type CallOptions,
  type Problem,
} from '../../tools/dev/client/api';
export { Citizen } from '../../tools/dev/client/citizen';
export { eventually } from '../../tools/dev/client/eventually';
export { codeFor, logIn, newestCode } from '../../tools/dev/client/log-in';
export {
  CODE_WITHOUT_FINE,
  newCarOf,
  newcomer,
  newViolationOf,
} from '../../tools/dev/city/newcomers';
export { askForCar, requestCar } from '../../tools/dev/city/people';
export {
  certify,
  decideBinding,
  decideTarget,
  decideVerification,
  keyReviewTarget,
  registerLicence,
  registerVehicle,
  registerViolation,
} from '../../tools/dev/city/staff';
export { codeOf, finalAnswer, kindsOf, newKey } from './calls';
export { booksAreRight, closingOver, inDatabases, type Row } from './databases';
export { EventTap, Quiet } from './event-tap';
export { demerit } from './operator';
export { noticeOf, notify, proofOf, settle, WEBHOOKS } from './provider';
export { binding, closed, entries, listed, notified, orderBecomes } from './seen';
export {
  api,
  crashAt,
  ended,
  home,
  kill,
  mibOf,
  pidOf,
  ready,
  replaced,
  restart,
  stack,
  stayAway,
} from './stack';
export {
  advanceClock,
  actsOn,
  audited,
  bind,
  dayAgo,
  domainNow,
  entryOf,
  newCar,
  newCitizen,
  newDriver,
  newDrivers,
  newViolation,
  readingsOf,
  recordedPoints,
  revokeDecision,
  soldTo,
  staff,
  violationSeenBy,
  type Car,
  type StaffRole,
} from './town';
