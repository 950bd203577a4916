import type { NOTIFICATIONS_EN } from '../en/notifications';

/** `NOTIFICATIONS_EN` in Chinese. */
export const NOTIFICATIONS_ZH: Record<keyof typeof NOTIFICATIONS_EN, string> = {
  'notification.consent_asked': '有人申请绑定您的机动车，请在“他人绑定”中同意或拒绝。',
  'notification.binding_shared':
    '有人以您分享的共享码申请绑定您的机动车，将由审核员决定。您可以在“他人绑定”中解除。',
  'notification.consent_denied': '车辆所有人不同意：您的申请已终止。',
  'notification.consent_expired': '车辆所有人未在期限内答复：您的申请已终止，可以重新申请。',
  'notification.binding_active': '您的机动车绑定已生效。',
  'notification.binding_rejected': '您的机动车绑定未通过，原因见绑定详情。',
  'notification.binding_barred':
    '您的机动车绑定因材料虚假被驳回。在民警解除限制之前，您不得申请绑定他人车辆。',
  'notification.binding_bar_lifted': '您可以重新申请绑定他人车辆。',
  'notification.binding_released': '机动车绑定已解除。',
  'notification.binding_ended': '因机动车所有权变更，绑定已终止。',
  'notification.binding_ended_plate_lost': '因号牌已核发给另一辆车，绑定已终止。',
  'notification.binding_ended_deregistered': '因机动车已注销登记、不再有号牌，绑定已终止。',
  'notification.binding_ended_by_sanction': '因买卖记分的处罚已对您生效，您的车辆绑定已终止。',
  'notification.delegate_approved':
    '您现在可以为该单位代办：就其机动车同意或解除绑定、查询、提出异议和共享。',
  'notification.delegate_rejected': '您的单位代办申请未通过，原因见申请详情。',
  'notification.delegate_removed': '您不再是该单位的代办人，原因见申请详情。',
  'notification.delegate_left': '您已不再为该单位代办。',
  'notification.vehicle_gained': '一辆机动车已登记在您名下。此后该车发生的违法行为由您查看和处理。',
  'notification.vehicle_lost':
    '您的机动车已登记给新的所有人。您所有期间发生的违法行为仍由您查看和处理。',
  'notification.vehicle_plate_lost':
    '您机动车的号牌已核发给另一辆车。此前发生的违法行为仍由您查看和处理。',
  'notification.violation_published': '您名下或已绑定的机动车有新的交通违法记录。',
  'notification.violation_reopened':
    '您名下或已绑定的机动车的一条交通违法记录恢复待处理：原处罚决定不再有效。',
  'notification.violation_corrected':
    '您名下或已绑定的机动车的一条交通违法记录已被更正，请查看更正后的内容。',
  'notification.violation_cancelled': '您名下或已绑定的机动车的一条交通违法记录系误录，已被撤销。',
  'notification.dispute_opened': '交通违法异议已受理，民警将书面答复。',
  'notification.dispute_eliminated': '异议已处理：该交通违法记录已消除。',
  'notification.dispute_upheld': '异议已处理：该交通违法记录维持，理由见异议详情。',
  'notification.dispute_withdrawn': '异议已撤回：该交通违法记录恢复待处理。',
  'notification.accepted_on_your_car': '有人作为驾驶人接受了您机动车的违法处理。',
  'notification.decision_issued': '处罚决定 {decisionNumber} 已作出，请于 {dueOn} 前缴款。',
  'notification.decision_without_fine': '处罚决定 {decisionNumber} 已作出，无罚款。',
  'notification.decision_revoked': '处罚决定 {decisionNumber} 已撤销。',
  'notification.points_recorded': '您的驾驶证已记 {points} 分，累计 {balance} 分。',
  'notification.threshold_crossed': '您的驾驶证累计记分已达 {threshold} 分，当前 {balance} 分。',
  'notification.order_due_soon': '您的罚款将于 {dueOn} 到期，请尽快缴纳；逾期每日加处罚款。',
  'notification.order_due': '您的罚款今日（{dueOn}）到期，明日起每日加处罚款。',
  'notification.order_overdue': '您的罚款已于 {dueOn} 到期，逾期每日加处罚款。',
  'notification.cycle_ending_unpaid':
    '您的记分周期将于 {cycleEndsOn} 结束，尚有 {unpaidFines} 笔罚款未缴，相应记分将转入下一周期。',
  'notification.payment_refunded': '一笔 {amountYuan} 元的付款将退回。',
  'notification.handling_closed': '您的违法处理已办结。',
  'notification.handling_withdrawn': '您的处理申请已撤回。',
  'notification.point_service_suspended': '您的记分服务已暂停：您已被列为重点审查对象。',
  'notification.point_service_confirmed': '经审查，您的记分服务维持暂停。',
  'notification.point_service_reinstated': '您的记分服务已恢复。',
  'notification.points_reversed': '您的驾驶证已撤销记 {points} 分，当前累计 {balance} 分。',
  'notification.full_score_reached':
    '您的驾驶证累计 {balance} 分，已被扣留。请参加 {days} 天学习并通过科目 {subjects} 考试。',
  'notification.hold_lifted': '您驾驶证的一项限制已解除。',
  'notification.identity_verified': '您的身份已通过核实，可以绑定驾驶证。',
  'notification.identity_rejected': '您的身份未通过核实。原因见 /v1/me，您可以重新提交。',
  'notification.session_new_device':
    '您的账户在新设备上登录。如非本人操作，请在 /v1/me/sessions 结束该会话。',
  'notification.sanction_notice':
    '您因涉嫌买卖记分已被立案，案件编号 {caseId}。请在 /v1/me/sanction-cases 查看；作出决定前，您可以在该处提交书面申辩。',
  'notification.sanction_decided':
    '您的买卖记分案件 {caseId} 已作出处罚决定，尚未生效。决定内容请在 /v1/me/sanction-cases 查看。',
  'notification.sanction_dropped': '买卖记分案件 {caseId} 已撤案，不再有后续步骤。',
  'notification.sanction_in_force': '买卖记分处罚决定已生效，详见案件 {caseId}。',
  'notification.sanction_revoked': '案件 {caseId} 的处罚已撤销。',
};
