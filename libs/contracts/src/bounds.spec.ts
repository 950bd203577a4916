import { getMetadataStorage } from 'class-validator';
import * as contracts from './index';

/** How long, how large and how many what is sent may be, to the letter: callers and stored data rely on it. */
const BOUNDS: Record<string, string> = {
  'AdvanceClockBody.advanceSeconds': 'from 1 to 632448000',
  'BindingBody.documentIds': '10 of them',
  'BindingBody.plateNumber': '1 to 16 long',
  'BindingBody.relationNote': '1 to 100 long',
  'CancellationBody.reason': '1 to 1000 long',
  'CheckDecision.code': '1 to 64 long',
  'CheckDocuments.documentIds': '10 of them',
  'CheckEvidence.documentIds': '5000 of them',
  'CheckReceipt.code': '1 to 64 long',
  'ClockState.version': 'from 0',
  'CommandKey.bodyHash': '1 to 128 long',
  'CommandKey.id': '1 to 128 long',
  'CorrectionBody.evidence': '10 of them',
  'CorrectionBody.place': '1 to 200 long',
  'CorrectionBody.reason': '1 to 1000 long',
  'CycleEndingUnpaid.unpaidFines': 'from 1',
  'DecisionCheckQuery.code': '1 to 64 long',
  'DecisionBody.reason': '1 to 500 long',
  'DeskPhoneBody.reason': '1 to 500 long',
  'DifferenceDecisionBody.reason': '1 to 500 long',
  'DisputeBody.documentIds': '10 of them',
  'DisputeBody.statement': '1 to 2000 long',
  'DisputeDecisionBody.reason': '1 to 2000 long',
  'EducationBody.examPassed': 'one of 1, 2, 3',
  'EducationBody.studyDays': 'from 1 to 120',
  'FindLicences.licenceNumbers': '500 of them',
  'FindMessages.messageIds': '10000 of them',
  'FindMessages.requestId': '1 to 128 long',
  'FindVehicles.plates': '2000 of them',
  'FullScoreReached.balance': 'from 1',
  'FullScoreReached.examsRequired': 'one of 1, 2, 3',
  'FullScoreReached.round': 'from 1',
  'FullScoreReached.studyDaysRequired': 'from 1',
  'GetHandlingStates.handlingIds': '10000 of them',
  'GetIdentities.accountIds': '200 of them',
  'GetIdentities.personKeys': '200 of them',
  'GetOwners.plates': '500 of them',
  'GetPlates.vehicleIds': '1000 of them',
  'GetViolationFacts.ids': '100 of them',
  'IdentityVerificationBody.documentIds': '10 of them',
  'ImportBatch.rows': '500 of them',
  'KeyReviewDecisionBody.extraSlots': 'from 1 to 3',
  'KeyReviewDecisionBody.reason': '1 to 500 long',
  'LicenceHolds.version': 'from 1',
  'LiftBarBody.reason': '1 to 500 long',
  'ListAudit.rows': 'from 1 to 101',
  'ListViolationsOfVehicle.times': '200 of them',
  'OpenSession.device': '1 to 100 long',
  'OpeningBalance.points': 'from 0 to 999',
  'OpeningBalance.slots': '20 of them',
  'OpeningBalance.source': '1 to 200 long',
  'OpeningSlot.plateNumber': '1 to 16 long',
  'OrganisationBody.documentIds': '10 of them',
  'OrganisationBody.name': '2 to 100 long',
  'OrderDue.amountFen': 'from 0 to 100000000',
  'OwnDataOf.after': '1 to 200 long',
  'PageQuery.cursor': '1 to 200 long',
  'PageQuery.limit': 'from 1 to 100',
  'PaymentOutcomeBody.amountFen': 'from 0 to 100000000',
  'PaymentOutcomeBody.copies': 'from 1 to 20',
  'PaymentOutcomeBody.delayMs': 'from 0 to 86400000',
  'PaymentRefunded.amountFen': 'from 0 to 100000000',
  'PaymentSettled.amountFen': 'from 0 to 100000000',
  'PaymentSettled.surchargeFen': 'from 0 to 100000000',
  'PeopleNotified.people': '500 of them',
  'PointServiceStanding.version': 'from 1',
  'PointsRecorded.balance': 'from 0',
  'PointsRecorded.points': 'from 0 to 12',
  'PointsReversed.balance': 'from 0',
  'PointsReversed.points': 'from 0',
  'PreviewPoints.points': 'from 0 to 12',
  'ReceiptCheckQuery.code': '1 to 64 long',
  'RefreshBody.refreshToken': '10 to 500 long',
  'RegistryCertificate.certificate': '1 to 100 long',
  'RegistryVehicle.plateNumber': '1 to 16 long',
  'RegistryViolation.evidence': '10 of them',
  'RegistryViolation.place': '1 to 200 long',
  'RegistryViolation.plateNumber': '1 to 16 long',
  'RevocationBody.reason': '1 to 1000 long',
  'SanctionAnswerBody.documentIds': '10 of them',
  'SanctionAnswerBody.statement': '1 to 2000 long',
  'SanctionCaseBody.decisionNumbers': '50 of them',
  'SanctionCaseBody.documentIds': '10 of them',
  'SanctionCaseBody.gainFen': 'from 0 to 100000000',
  'SanctionCaseBody.statement': '1 to 2000 long',
  'SanctionDecisionBody.banYears': 'from 0 to 100',
  'SanctionDecisionBody.confiscationFen': 'from 0 to 100000000',
  'SanctionDecisionBody.detentionDays': 'from 0 to 365',
  'SanctionDecisionBody.fineFen': 'from 0 to 100000000',
  'SanctionDecisionBody.points': 'from 0 to 1000',
  'SanctionDecisionBody.reason': '1 to 1000 long',
  'SanctionDecisionBody.suspensionMonths': 'from 0 to 120',
  'SanctionEnforcementBody.reason': '1 to 1000 long',
  'SanctionEvent.decisionNumbers': '50 of them',
  'SanctionEvent.version': 'from 1',
  'SanctionInForce.confiscationFen': 'from 0 to 100000000',
  'SanctionInForce.detentionDays': 'from 0',
  'SanctionInForce.fineFen': 'from 0 to 100000000',
  'SanctionInForce.points': 'from 0',
  'SanctionNoticeBody.decisionNumbers': '50 of them',
  'SanctionNoticeBody.documentIds': '10 of them',
  'SanctionNoticeBody.gainFen': 'from 0 to 100000000',
  'SanctionNoticeBody.statement': '1 to 2000 long',
  'SanctionRevocationBody.reason': '1 to 1000 long',
  'SandboxAccount.name': '1 to 64 long',
  'SandboxAccount.note': '1 to 500 long',
  'SandboxAccounts.items': '200 of them',
  'SmsTexts.en': '1 to 500 long',
  'SmsTexts.zh-CN': '1 to 500 long',
  'StaffCommand.ifMatch': '0 to 200 long',
  'Standing.version': 'from 0',
  'StoreWebhook.body': '100000 long',
  'StudyBody.certificate': '1 to 100 long',
  'ThresholdCrossed.threshold': 'one of 6, 9, 11, 12',
  'VehicleHandlingStanding.version': 'from 1',
  'VehicleQuery.plateNumber': '1 to 16 long',
  'VehiclesImported.vehicles': '500 of them',
  'ViolationAmended.userAccountIds': '1000 of them',
  'ViolationDecided.fineFen': 'from 0 to 100000000',
  'ViolationDecided.points': 'from 0 to 12',
  'ViolationPublished.fineFen': 'from 0 to 100000000',
  'ViolationPublished.points': 'from 0 to 12',
  'ViolationsImported.violations': '500 of them',
  'ViolationsQuery.plateNumber': '1 to 16 long',
  'WrittenPlate.plateNumber': '1 to 16 long',
};

/** In words, by the names of class-validator's checks. */
const WORDS: Record<string, (...of: unknown[]) => string> = {
  min: (least) => `from ${String(least)}`,
  max: (most) => `to ${String(most)}`,
  isLength: (least, most) => `${String(least)} to ${String(most)} long`,
  maxLength: (most) => `${String(most)} long`,
  arrayMaxSize: (most) => `${String(most)} of them`,
  isIn: (list) => `one of ${(list as unknown[]).join(', ')}`,
};

/** Of every field of every class: those of its checks that know a number. */
function boundsOf(exported: Record<string, unknown>): Record<string, string> {
  const found = new Map<string, Set<string>>();
  for (const one of Object.values(exported)) {
    if (typeof one !== 'function') continue;
    const checks = getMetadataStorage().getTargetValidationMetadatas(one, '', true, false);
    for (const { target, propertyName, name = '', constraints = [] } of checks) {
      const of = constraints as unknown[];
      if (!of.flat().some((it) => typeof it === 'number')) continue;
      const field = `${(target as { name: string }).name}.${propertyName}`;
      const said = WORDS[name]?.(...of) ?? `${name} ${of.join(' ')}`;
      found.set(field, (found.get(field) ?? new Set()).add(said));
    }
  }
  return Object.fromEntries(
    [...found].map(([field, said]) => [field, [...said].toSorted().join(' ')]),
  );
}

it('each bound of what is sent is this one', () => {
  expect(boundsOf(contracts)).toEqual(BOUNDS);
});
