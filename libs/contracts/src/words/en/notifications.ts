/** What notifications say. */
export const NOTIFICATIONS_EN = {
  'notification.consent_asked':
    'Somebody asks to use your vehicle. Consent or refuse under “bound by others”.',
  'notification.binding_shared':
    'Somebody asks to use your vehicle with the code that you shared; a reviewer decides. You may end it under “bound by others”.',
  'notification.consent_denied':
    'The owner of the vehicle did not consent: your request has ended.',
  'notification.consent_expired':
    'The owner of the vehicle did not answer in time: your request has ended. You may ask again.',
  'notification.binding_active': 'Your vehicle binding is active.',
  'notification.binding_rejected':
    'Your vehicle binding was rejected. The reason stands in the binding.',
  'notification.binding_barred':
    'Your vehicle binding was rejected for false material. You may not ask for the vehicles of others until an officer lifts that.',
  'notification.binding_bar_lifted': 'You may ask for the vehicles of others again.',
  'notification.binding_released': 'A vehicle binding was released.',
  'notification.binding_ended': 'A vehicle binding ended because the vehicle has a new owner.',
  'notification.binding_ended_plate_lost':
    'A vehicle binding ended because the plate was given to another car.',
  'notification.binding_ended_deregistered':
    'A vehicle binding ended because the vehicle was deregistered and has no plate any longer.',
  'notification.binding_ended_by_sanction':
    'A vehicle binding ended because a sanction for trading points is in force against you.',
  'notification.delegate_approved':
    'You may act for the organisation now: for its vehicles you consent, release, inquire, dispute and share.',
  'notification.delegate_rejected':
    'Your request to act for an organisation was rejected. The reason stands in the request.',
  'notification.delegate_removed':
    'You may act for the organisation no longer. The reason stands in the request.',
  'notification.delegate_left': 'You act for the organisation no longer.',
  'notification.vehicle_gained':
    'A vehicle is registered as yours. You see and handle what happens with it from then on.',
  'notification.vehicle_lost':
    'Your vehicle has a new owner in the register. What happened in your time stays yours to see and handle.',
  'notification.vehicle_plate_lost':
    'The plate of your vehicle was given to another car. What happened before stays yours to see and handle.',
  'notification.violation_published':
    'A new violation of a vehicle that you own or have bound was published.',
  'notification.violation_reopened':
    'A violation of a vehicle that you own or have bound is open again: its decision no longer stands.',
  'notification.violation_corrected':
    'A violation of a vehicle that you own or have bound was corrected. Read what it says now.',
  'notification.violation_cancelled':
    'A violation of a vehicle that you own or have bound was cancelled: it was entered by mistake.',
  'notification.dispute_opened':
    'A dispute of a violation was received. An officer answers in writing.',
  'notification.dispute_eliminated': 'The dispute was decided: the violation is eliminated.',
  'notification.dispute_upheld':
    'The dispute was decided: the violation stands. The reasons stand in the dispute.',
  'notification.dispute_withdrawn': 'The dispute was taken back: the violation is open again.',
  'notification.accepted_on_your_car':
    'Somebody accepted a violation of your vehicle as its driver.',
  'notification.decision_issued': 'Penalty decision {decisionNumber} was issued. Pay by {dueOn}.',
  'notification.decision_without_fine':
    'Penalty decision {decisionNumber} was issued. There is no fine.',
  'notification.decision_revoked': 'Penalty decision {decisionNumber} was revoked.',
  'notification.points_recorded':
    'Points recorded on your licence: {points}. The balance is {balance}.',
  'notification.threshold_crossed':
    'The points of your licence have reached {threshold}. The balance is {balance}.',
  'notification.order_due_soon':
    'Your fine is due on {dueOn}, in a few days. From the day after a surcharge grows each day.',
  'notification.order_due':
    'Your fine is due today, {dueOn}. From tomorrow a surcharge grows each day.',
  'notification.order_overdue': 'Your fine was due on {dueOn}. A surcharge grows each day.',
  'notification.cycle_ending_unpaid':
    'Your scoring cycle ends on {cycleEndsOn}, and fines are not paid ({unpaidFines}): their points will carry into the new cycle.',
  'notification.payment_refunded': 'A payment of {amountYuan} yuan is refunded.',
  'notification.handling_closed': 'Your case is closed.',
  'notification.handling_withdrawn': 'Your acceptance was withdrawn.',
  'notification.point_service_suspended':
    'Your point service is suspended: you are listed as a key review target.',
  'notification.point_service_confirmed':
    'The review confirmed the suspension of your point service.',
  'notification.point_service_reinstated': 'Your point service is open again.',
  'notification.points_reversed':
    'Points taken back from your licence: {points}. The balance is {balance}.',
  'notification.full_score_reached':
    'Your licence is detained: its balance is {balance}. Study {days} days and pass each of these exams: {subjects}.',
  'notification.hold_lifted': 'A hold on your licence was lifted.',
  'notification.identity_verified':
    'Your identity is verified. You may claim your driving licence.',
  'notification.identity_rejected':
    'Your identity was not verified. The reason stands at /v1/me; you may submit it again.',
  'notification.session_new_device':
    'Your account was logged into from a new device. If that was not you, end the session at /v1/me/sessions.',
  'notification.sanction_notice':
    'A case about trading points is open against you: case {caseId}. Read it at /v1/me/sanction-cases; you may answer it there in writing until it is decided.',
  'notification.sanction_decided':
    'Case {caseId} about trading points was decided and is not in force yet. Read at /v1/me/sanction-cases what was decided.',
  'notification.sanction_dropped':
    'Case {caseId} about trading points was dropped: nothing follows from it.',
  'notification.sanction_in_force':
    'A sanction for trading points is in force. Read case {caseId}.',
  'notification.sanction_revoked': 'The sanction of case {caseId} was revoked.',
} as const;
