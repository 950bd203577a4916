/** What is said to staff, of the person concerned, where the rules speak to that person. */
export const STAFF_EN = {
  'to_staff.SESSION_NOT_FOUND': [
    'The account has no such session',
    'Read its sessions again: those that have ended are not among them.',
  ],
  'to_staff.VIOLATION_NOT_FOUND': [
    'No such violation',
    'Check the violation id or the notice number.',
  ],
  'to_staff.LICENCE_NOT_MATCHED': [
    'The licence does not match the register and the ID number',
    'Check the ID number on the ID card, and the licence number and the 12-digit file number on the licence.',
  ],
  'to_staff.LICENCE_NOT_MATCHED.licenceNumber': [
    'The register has no such licence',
    'Correct the licence number, or register the licence first.',
  ],
  'to_staff.BANNED_FROM_LICENSING': [
    'The person is banned from holding a licence',
    'Tell them to apply again after the date in availableFrom.',
  ],
  'to_staff.IDENTITY_NOT_VERIFIED': [
    'The driver’s identity is not verified',
    'Have the driver submit name, ID number and pictures at /v1/me/identity-verification and wait for the reviewer.',
  ],
  'to_staff.LICENCE_REQUIRED': [
    'The driver has not claimed a driving licence',
    'Have the driver claim it at /v1/me/licence.',
  ],
  'to_staff.LICENCE_REQUIRED.key_review': [
    'The person has no driving licence at present',
    'Release without extra slots, or decide when the person has claimed a licence.',
  ],
  'to_staff.LICENCE_NOT_VALID': [
    'The driver’s licence is not valid at present',
    'Tell the driver what ends each hold: it stands under holds and education of GET /v1/desk/licences/{licenceId}, and in the app at /v1/me and /v1/me/points.',
  ],
  'to_staff.POINT_SERVICE_SUSPENDED': [
    'The driver’s point service is suspended: they are a key review target',
    'Tell the driver to wait for the decision of the review. Paying for their own car and disputing stay open to them.',
  ],
  'to_staff.VEHICLE_SUSPENDED': [
    'Handling of this vehicle by non-owners is suspended',
    'Tell the driver to leave it to the owner, or to wait for the review of the vehicle.',
  ],
  'to_staff.VEHICLE_NOT_BOUND': [
    'The driver neither owns this vehicle nor has it bound',
    'Tell the driver to bind it under /v1/bindings first, once it is registered, or to leave it to the owner. Whoever cannot log in is given a phone at POST /v1/desk/accounts/{accountId}/phone.',
  ],
  'to_staff.VEHICLE_NOT_BOUND.not_theirs_then': [
    'The driver neither owned this vehicle nor had it bound when it happened',
    'Leave it to whoever owned the vehicle or had it bound when it happened.',
  ],
  'to_staff.VEHICLE_NOT_BOUND.awaits_consent': [
    'The driver’s request for this vehicle is not decided yet',
    'Tell the driver to ask the owner to consent; a reviewer decides then.',
  ],
  'to_staff.VEHICLE_NOT_BOUND.awaits_review': [
    'The driver’s request for this vehicle is not decided yet',
    'Tell the driver to wait for the reviewer’s decision.',
  ],
  'to_staff.VEHICLE_NOT_BOUND.awaits_thaw': [
    'The driver’s request for this vehicle is not decided yet',
    'Tell the driver to wait for the review that decides on the suspension.',
  ],
  'to_staff.VIOLATION_BEFORE_BINDING': [
    'The violation is older than the driver’s binding',
    'Leave it to the owner or whoever drove then; the driver may dispute it.',
  ],
  'to_staff.VIOLATION_NOT_OPEN': [
    'This violation is not open',
    'Tell the driver what detail says of it; nothing can be accepted meanwhile.',
  ],
  'to_staff.VIOLATION_NOT_OPEN.corrected': [
    'This violation was just corrected',
    'Read it again, and decide on what it says now.',
  ],
  'to_staff.VIOLATION_NOT_OPEN.register': [
    'This violation cannot be corrected or cancelled now',
    'Read it under /v1/registry/violations: a dispute is answered by an officer first, a decision revoked by one; what is eliminated or cancelled stays so.',
  ],
  'to_staff.DRIVER_DECLARATION_REQUIRED': [
    'Points are only for the person who drove',
    'Send iWasTheDriver: true if, and only if, the driver declares to have been driving.',
  ],
  'to_staff.LICENCE_CLASS_MISMATCH': [
    'The driver’s licence class does not cover this vehicle',
    'Leave it to whoever drove with a licence for it; the driver may dispute it.',
  ],
  'to_staff.LICENCE_NOT_VALID_THEN': [
    'The driver’s licence was issued after this violation',
    'Leave it to whoever drove; the driver may dispute it.',
  ],
  'to_staff.LICENCE_LIMIT_REACHED': [
    'The driver’s licence has its vehicles of this cycle',
    'Tell the driver that their point service is suspended and under review, and to wait for the reviewer’s decision.',
  ],
  'to_staff.VEHICLE_LIMIT_REACHED': [
    'This vehicle has its licences of this cycle',
    'Tell the driver that they and the vehicle are under review, and to wait for the reviewer’s decision.',
  ],
  'to_staff.ID_NUMBER_INVALID': [
    'The ID number is not valid',
    'Compare its 18 characters with the ID card of the person.',
  ],
  'to_staff.ID_NUMBER_INVALID.owner.idNumber': [
    'The ID number is not valid',
    'Compare it with the papers of the owner: one of its 18 characters is wrong.',
  ],
  'to_staff.ORGANISATION_NOT_FOUND': [
    'No such request to act for an organisation',
    'Check the id; requests that wait are listed under /v1/review/organisations.',
  ],
  'to_staff.VEHICLE_NOT_FOUND': [
    'No such vehicle',
    'Check plate and plate type, or the vehicle id.',
  ],
  'to_staff.BINDING_NOT_FOUND': [
    'No such binding',
    'Check the binding id; requests that wait are listed under /v1/review/bindings.',
  ],
  'to_staff.DISPUTE_NOT_AT_DESK.bindable': [
    'Others may bind this vehicle, so that its people dispute by themselves',
    'Have its owner, or whoever has it bound, dispute the violation in the app. Whoever cannot log in is given a phone: at POST /v1/desk/persons with a new account, at POST /v1/desk/accounts/{accountId}/phone with the account that they have.',
  ],
  'to_staff.DISPUTE_ALREADY_MADE': [
    'This person has disputed the violation before',
    'See what became of it in the case at /v1/desk/violations.',
  ],
  'to_staff.DISPUTE_NOT_FOUND': [
    'No such dispute',
    'Check the dispute id; those that wait are listed under /v1/review/disputes.',
  ],
  'to_staff.HANDLING_NOT_FOUND': [
    'No such handling',
    'Find the case by its notice at /v1/desk/violations.',
  ],
  'to_staff.ORDER_NOT_FOUND': [
    'No such order',
    'Check the order id, or the number on the receipt; or find the case by its notice at /v1/desk/violations.',
  ],
  'to_staff.ORGANISATION_LIMIT_REACHED': [
    'So many act for one organisation, and no more',
    'Reject the request with this as the reason, or first take back the approval of one of them at /v1/review/organisations.',
  ],
} as const satisfies Record<string, readonly [title: string, nextStep: string]>;
