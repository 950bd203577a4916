/** What refusals add to their code, and what the options of a handling say. Rules name the key and its parameters. */
export const DETAILS_EN = {
  'documents.missing': 'Missing: {kinds}.',
  'document.id_card_front': 'the front of the ID card (id_card_front)',
  'document.id_card_back': 'the back of the ID card (id_card_back)',
  'document.vehicle_licence': 'the vehicle licence (vehicle_licence)',
  'document.id_card': 'the ID card (id_card)',
  'document.driving_licence': 'the driving licence (driving_licence)',
  'document.business_licence': 'the business licence (business_licence)',
  'document.authorisation': 'the letter of authorisation (authorisation)',
  'documents.foreign': 'Not uploaded by you: {ids}.',
  'documents.not_evidence': 'documentIds must name documents of yours of the kind evidence.',
  'documents.no_evidence': 'No documents of the kind evidence: {ids}.',
  'documents.unreadable':
    'The file is damaged, has too many pixels, or is a PDF with more than pages in it.',
  'documents.at_most_5_mib': 'Send a file of at most 5 MiB.',

  'import.too_long':
    'After {lines} lines, with {accepted} entries taken and {rejected} lines rejected, the file had more lines than an import takes.',
  'import.too_slow':
    'After {lines} lines, with {accepted} entries taken and {rejected} lines rejected, the import had taken an hour.',
  'import.mostly_wrong':
    'After {lines} lines, with {accepted} entries taken, {rejected} lines were rejected; the rest was not read.',
  'import.endless_line': 'Line {line} is longer than {mib} MiB; the rest was not read.',
  'import.in_parts':
    'What was taken stays: send the rest in files of at most {most} lines. Lines that were taken may come again.',
  'import.mend_first':
    'What was taken stays: send the first hundred lines alone to read what is wrong with each, and the whole file when it is mended.',

  'phone.staff_account': 'The account has staff roles',
  'phone.staff_account_step':
    'An admin takes the staff roles away first; then the phone can be changed here.',
  'phone.taken_at_desk':
    'Ask for another number: accounts are never merged. If nobody is verified in this account, the person may log in with the number instead and submit their identity there.',
  'organisation.most_of_account': 'An account acts for at most {most}.',
  'organisation.most_delegates': 'At most {most} act for one organisation.',
  'verification.taken': 'Account {accountId} is verified with this ID number.',
  'walk_in.show_papers': 'Have the person show what is missing, and name it in papersSeen.',
  'walk_in.taken':
    'Find what the person has at /v1/desk/licences; another phone is set at /v1/desk/accounts/{accountId}/phone.',
  'walk_in.phone_taken':
    'Ask for another number, or leave it out: accounts are never merged. Whoever has used the app under this number and was never verified submits their identity there instead, at /v1/me/identity-verification.',

  'licence.holds': 'The licence is {holds}.',
  'licence.hold.detained': 'detained',
  'licence.hold.suspended': 'suspended',
  'licence.hold.revoked': 'revoked',
  'licence.hold.cancelled': 'cancelled',
  'licence.hold.expired': 'expired',
  'licence.ends.detained':
    'Do the full-score education at /v1/me/points, and pay the fines under /v1/orders.',
  'licence.ends.suspended': 'The suspension ends by itself, at the time told at /v1/me.',
  'licence.ends.revoked':
    'Once the ban has ended, at the time told at /v1/me, claim a new licence at /v1/me/licence.',
  'licence.ends.cancelled': 'Ask the licensing authority: it has cancelled the licence.',
  'licence.ends.expired':
    'Renew the licence with the licensing authority; it is valid here once the register has its new last day.',
  'confiscation.order_due_soon': 'What is confiscated is due on {dueOn}, in a few days.',
  'confiscation.order_due': 'What is confiscated is due today, {dueOn}.',
  'confiscation.order_overdue': 'What is confiscated was due on {dueOn}.',
  'licence.lifted.detained': 'The detention of your licence for the full score has ended.',
  'licence.lifted.suspended': 'The suspension of your licence was lifted.',
  'licence.lifted.revoked': 'The revocation of your licence was lifted.',
  'licence.check_numbers':
    'Check the licence number or the ID number. If they are right, the register lacks the licence: a registrar enters it.',
  'licence.own': 'Leave licenceId out, or use the one at /v1/me.',
  'opening.licence_moved':
    'The register gave the licence to somebody else since; what stands in its account is the former holder’s.',
  'opening.licence_moved_step':
    'Leave the account as it is: entries stay with the licence, and none is brought in over them.',
  'opening.outside_cycle':
    'The scoring cycle of the licence runs from {startsOn} to {lastDay}; a balance as of {asOf} says nothing about it.',
  'opening.plate_unknown': 'No vehicle of the register had this plate then',
  'opening.plate_unknown_step':
    'Correct plate type and number, or register the vehicle first; the day is the one in asOf.',
  'certificate.used_stays':
    'A certificate that has reduced points is not changed any more; enter another number.',
  'licence.number_unknown': 'The register has no such licence',
  'licence.register_first': 'Correct the licence number, or register the licence first.',

  'withdrawal.until':
    'Only an unpaid acceptance without an open payment can be withdrawn, and only within {hours} h of its decision.',
  'education.from': 'An education is open while {fullScore} or more are recorded.',
  'study.hold': 'A hold stands on your licence.',
  'study.no_points': 'You have no recorded points to take off.',
  'study.full_score':
    'Your recorded points have reached {fullScore}: the full-score education clears them.',
  'study.cycle_maximum':
    'Studies have taken off {most} in this cycle, and no more is taken off in one.',
  'study.full_scores': 'You have reached the full score {times} times in this cycle and the last.',
  'study.point_trading':
    'A sanction for trading points came into force against you in this cycle or one of the {before} before it.',

  'vehicle.not_registered': 'No vehicle of the register had the plate then.',
  'vehicle.await_registration':
    'Once the vehicle is registered, its owner sees the violation, and others may bind the vehicle under /v1/bindings.',
  'vehicle.awaits_consent':
    'The request to use this vehicle waits for its owner’s consent, until {until}.',
  'binding.await_consent':
    'Ask the owner to consent in the app, or for the code sent to their phone; a reviewer decides then.',
  'vehicle.awaits_review':
    'The request to use this vehicle waits for a reviewer’s decision, expected by {until}.',
  'binding.await_review': 'Wait for the reviewer’s decision; you will be notified of it.',
  'vehicle.awaits_thaw':
    'The request to use this vehicle is frozen by a suspension: nobody decides on it meanwhile.',
  'binding.await_thaw':
    'Wait for the review that decides on the suspension; the request goes on then.',
  'violation.is_in_handling': 'Somebody has just accepted this violation.',
  'violation.is_decided': 'This violation was accepted; its fine is not paid yet.',
  'violation.is_closed': 'This violation was accepted, and its fine is paid.',
  'violation.is_disputed': 'This violation is disputed; the answer is awaited.',
  'violation.is_eliminated': 'This violation was eliminated.',
  'violation.is_cancelled': 'This violation was entered by mistake and cancelled.',
  'violation.corrected_meanwhile': 'The register has just corrected this violation.',
  'dispute.made_for_organisation':
    'The organisation for which you act has disputed this violation before',
  'violation.read_again': 'Read it again, and decide on what it says now.',
  'violation.await_answer':
    'Wait for the answer to the dispute; whoever made it finds it under /v1/disputes and may take it back.',
  'violation.leave_to_accepter': 'Leave it to whoever accepted it.',
  'violation.closed_by_you': 'Read its decision, which names the remedies, under /v1/handlings.',
  'violation.nothing_to_do': 'Nothing is left for you to do here.',
  'vehicle.not_theirs_then':
    'When it happened, the vehicle belonged to somebody else, and it has changed hands or left the register since.',
  'vehicle.leave_to_owner_then':
    'Leave it to whoever owned the vehicle or had it bound when it happened.',
  'before_binding.or_dispute': 'Leave it to the owner or whoever drove then; you may dispute it.',
  'licence_class.or_dispute':
    'Leave it to whoever drove with a licence for it; you may dispute it.',
  'licence_issued_later.or_dispute': 'Leave it to whoever drove; you may dispute it.',
  'acceptance.came_to_nothing': 'This acceptance came to nothing.',
  'window.with_vehicle_papers':
    'Visit a service window with the papers of the vehicle, your licence and ID card.',
  'window.procedure': 'The ordinary procedure is not done online.',
  'window.fine': 'The fine is above what may be handled online.',
  'window.points': 'The points are above what may be handled online.',
  'window.would_reach_full_score': 'You would reach the full score.',
  'window.reaches_full_score':
    'Recorded {balance}, pending {pending}, these {points}: that reaches {fullScore}.',

  'limits.licence':
    'Vehicles of this licence until its cycle ends on {lastDay} at 24:00: {used} of {limit}.',
  'limits.vehicle':
    'Licences of this vehicle until its cycle ends on {lastDay} at 24:00: {used} of {limit}.',
  'limits.would_exceed': 'Accepting this would exceed the limit of the cycle.',
  'limits.do_not_accept':
    'Do not accept it: the attempt would be refused and reviewed, and your point service suspended. Wait for the next cycle.',
  'limits.extra_slots': '{granted} of {most} were granted in this cycle.',
  'review.no_licence':
    'The register gave the licence to somebody else, and the person has claimed no other: there is none to grant a slot to, or to open a case on.',

  'options.risk_notice':
    'Handle only cars you know, and only what you did yourself at the wheel: taking points for others, for gain or as a favour, is punished.',
  'options.accepted_by_you':
    'You have accepted it: pay its order under /v1/orders, or follow it under /v1/handlings.',
  'options.online': 'Accept it, declaring that you were driving, and pay the fine.',
  'options.window': 'Visit a service window with your licence and ID card.',
  'options.dispute':
    'Dispute it with your statement and your evidence; an officer answers in writing.',

  'decision.facts':
    'On {at} (Beijing time) the vehicle {plateNumber} was recorded at {place}: {description} (code {code}, notice {noticeNumber}). The person handling it declared to have been driving.',
  'decision.legal_basis':
    'Road Traffic Safety Law and Order No. 163 of the Ministry of Public Security (penalty points), for code {code}: {basis}. The fine is the one set for {jurisdiction}. Decided by {authority}.',
  'decision.authority': 'the traffic administration of the public security organ',
  'decision.remedies':
    'You may apply for administrative reconsideration within 60 days of receiving this decision, or bring an action before the court within 6 months.',

  'education.days_not_passed':
    'The education was ordered on {since}: not so many days have passed since.',
  'education.record_later': 'Record the days when they have passed; see availableFrom.',

  'date.is': '{field} is {date}.',
  'date.outside': '{field} is {date}. It must lie between {from} and {to}, and not in the future.',
  'date.before_former_owner':
    '{field} is {date}. It must not lie before {from}, when the owner before began.',
  'date.mend_former_owner':
    'Give ownerSince from {from} on. If the owner before was entered by mistake, give exactly {from}: they have then owned it for no time, and a still earlier ownerSince is taken afterwards. If the owner before began earlier, enter them again first, with the right ownerSince.',
  'vehicle.owner_number':
    'owner.idNumber is neither a right ID number (18 characters) nor a right unified social credit code.',
  'date.before_owner':
    '{field} is {date}. It must not lie before {from}, when the present owner began.',
  'date.after_owner':
    '{field} is {date}. It must not lie after {until}, when an owner began or ended.',
  'date.after_deregistered':
    '{field} is {date}. It must not lie after {until}, when the car was deregistered.',
  'date.owner_of_before':
    'This person owned the car before, and somebody else does now. A sale back says in ownerSince since when.',
  'vin.signs': 'A VIN has 17 digits and letters, none of them I, O or Q.',
  'vin.check_digit':
    'The check digit at position 9 is {sign}; by the other sixteen signs it would be {right}. One of the 17 is wrong.',
  'vehicle.vin_to_correct': 'The vehicle that has the plate does not stand under correctsVin.',
  'vehicle.vin_not_of_plate': 'This VIN is not that of the vehicle with the plate',
  'vehicle.check_corrects_vin':
    'Check correctsVin: it is the VIN under which the vehicle with this plate is entered now.',
  'vehicle.vin_was_mended': 'The vehicle with this plate stood under this VIN until it was mended',
  'vehicle.enter_mended_vin':
    'Enter the car under the VIN to which it was mended; where this one is right after all, send the present one as correctsVin.',
  'payment.another_open': 'Another payment of this order is open.',
  'payment.wait': 'Pay it from availableFrom on, unless it is paid by then.',
  'payment.open': 'A payment is open.',
  'payment.cancel':
    'Cancel the payment under /v1/payments, then withdraw again. If somebody else began it, begin one of your own first: that closes theirs.',
  'payment.closed': 'This payment was closed.',
  'payment.paid': 'The fine is paid.',
  'payment.more_than_paid': 'More than was paid cannot go back.',

  'quota.release_one': 'Release another binding under /v1/bindings, then ask again.',
  'quota.ask_owner': 'Ask the owner to release somebody else who uses the vehicle, then ask again.',
  'quota.reviewer':
    'Reject the request with this as the reason, or decide once a binding was released.',
  'binding.five_mismatches':
    'Five requests with details that match no vehicle, or with codes that are not valid, today.',
  'binding.owner_decides': 'The owner decides; the applicant enters the code.',
  'binding.not_yours_to_decide': 'Consent is not given in this way by you',
  'binding.ask_owner':
    'Only the owner consents: ask them for the code sent to their phone, or to consent in the app.',
  'binding.decide_yourself': 'You are the owner: send decision instead of code.',

  'sanction.basis.s_default':
    'Taking penalty points for profit, as drivers are told when they handle violations; ranges of fines after the draft of 2015',
  'sanction.basis.order_163':
    'Order No. 163 of the Ministry of Public Security (penalty points), in force since 2022-04-01',
  'sanction.missing': 'Missing: {fields}.',
  'sanction.is_opened': 'The case is opened; its notice comes next.',
  'sanction.is_noticed': 'The person has been given notice; the decision comes next.',
  'sanction.is_decided': 'The case is decided; its enforcement comes next.',
  'sanction.is_in_force': 'The sanction is in force; it can only be revoked.',
  'sanction.is_revoked': 'The sanction was revoked; nothing follows.',
  'sanction.answered_late':
    'The case was decided or dropped; it can be answered in writing no longer.',
  'sanction.answers_full': 'The case has 10 answers, which is the most there may be.',
  'sanction.answer_at_desk': 'Go to a traffic police office if there is more to say.',
  'sanction.licence_moved': 'The person no longer has the licence that the case is about.',
  'sanction.open_another':
    'Revoke the case, and open another one on the licence that the person has by then.',
  'sanction.not_fitting': 'Not fitting: {decisions}.',
  'sanction.outside': '{policy} does not allow this {measure}; allowed says what it does.',
  'sanction.no_measures': '{policy} has no measures against a {role}.',

  'access.token_ended': 'The access token is not valid any more.',
  'access.needs_role': 'This needs the role {roles}.',
  'access.or': ' or ',
  'request.send_json':
    'Send the body as application/json; files go to /v1/me/documents as multipart/form-data.',
  'service.busy': 'More is asked for at the moment than can be done in time.',
  'health.not_ready': 'Not everything is up; error names what is not.',

  'sms.phone_set':
    'The phone of your account was changed to {phone} at a service desk, and every session was ended. If that was not you, go to a service desk with your papers.',
  'sms.code': 'Your code is {code}, valid for {minutes} minutes. Tell it to nobody.',
  'binding.risk_notice':
    'Handle violations only for cars you know, and only what you drove yourself: taking points for gain is punished with suspension or loss of the licence.',
  'decision.revoked_by_sanction': 'Sanction case {caseId} is in force.',
  'sms.consent':
    'Somebody asks to handle violations of your car {plateNumber}. If you agree, give them the code {code} (valid for 5 minutes). {riskNotice}',
  'difference.refunded':
    'The money goes back by itself; this is done once the provider has taken the refund.',
  'difference.unknown_payment':
    'The money goes back by itself; this is done once the provider has taken the refund. If a backup was restored, tell the payer to pay again.',
  'difference.ask_provider':
    'Compare the payment with the provider’s statement, correct what is wrong there or here, then close this with what was found.',
  'difference.wrong_provider':
    'Another provider than the one the payment was begun with names it. Ask that provider what it means; give back what it holds, then close this.',
  'difference.told_differently':
    'The provider says another amount than it said before; the first one counts. Compare with its statement, then close this.',
  'difference.missed_notification':
    'Nothing: the payment was applied when it was found. Watch whether notifications arrive.',
  'difference.refund_not_taken':
    'The provider has refused the refund many times; it is tried on. Ask the provider; pay back by hand if need be, then close this.',
} as const;
