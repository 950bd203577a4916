import type { Place } from './operations';

/**
 * What the document says of ids in paths and of answers: the same name means the same on each route, so that it is said once. Of fields it says
 * what stands beside them in the contracts. What is missing here is named by test/document.spec.ts.
 */

interface Answer {
  description: string;
  content?: Record<string, { schema?: object }>;
}

const IN_PATHS: Readonly<Record<string, string>> = {
  accountId: 'The account concerned',
  bindingId: 'The binding',
  caseId: 'The sanction case',
  decisionNumber: 'The number that stands on the decision',
  differenceId: 'The difference',
  disputeId: 'The dispute',
  documentId: 'The document, as its upload was answered',
  handlingId: 'The handling',
  licenceId: 'The licence',
  noticeNumber: "The number of the police's notice: 5–40 digits, capitals and `-`",
  notificationId: 'The notification',
  orderId: 'The order',
  organisationId: "One account's request to act for the organisation",
  paymentId: 'The payment',
  provider: 'The payment provider that sends it',
  receiptNumber: 'The number that stands on the receipt, such as `R2026-00000001`',
  sessionId: 'The session, one of the list',
  targetId: 'The key review target',
  vehicleId: 'The vehicle',
  violationId: 'The violation',
};

/** By the schema that is answered. */
export const ANSWERS: Readonly<Record<string, string>> = {
  AccountFound: 'The account with its roles',
  Binding: 'The binding as it is now',
  BindingReviewItem: 'The request as it is now, with whom it concerns',
  CodeSent: 'The code is on its way: its challenge, and until when it can be used',
  Decision: 'The decision as it is now',
  DeskCase: 'The whole case as it is now: what there is of it, from the violation to the payments',
  DeskLicence: 'The licence with its holder',
  DeskVehicle: 'The vehicle with its owner',
  Difference: 'The difference as it is now',
  Dispute: 'The dispute as it is now',
  DisputeReviewItem: 'The dispute as it is now, with its violation',
  DocumentInfo: 'The document is stored: its id and what it is',
  EducationOrder: 'The education order as it is now',
  Handling: 'The handling as it is now, with its decision',
  HandlingOptions: 'What accepting would mean, and each way to handle the violation',
  KeyReviewTarget: 'The target as it is now',
  Licence: 'The licence as it is now',
  LicenceCase: 'The licence with its holder, and all that is kept of both',
  Me: 'Who the caller is',
  Notification: 'The notification as it is now',
  Order: 'The order as it is now',
  OrganisationCase: 'The request with the whole name and code',
  OrganisationItem: 'The request as it is now',
  Overview: 'How much happened, and what waits for staff',
  Payment: 'The payment that was begun: where to pay, how much, until when',
  PaymentOutcomeBody: 'The outcome is stored and follows; what was asked for is answered',
  PaymentView: 'The payment as it is now',
  PhoneChanged: 'The account has the new phone',
  PointsStatement: 'The points of the cycle that runs',
  RegisteredViolation: 'The violation as the register has it now',
  SanctionCase: 'The case as it is now',
  SandboxAccounts: 'The accounts as they are listed now',
  SecondFactorEnrolment: 'The secret for an authenticator, and the recovery codes',
  Session: 'The session with its tokens',
  ShareCode: 'The code, which is shown this once',
  Study: 'The study, with what it took off',
  VehicleCase: 'The vehicle with its owner, violations, bindings and slots',
  VerificationCase: 'The verification with the whole name and number',
  VerificationItem: 'The verification as it is now',
  Violation: 'The violation as it is now',
  WalkInAdmitted: 'The account and the licence of the person',
};

/** Routes of every service, whose classes know no document. */
const OF_EVERY_SERVICE: Readonly<Record<string, { summary: string; answer: string }>> = {
  '/health/live': {
    summary: 'Whether the process runs and answers.',
    answer: 'It runs',
  },
  '/health/ready': {
    summary: 'Whether every service, the payment sandbox, broker and database are ready.',
    answer: 'Everything is ready; each dependency is named',
  },
};

const SEEN = { type: 'object', additionalProperties: true };
const STATE_OF_EVERYTHING = {
  type: 'object',
  required: ['status'],
  properties: {
    status: { type: 'string', enum: ['ok', 'error', 'shutting_down'], description: 'Of all' },
    info: { ...SEEN, description: 'What is ready, by name' },
    error: { ...SEEN, description: 'What is not, by name' },
    details: { ...SEEN, description: 'Both' },
  },
};

/** Says of a route what its path names and what it answers, where the route itself does not. */
export function describe({ path, operation }: Place): void {
  const shared = OF_EVERY_SERVICE[path];
  if (shared) {
    operation.summary ??= shared.summary;
    operation.tags = ['Operations'];
  }
  for (const parameter of operation.parameters ?? []) {
    if (!('name' in parameter) || parameter.in !== 'path') continue;
    const description = IN_PATHS[parameter.name];
    if (description !== undefined) parameter.description ??= description;
  }
  for (const [status, answer] of Object.entries(operation.responses)) {
    const said = answer as Answer;
    if (shared) said.content ??= { 'application/json': { schema: STATE_OF_EVERYTHING } };
    said.description ||= shared?.answer ?? descriptionOf(status, said);
  }
}

function descriptionOf(status: string, { content = {} }: Answer): string {
  if (status === '204') return 'Done; there is nothing more to say';
  const [{ schema = {} } = {}] = Object.values(content);
  const name = '$ref' in schema ? String(schema.$ref).split('/').at(-1) : undefined;
  return ANSWERS[name ?? ''] ?? '';
}
