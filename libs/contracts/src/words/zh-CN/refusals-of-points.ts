import type { POINT_REFUSALS } from '../en/refusals-of-points';

/** `POINT_REFUSALS` in Chinese. */
export const POINT_REFUSALS_ZH: Record<
  keyof typeof POINT_REFUSALS,
  readonly [title: string, nextStep: string]
> = {
  KEY_REVIEW_TARGET_NOT_FOUND: ['没有此重点审查对象', '请重新读取重点审查名单。'],
  EXTRA_SLOTS_EXCEEDED: ['本周期不能增加这么多名额', '请减少名额，或不增加名额而直接解除。'],

  ACCOUNT_IN_USE: [
    '该驾驶证已有本系统的记录',
    '请查看其记录；在别处作出的决定须在本系统作出决定之前录入。',
  ],
  DATE_OUT_OF_RANGE: ['日期超出可能的范围', '请改正 detail 中所示的日期。'],
  REVERSAL_NOT_POSSIBLE: ['此记录已经撤销', '不能再撤销；请查看该驾驶证的记分明细。'],
  STUDY_NOT_POSSIBLE: [
    '目前不能进行此项学习登记',
    '记分和进行中的满分教育见 /v1/me/points，限制见 /v1/me。',
  ],
  CERTIFICATE_USED: ['此证明已用于减免记分', '请提交另一次学习的证明。'],
  CERTIFICATE_NOT_MATCHED: [
    '没有为您登记的此学习证明',
    '请核对证明编号和学习方式；新的证明要等学习组织方上报后才有效。',
  ],
  EDUCATION_NOT_OPEN: [
    '此驾驶证没有进行中的满分教育',
    '驾驶证因满分被扣留期间才有满分教育；请核对驾驶证编号。',
  ],
  EXAM_NOT_REQUIRED: [
    '不要求此项考试，或已经通过',
    '请查看满分教育的 examsRequired 和 examsPassed。',
  ],
  SANCTION_CASE_NOT_FOUND: ['没有此处罚案件', '案件列在 /v1/sanction-cases。'],
  SANCTION_CASE_INCOMPLETE: ['案件缺少告知书必须载明的内容', '请随告知提交 detail 中列出的字段。'],
  SANCTION_STEP_NOT_POSSIBLE: ['案件不在此步骤', '请重新读取案件，查看其状态。'],
  SANCTION_DECISION_OUTDATED: [
    '作出决定后，此人的另一案件已生效或结束',
    '请重新决定：允许的幅度已经改变。',
  ],
  DECISIONS_NOT_MATCHED: ['所列决定与案件不符', '请列出对出让人驾驶证作出的决定。'],
  OUTSIDE_POLICY: ['处罚标准不允许此项', '请在 allowed 范围内选择措施，或改用其他标准。'],
};
