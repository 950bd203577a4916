import type { CLOSING_EN } from '../en/closing';

export const CLOSING_ZH: Record<keyof typeof CLOSING_EN, string> = {
  'closing.staff_roles': '该账户具有工作人员角色。',
  'closing.staff_roles_step': '请先由管理员撤销其工作人员角色，再注销账户。',
  'closing.only_delegate': '您是某单位唯一的经办人。',
  'closing.only_delegate_step':
    '请由其他人在 /v1/me/organisations 申请并获批准，或通过 DELETE /v1/me/organisations/（申请编号） 自行退出。',
  'closing.dispute': '您有尚未答复的异议。',
  'closing.dispute_step': '请等待答复，或撤回异议：DELETE /v1/disputes/（异议编号）。',
  'closing.handling': '您有尚未办结的处理。',
  'closing.handling_step': '见 /v1/handlings：请缴清应缴款项，或在可以撤回时撤回，并等待办结。',
  'closing.order': '您有尚未缴清的缴款单。',
  'closing.order_step': '见 /v1/orders，请缴清；已冻结的，待审查结束后缴纳。',
  'closing.payment': '您发起的一笔支付尚未结束。',
  'closing.payment_step':
    '请完成支付，或通过 DELETE /v1/payments/（支付编号） 取消，或等待 15 分钟后自动结束。',
  'closing.refund': '您的一笔款项正在退回。',
  'closing.refund_step': '请等待款项退回；进展见 /v1/orders。',
  'closing.pending_points': '您有已预留但尚未记入的记分。',
  'closing.pending_points_step': '见 /v1/me/points，请等待全部记入或释放。',
  'closing.education': '您的驾驶证已满分，学习和考试尚未完成。',
  'closing.education_step': '请完成学习、通过考试并缴清罚款：见 /v1/me/points。',
  'closing.key_review': '您在重点审查名单上。',
  'closing.key_review_step': '请等待审核员解除。',
  'closing.sanction_case': '您有尚未决定或执行的处罚案件。',
  'closing.sanction_case_step':
    '见 /v1/me/sanction-cases：可在该处陈述申辩，并等待案件生效或撤销。',
  'closing.binding_bar': '您被暂停申请绑定他人机动车。',
  'closing.binding_bar_step': '请前往服务窗口，由民警解除。',
};
