/** What the ledger says no to; the rest stands in `refusals.ts`. */
export const POINT_REFUSALS = {
  KEY_REVIEW_TARGET_NOT_FOUND: ['No such key review target', 'List the targets again.'],
  EXTRA_SLOTS_EXCEEDED: [
    'So many extra slots may not be granted in a cycle',
    'Release without slots, or with fewer.',
  ],

  ACCOUNT_IN_USE: [
    'The licence has entries of its own already',
    'See its entries; what was decided elsewhere is entered before anything is decided here.',
  ],
  DATE_OUT_OF_RANGE: [
    'A date lies outside of what is possible',
    'Correct the date named in detail.',
  ],
  REVERSAL_NOT_POSSIBLE: [
    'This record was reversed already',
    'Nothing more can be taken back; see the entries of the licence.',
  ],
  STUDY_NOT_POSSIBLE: [
    'This study is not possible at present',
    'See your points and an open education at /v1/me/points, your holds at /v1/me.',
  ],
  CERTIFICATE_USED: [
    'This certificate has reduced points already',
    'Send the certificate of another study.',
  ],
  CERTIFICATE_NOT_MATCHED: [
    'No such certificate is registered for you',
    'Check number and kind of the study; a new certificate counts once its organiser has reported it.',
  ],
  EDUCATION_NOT_OPEN: [
    'No full-score education is open for this licence',
    'An education is open while a licence is detained at full score; check the licence id.',
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
