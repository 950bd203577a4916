/**
 * Every way the system says no, once, with `refusals-of-points.ts`. A rule returns one of these; the gateway's `refusals.http.ts` gives each its HTTP status.
 * `title` says what, `nextStep` what the caller can do about it; each other language has the same. Source: rules.md §1–§6.
 */
export const COMMON_REFUSALS = {
  UNAUTHENTICATED: [
    'No valid access token',
    'Log in and repeat the request with the access token.',
  ],
  FORBIDDEN: [
    'Your roles do not allow this',
    'Ask an administrator for the role this route names. Whoever has it as staff must enrol a second factor and log in with it.',
  ],
  OWN_CASE: [
    'This is about yourself, and nobody decides about themselves',
    'Somebody else has to decide this: leave it to a colleague who has the role.',
  ],
  VALIDATION_FAILED: [
    'The request is not well formed',
    'Correct the fields named in errors and send it again.',
  ],
  RATE_LIMITED: ['Too many attempts', 'Wait for the seconds in Retry-After and try again.'],
  SERVICE_UNAVAILABLE: [
    'The service does not answer; the outcome is unknown',
    'Repeat the request with the same Idempotency-Key after Retry-After seconds.',
  ],
  SMS_NOT_SENT: [
    'The message could not be sent to the phone',
    'Ask for it again after Retry-After seconds.',
  ],
  IDEMPOTENCY_IN_PROGRESS: [
    'The first request with this key is still running',
    'Wait a second and repeat it with the same key.',
  ],
  IDEMPOTENCY_KEY_REUSED: [
    'This key was used with another body',
    'Use a new key for a new request.',
  ],
  PRECONDITION_REQUIRED: ['If-Match is missing', 'Read the item and send its etag in If-Match.'],
  PRECONDITION_FAILED: [
    'Somebody else changed this meanwhile',
    'Read the item again and decide on its newest state.',
  ],
  PAYLOAD_TOO_LARGE: ['The content is too large', 'Send at most the size the route allows.'],
  UNSUPPORTED_MEDIA_TYPE: [
    'The content is of a type not accepted here',
    'Send a JPEG, PNG or PDF file.',
  ],
  ROUTE_NOT_FOUND: ['There is nothing at this address', 'See /docs for the addresses there are.'],

  CODE_INVALID: [
    'The code is wrong or no longer valid',
    'Request a new code and enter it within 5 minutes.',
  ],
  REFRESH_TOKEN_INVALID: ['The refresh token is not valid any more', 'Log in again with a code.'],
  SECOND_FACTOR_REQUIRED: [
    'The log-in needs your second factor',
    'Send secondFactorToken with the code of your authenticator, or a recovery code, to /v1/auth/second-factor within 5 minutes.',
  ],
  SECOND_FACTOR_INVALID: [
    'The code of the second factor is wrong, was used or came too late',
    'Wait for the next code of your authenticator and send that; at a log-in begin again with a code of your phone.',
  ],
  SECOND_FACTOR_ENROLLED: [
    'The account has a second factor already',
    'Take it off with a code of it before you enrol another.',
  ],
  SECOND_FACTOR_NOT_FOUND: [
    'The account has no such second factor',
    'The owner of the account enrols one when they are logged in.',
  ],
  SESSION_NOT_FOUND: ['No such session', 'List your sessions under /v1/me/sessions.'],
  ACCOUNT_NOT_FOUND: ['No such account', 'Check the account id.'],
  DOCUMENT_NOT_FOUND: [
    'No such document',
    'Upload it under /v1/me/documents and use the id you receive.',
  ],
  DOCUMENT_QUOTA_REACHED: [
    'As many documents of yours are kept as a person may have',
    'Use those that are there. One that nothing names goes a day after its upload.',
  ],
  DOCUMENTS_REQUIRED: [
    'Documents are missing',
    'Upload the pictures named in detail under /v1/me/documents and send their ids.',
  ],
  ID_NUMBER_INVALID: ['The ID number is not valid', 'Check the 18 characters on your ID card.'],
  ID_NUMBER_TAKEN: [
    'Another account is verified with this ID number',
    'Compare both; then reject this one with the reason, or send the person to a service window.',
  ],
  PHONE_CHANGE_REFUSED: [
    'One of both codes is wrong or no longer valid',
    'Request a code for each of both numbers and enter them within 5 minutes. If you cannot read the old one’s, go to a service desk with your papers.',
  ],
  PHONE_TAKEN: [
    'Another account has this phone number',
    'Log in with it, or give another number. Accounts are never merged.',
  ],
  ACCOUNT_NOT_CLOSABLE: [
    'The account cannot be closed yet',
    'Settle what detail names, then close it.',
  ],
  ACCOUNT_CLOSING: [
    'The account is being closed',
    'Nothing more can be done with it. If it could not be closed, try again in a minute.',
  ],
  IDENTITY_ALREADY_SUBMITTED: [
    'Your identity is verified or under review',
    'See its status at /v1/me.',
  ],
  IDENTITY_NOT_VERIFIED: [
    'Your identity is not verified',
    'Submit your name, ID number and pictures at /v1/me/identity-verification, then wait for the reviewer; the status is at /v1/me.',
  ],
  ORGANISATION_CODE_INVALID: [
    'The unified social credit code is not valid',
    'Check the 18 characters on the business licence.',
  ],
  ORGANISATION_NOT_FOUND: [
    'No such request to act for an organisation',
    'List yours under /v1/me/organisations.',
  ],
  ORGANISATION_EXISTS: [
    'You act for this organisation, or have asked to',
    'See it under /v1/me/organisations.',
  ],
  ORGANISATION_LIMIT_REACHED: [
    'So many act for one organisation, or one account for so many, and no more',
    'Have one of them end at /v1/me/organisations first.',
  ],
  VERIFICATION_NOT_FOUND: ['No verification of that account', 'List the queue again.'],
  DECISION_NOT_POSSIBLE: ['This was decided already', 'Read the item again to see the decision.'],
  LICENCE_NOT_MATCHED: [
    'The licence does not match the register and your verified ID',
    'Check the licence number and the 12-digit file number on your licence.',
  ],
  LICENCE_ALREADY_CLAIMED: ['You have claimed a licence already', 'See it at /v1/me.'],
  BANNED_FROM_LICENSING: [
    'You are banned from holding a licence',
    'Apply again after the date in availableFrom.',
  ],
  LICENCE_REQUIRED: ['You have not claimed a driving licence', 'Claim it at /v1/me/licence.'],
  LICENCE_NOT_VALID: ['Your licence is not valid at present', 'See its holds at /v1/me.'],
  LICENCE_NOT_FOUND: [
    'No such licence',
    'Check the licence id; a licence counts once its holder has claimed it.',
  ],
  NOTIFICATION_NOT_FOUND: ['No such notification', 'List them under /v1/me/notifications.'],

  VEHICLE_NOT_FOUND: ['No such vehicle of yours', 'List your vehicles under /v1/me/vehicles.'],
  VEHICLE_NOT_MATCHED: [
    'These details match no vehicle',
    'Check plate, engine number and the owner’s details on the vehicle licence.',
  ],
  SHARE_CODE_INVALID: [
    'The share code is wrong, used up, too old, or not for you',
    'Ask the owner to share the car again: a code is good for one request, for 10 minutes.',
  ],
  VEHICLE_NOT_BINDABLE: [
    'Only small non-commercial cars may be bound by a non-owner',
    'Handle its violations at a service window, with the papers of the vehicle.',
  ],
  PLATE_INVALID: [
    'The plate number is not of this plate type’s form',
    'Check plate number and plate type.',
  ],
  PLATE_NOT_ADMINISTERED: [
    'Military plates are not administered here',
    'Turn to the authority of the armed forces.',
  ],
  VIN_TAKEN: [
    'Another vehicle of the register has this VIN',
    'Compare both; enter the other one with deregisteredOn when it is the same car, or correct the VIN.',
  ],
  VIN_INVALID: ['The VIN is not valid', 'Check the 17 characters on the vehicle licence.'],
  BINDING_NOT_FOUND: ['No such binding', 'List yours under /v1/bindings.'],
  BINDING_BARRED: [
    'You may not ask for the vehicles of others: a request of yours was rejected for false material',
    'Turn to an officer at a service window, who may lift the bar. Your own vehicles are not concerned.',
  ],
  BINDING_BAR_NOT_FOUND: ['This account is not barred', 'Check the account id.'],
  BINDING_EXISTS: [
    'You have a binding or a request for this vehicle',
    'See it under /v1/bindings.',
  ],
  BINDING_QUOTA_REACHED: ['A quota of bindings is used up', 'Ask again from availableFrom on.'],
  BINDING_NOT_PENDING: [
    'This binding does not wait for that',
    'Read the binding to see its status.',
  ],
  BINDING_FROZEN: [
    'This request is frozen while a suspension stands',
    'It goes on by itself when the suspension ends.',
  ],
  CONSENT_CODE_INVALID: [
    'The consent code is wrong or used up',
    'Ask the owner for the newest code.',
  ],

  VIOLATION_NOT_FOUND: [
    'No such violation',
    'List the violations of your vehicles under /v1/violations.',
  ],
  VIOLATION_CODE_UNKNOWN: [
    'This violation code is not in the catalogue',
    'See /v1/violation-catalogue.',
  ],
  FINE_NOT_SET: ['No fine is set for this code, place and date', 'Check jurisdiction and date.'],
  NOTICE_NUMBER_REUSED: [
    'This notice number was used for another violation',
    'Check the notice number; what is wrong in the violation that has it is corrected at PATCH /v1/registry/violations/{noticeNumber}.',
  ],
  POINT_SERVICE_SUSPENDED: [
    'Your point service is suspended: you are a key review target',
    'Wait for the decision of the review; you are notified of it. Paying for your own car and disputing stay open.',
  ],
  VEHICLE_SUSPENDED: [
    'Handling of this vehicle by non-owners is suspended',
    'Ask the owner, or wait for the review of the vehicle.',
  ],
  VEHICLE_NOT_BOUND: [
    'You neither own this vehicle nor have it bound',
    'Bind it under /v1/bindings first.',
  ],
  VIOLATION_BEFORE_BINDING: [
    'The violation is older than your binding',
    'Leave it to the owner or whoever drove then.',
  ],
  VIOLATION_NOT_OPEN: ['This violation is not open', 'Read the violation to see its status.'],
  DRIVER_DECLARATION_REQUIRED: [
    'Points are only for the person who drove',
    'Send iWasTheDriver: true if, and only if, you were driving.',
  ],
  LICENCE_CLASS_MISMATCH: [
    'Your licence class does not cover this vehicle',
    'Leave it to whoever drove with a licence for it.',
  ],
  LICENCE_NOT_VALID_THEN: [
    'Your licence was issued after this violation',
    'Leave it to whoever drove.',
  ],
  WINDOW_REQUIRED: [
    'This cannot be handled online',
    'Visit a service window with your licence and ID card.',
  ],
  LICENCE_LIMIT_REACHED: [
    'This licence has its vehicles of this cycle',
    'Your point service is suspended and under review; wait for the reviewer’s decision.',
  ],
  VEHICLE_LIMIT_REACHED: [
    'This vehicle has its licences of this cycle',
    'You and the vehicle are under review; wait for the reviewer’s decision.',
  ],
  HANDLING_NOT_FOUND: ['No such handling of yours', 'List yours under /v1/handlings.'],
  WITHDRAWAL_NOT_POSSIBLE: [
    'This acceptance cannot be withdrawn any more',
    'Follow it under /v1/handlings, and pay its order under /v1/orders while that is open.',
  ],
  DECISION_NOT_FOUND: ['No such decision', 'Check the decision number.'],
  REVOCATION_NOT_POSSIBLE: [
    'This decision is not in force',
    'Read the decision to see what became of it.',
  ],
  DISPUTE_ALREADY_MADE: [
    'You have disputed this violation before',
    'See what became of your dispute under /v1/disputes.',
  ],
  DISPUTE_NOT_AT_DESK: [
    'The desk takes no dispute of this vehicle',
    'Have its owner, or whoever has it bound, dispute the violation online.',
  ],
  DISPUTE_NOT_FOUND: ['No such dispute', 'List yours under /v1/disputes.'],

  ORDER_NOT_FOUND: ['No such order', 'List yours under /v1/orders.'],
  ORDER_FROZEN: [
    'This order is frozen while the driver’s point service is suspended',
    'Pay after the review ended.',
  ],
  ORDER_NOT_PAYABLE: ['This order cannot be paid now', 'Read the order to see its status.'],
  PAYMENT_NOT_FOUND: ['No such payment', 'Check the payment id.'],
  PAYMENT_SETTLED: [
    'This payment was settled already',
    'Read the order: it is paid, or the money goes back by itself.',
  ],
  PAYMENT_OUTCOME_SET: ['Another outcome was set for this payment', 'Open a new payment.'],
  RECEIPT_NOT_FOUND: ['There is no receipt', 'A receipt exists once the order is paid.'],
  DIFFERENCE_NOT_FOUND: ['No such difference', 'List the differences again.'],
  WEBHOOK_SIGNATURE_INVALID: [
    'The signature of this notification is not valid',
    'Sign body and timestamp anew.',
  ],
} as const satisfies Record<string, readonly [title: string, nextStep: string]>;
