/** What stands against closing an account, and what its person does about it. */
export const CLOSING_EN = {
  'closing.staff_roles': 'The account has staff roles.',
  'closing.staff_roles_step': 'Ask an admin to take them away; then close the account.',
  'closing.only_delegate': 'You are the only one who acts for an organisation.',
  'closing.only_delegate_step':
    'Let somebody else ask at /v1/me/organisations and be approved, or leave it yourself by DELETE /v1/me/organisations/ and its id.',
  'closing.dispute': 'A dispute of yours is not answered.',
  'closing.dispute_step':
    'Wait for the answer, or take the dispute back: DELETE /v1/disputes/ and its id.',
  'closing.handling': 'A handling of yours is not closed.',
  'closing.handling_step':
    'See /v1/handlings: pay what is to be paid, or withdraw it while that is possible, and wait until it is closed.',
  'closing.order': 'An order of yours is not paid.',
  'closing.order_step':
    'See /v1/orders and pay it; what is frozen can be paid when the review is over.',
  'closing.payment': 'A payment that you began is still open.',
  'closing.payment_step':
    'Finish it, take it back by DELETE /v1/payments/ and its id, or wait 15 minutes for its end.',
  'closing.refund': 'A payment of yours is being refunded.',
  'closing.refund_step': 'Wait until the money is back with you; that is told at /v1/orders.',
  'closing.pending_points': 'Points of yours are reserved and not recorded yet.',
  'closing.pending_points_step': 'See /v1/me/points and wait until none are pending.',
  'closing.education': 'Your licence has reached the full score, and the education is not over.',
  'closing.education_step': 'Study, pass the exams and pay the fines: see /v1/me/points.',
  'closing.key_review': 'You are on the key review list.',
  'closing.key_review_step': 'Wait until a reviewer has released you.',
  'closing.sanction_case': 'A sanction case against you is not decided and enforced.',
  'closing.sanction_case_step':
    'See /v1/me/sanction-cases: answer it there, and wait until it is in force or revoked.',
  'closing.binding_bar': 'You are barred from asking for the vehicles of others.',
  'closing.binding_bar_step': 'Go to a service desk: an officer can lift the bar.',
} as const;
