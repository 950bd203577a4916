/** Refusals of the ledger's officers' routes and of study to reduce points, as `REFUSALS` has them. rules.md §4, §5. */
export const SANCTION_REFUSALS = {
  DATE_OUT_OF_RANGE: [
    'A date lies before 1950 or after tomorrow',
    'Correct the date named in detail.',
  ],
  REVERSAL_NOT_POSSIBLE: [
    'This record was reversed already',
    'Nothing more can be taken back; see the entries of the licence.',
  ],
  STUDY_NOT_POSSIBLE: [
    'Study cannot reduce your points at present',
    'See reason; your points are at /v1/me/points, your holds at /v1/me.',
  ],
  CERTIFICATE_USED: [
    'This certificate has reduced points already',
    'Send the certificate of another study.',
  ],
  EDUCATION_NOT_OPEN: [
    'No full-score education is open for this licence',
    'An education is open while 12 points or more are recorded.',
  ],
  EXAM_NOT_REQUIRED: [
    'This exam is not required, or was passed already',
    'See examsRequired and examsPassed of the education order.',
  ],
  SANCTION_CASE_NOT_FOUND: ['No such sanction case', 'List the cases under /v1/sanction-cases.'],
  SANCTION_CASE_INCOMPLETE: [
    'The case does not say everything the notice must say',
    'Send the fields named in detail with the notice.',
  ],
  SANCTION_STEP_NOT_POSSIBLE: [
    'The case is not at this step',
    'Read the case again to see its status.',
  ],
  SANCTION_DECISION_OUTDATED: [
    'Another case of this person came into force or ended since the decision',
    'Decide the case again; the range allowed has changed.',
  ],
  DECISIONS_NOT_MATCHED: [
    'The decisions do not fit the case',
    'Name decisions that were made on the seller’s licence.',
  ],
  OUTSIDE_POLICY: [
    'The policy does not allow this',
    'Choose measures within allowed, or another policy.',
  ],
} as const satisfies Record<string, readonly [title: string, nextStep: string]>;
