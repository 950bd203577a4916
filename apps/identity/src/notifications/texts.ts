import type { Language } from '@demerit/contracts';

/** What notifications say (rules.md §7). `{name}` stands for what the notification is about. */
export const TEXTS = {
  consent_asked: {
    en: 'Somebody asks to use your vehicle. Consent or refuse under “bound by others”.',
    'zh-CN': '有人申请绑定您的机动车，请在“他人绑定”中同意或拒绝。',
  },
  binding_active: { en: 'Your vehicle binding is active.', 'zh-CN': '您的机动车绑定已生效。' },
  binding_rejected: {
    en: 'Your vehicle binding was rejected. The reason stands in the binding.',
    'zh-CN': '您的机动车绑定未通过，原因见绑定详情。',
  },
  binding_released: { en: 'A vehicle binding was released.', 'zh-CN': '机动车绑定已解除。' },
  binding_ended: {
    en: 'A vehicle binding ended because the vehicle has a new owner.',
    'zh-CN': '因机动车所有权变更，绑定已终止。',
  },
  violation_published: {
    en: 'A new violation of your vehicle was published.',
    'zh-CN': '您的机动车有新的交通违法记录。',
  },
  dispute_opened: {
    en: 'A dispute of a violation was received. An officer answers in writing.',
    'zh-CN': '交通违法异议已受理，民警将书面答复。',
  },
  dispute_eliminated: {
    en: 'The dispute was decided: the violation is eliminated.',
    'zh-CN': '异议已处理：该交通违法记录已消除。',
  },
  dispute_upheld: {
    en: 'The dispute was decided: the violation stands. The reasons stand in the dispute.',
    'zh-CN': '异议已处理：该交通违法记录维持，理由见异议详情。',
  },
  accepted_on_your_car: {
    en: 'Somebody accepted a violation of your vehicle as its driver.',
    'zh-CN': '有人作为驾驶人接受了您机动车的违法处理。',
  },
  decision_issued: {
    en: 'Penalty decision {decisionNumber} was issued. Pay by {dueOn}.',
    'zh-CN': '处罚决定 {decisionNumber} 已作出，请于 {dueOn} 前缴款。',
  },
  decision_without_fine: {
    en: 'Penalty decision {decisionNumber} was issued. There is no fine.',
    'zh-CN': '处罚决定 {decisionNumber} 已作出，无罚款。',
  },
  decision_revoked: {
    en: 'Penalty decision {decisionNumber} was revoked.',
    'zh-CN': '处罚决定 {decisionNumber} 已撤销。',
  },
  points_recorded: {
    en: '{points} points were recorded on your licence. The balance is {balance}.',
    'zh-CN': '您的驾驶证已记 {points} 分，累计 {balance} 分。',
  },
  threshold_crossed: {
    en: 'Your licence has reached {threshold} points. The balance is {balance}.',
    'zh-CN': '您的驾驶证累计记分已达 {threshold} 分，当前 {balance} 分。',
  },
  order_due_soon: {
    en: 'Your fine is due on {dueOn}, in a few days. From the day after a surcharge grows each day.',
    'zh-CN': '您的罚款将于 {dueOn} 到期，请尽快缴纳；逾期每日加处罚款。',
  },
  order_due: {
    en: 'Your fine is due today, {dueOn}. From tomorrow a surcharge grows each day.',
    'zh-CN': '您的罚款今日（{dueOn}）到期，明日起每日加处罚款。',
  },
  order_overdue: {
    en: 'Your fine was due on {dueOn}. A surcharge grows each day.',
    'zh-CN': '您的罚款已于 {dueOn} 到期，逾期每日加处罚款。',
  },
  cycle_ending_unpaid: {
    en: 'Your scoring cycle ends on {cycleEndsOn}, and fines of {unpaidFines} decisions are not paid: their points will carry into the new cycle.',
    'zh-CN':
      '您的记分周期将于 {cycleEndsOn} 结束，尚有 {unpaidFines} 笔罚款未缴，相应记分将转入下一周期。',
  },
  payment_refunded: {
    en: 'A payment of {amountYuan} yuan is refunded.',
    'zh-CN': '一笔 {amountYuan} 元的付款将退回。',
  },
  handling_closed: { en: 'Your case is closed.', 'zh-CN': '您的违法处理已办结。' },
  handling_withdrawn: { en: 'Your acceptance was withdrawn.', 'zh-CN': '您的处理申请已撤回。' },
  point_service_suspended: {
    en: 'Your point service is suspended: you are listed as a key review target.',
    'zh-CN': '您的记分业务已暂停：您已被列为重点审核对象。',
  },
  point_service_confirmed: {
    en: 'The review confirmed the suspension of your point service.',
    'zh-CN': '经审核，您的记分业务维持暂停。',
  },
  point_service_reinstated: {
    en: 'Your point service is open again.',
    'zh-CN': '您的记分业务已恢复。',
  },
  points_reversed: {
    en: '{points} points were taken back from your licence. The balance is {balance}.',
    'zh-CN': '您的驾驶证已撤销记 {points} 分，当前累计 {balance} 分。',
  },
  full_score_reached: {
    en: 'Your licence has {balance} points and is detained. Study {days} days and pass the exams of subjects {subjects}.',
    'zh-CN':
      '您的驾驶证累计 {balance} 分，已被扣留。请参加 {days} 天学习并通过科目 {subjects} 考试。',
  },
  hold_lifted: { en: 'A hold on your licence was lifted.', 'zh-CN': '您驾驶证的一项限制已解除。' },
  sanction_in_force: {
    en: 'A sanction for trading points is in force. Read case {caseId}.',
    'zh-CN': '买卖记分处罚决定已生效，详见案件 {caseId}。',
  },
  sanction_revoked: {
    en: 'The sanction of case {caseId} was revoked.',
    'zh-CN': '案件 {caseId} 的处罚已撤销。',
  },
} as const satisfies Record<string, Record<Language, string>>;

export type NotificationKind = keyof typeof TEXTS;

export function textOf(
  kind: NotificationKind,
  about: Record<string, string>,
  language: Language,
): string {
  return TEXTS[kind][language].replace(/\{(\w+)\}/g, (_, name: string) => about[name] ?? '');
}
