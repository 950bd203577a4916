import { createHash } from 'node:crypto';

/** A sentence of the users' own description, the rules that keep it, and the routes where it is met. Its tests are those of its rules. */
export interface Sentence {
  text: string;
  rules: string[];
  routes: string[];
}

/** Of the sentences joined by line feeds, so that none is lost or reworded unnoticed. */
export const STORY_SHA256 = 'ba75d769b3c3763baabf001e5360f29bdb826fa5aad3e269e3c488110a0a15f0';

export const STORY: readonly Sentence[] = [
  {
    text: "How to Use the Traffic Management 12123 App to Deduct Points for Someone Else's Vehicle?",
    rules: ['§2.match.fields', '§3.acceptance.online', '§4.limits.licence'],
    routes: ['POST /v1/bindings', 'POST /v1/violations/{id}/acceptances', 'GET /v1/me/points'],
  },
  {
    text: 'You need to bind a non-personal motor vehicle in the Traffic Management 12123 APP and upload personal identification documents for verification to deduct points on behalf of others.',
    rules: [
      '§1.verify.documents',
      '§1.verify.reviewer',
      '§2.request.papers',
      '§3.guard-1.identity',
      '§3.guard-3.bound',
    ],
    routes: [
      'POST /v1/me/documents',
      'POST /v1/me/identity-verification',
      'POST /v1/review/identity-verifications/{accountId}/decision',
      'POST /v1/bindings',
    ],
  },
  {
    text: "More relevant information is as follows: Note 1: In one scoring cycle, a maximum of three driver's licenses can be used to deduct points for one motor vehicle; one driver's license can only deduct points for the violation records of up to three motor vehicles within one scoring cycle.",
    rules: [
      '§4.cycle.year',
      '§4.limits.vehicle',
      '§4.limits.licence',
      '§4.limits.race',
      '§3.guard-10.limits',
    ],
    routes: [
      'GET /v1/violations/{id}/handling-options',
      'POST /v1/violations/{id}/acceptances',
      'GET /v1/me/points',
    ],
  },
  {
    text: "If more than three driver's licenses are used or more than three motor vehicles' violation records are processed, the user will be listed as a key review target and their point deduction service will be suspended.",
    rules: [
      '§4.limits.fourth',
      '§4.limits.fourth-vehicle',
      '§4.review.releases',
      '§4.suspended.everywhere',
    ],
    routes: [
      'POST /v1/violations/{id}/acceptances',
      'GET /v1/me',
      'GET /v1/review/key-review-targets',
      'POST /v1/review/key-review-targets/{targetId}/decision',
    ],
  },
  {
    text: "Note 2: Accepting penalties and point deductions on behalf of the actual driver and profiting from it will result in a 6-month suspension of the driver's license and a fine for the first offense; for repeated offenses or organizing/introducing others to do so, the offender will face up to 15 days of detention, a fine, revocation of the motor vehicle driver's license, and a five-year ban from obtaining a driver's license.",
    rules: [
      '§5.default.first',
      '§5.default.again',
      '§5.force.holds',
      '§2.risk.preview',
      '§4.review.case',
    ],
    routes: [
      'GET /v1/violations/{id}/handling-options',
      'POST /v1/review/key-review-targets/{targetId}/decision',
      'POST /v1/sanction-cases/{caseId}/enforcement',
    ],
  },
  {
    text: 'Any illegal gains will be confiscated.',
    rules: ['§5.default.gains', '§5.force.orders', '§2.risk.preview'],
    routes: [
      'GET /v1/violations/{id}/handling-options',
      'POST /v1/sanction-cases/{caseId}/decision',
    ],
  },
  {
    text: "I recently used the Traffic Management 12123 app to handle traffic violations for my colleague's car and finally figured out the steps for point deduction.",
    rules: ['§2.match.fields', '§2.consent.code', '§3.acceptance.online'],
    routes: [
      'POST /v1/bindings',
      'POST /v1/bindings/{id}/consent',
      'POST /v1/violations/{id}/acceptances',
      'POST /v1/orders/{id}/payments',
    ],
  },
  {
    text: 'First, you need to download and install the app, then register an account and log in with your phone number.',
    rules: ['§1.login.phone', '§1.login.account'],
    routes: ['POST /v1/auth/codes', 'POST /v1/auth/sessions'],
  },
  {
    text: "Binding the vehicle is crucial—it requires your colleague to provide the license plate number, engine number, and their driver's license information.",
    rules: ['§2.match.fields', '§2.request.form', '§2.consent.app'],
    routes: ['POST /v1/bindings', 'POST /v1/bindings/{id}/consent'],
  },
  {
    text: 'After entering these details, wait for the system to approve.',
    rules: ['§2.review.decides', '§2.binding.no-time'],
    routes: ['GET /v1/bindings/{id}', 'POST /v1/review/bindings/{bindingId}/decision'],
  },
  {
    text: "Then, check the violation records under 'Violation Inquiry,' select the handling method, and the points will be automatically deducted after paying the fine.",
    rules: [
      '§3.inquiry.who',
      '§3.options.open',
      '§3.preview.shown',
      '§3.points.on-payment',
      '§3.acceptance.same-key',
      '§4.entries.kinds',
      '§6.webhook.once',
    ],
    routes: [
      'GET /v1/violations',
      'GET /v1/violations/{id}/handling-options',
      'POST /v1/violations/{id}/acceptances',
      'POST /v1/orders/{id}/payments',
      'POST /v1/webhooks/payments/{provider}',
      'GET /v1/me/points/entries',
    ],
  },
  {
    text: "Note that penalty points can only be assigned to the driver who committed the violation—I can't take the points for them.",
    rules: ['§3.guard-6.declaration', '§3.guard-5.open', '§3.acceptance.own-licence'],
    routes: ['POST /v1/violations/{id}/acceptances'],
  },
  {
    text: 'The whole process is quite convenient; downloading the app takes just minutes, but binding might take a day.',
    rules: ['§2.review.expected'],
    routes: ['POST /v1/bindings', 'GET /v1/bindings/{id}'],
  },
  {
    text: 'For safety, avoid handling violations for unfamiliar people to prevent risks related to point-deduction violations—just process the bound vehicles.',
    rules: ['§2.risk.request', '§2.risk.preview', '§2.quota.active', '§3.guard-3.bound'],
    routes: [
      'POST /v1/bindings',
      'GET /v1/violations/{id}/handling-options',
      'POST /v1/violations/{id}/acceptances',
    ],
  },
  {
    text: 'Remember to check if the records update successfully after handling.',
    rules: ['§7.timeline.handling', '§7.notice.acceptance', '§7.live.steps', '§4.entries.chain'],
    routes: [
      'GET /v1/handlings/{id}',
      'GET /v1/me/points',
      'GET /v1/me/points/entries',
      'GET /v1/me/notifications',
    ],
  },
];

export function sha256Of(story: readonly Sentence[]): string {
  return createHash('sha256')
    .update(story.map(({ text }) => text).join('\n'))
    .digest('hex');
}
