import type { FORMS_EN } from '../en/forms';

/** `FORMS_EN` in Chinese. */
export const FORMS_ZH: Record<keyof typeof FORMS_EN, string> = {
  'form.id': '{field} 必须是编号',
  'form.each_id': '{field} 中的每个值都必须是编号',
  'form.each_decision_number': '{field} 中的每个值都必须是决定书编号',
  'form.phone': '{field} 必须是 11 位大陆手机号码',
  'form.readable': '{field} 必须是可读的文字',
  'form.object': '{field} 必须是对象',
  'form.digits': '{field} 必须是 {count} 位数字',
  'form.signs': '{field} 必须是 {count} 位数字或大写字母',
  'form.id_number': '{field} 必须是 17 位数字加校验码',
  'form.violation_code': '{field} 必须是违法代码',
  'form.jurisdiction': '{field} 必须形如 CN、CN-44 或 CN-4403',
  'form.reason_needed': '驳回时必须填写 reason',
  'form.cursor': 'cursor 不是此列表给出的',
  'form.body_object': 'body 必须是 JSON 对象',
  'form.too_deep': '{field} 嵌套过深',
  'form.null': '{field} 不能为 null',
  'form.file': '{field} 不能是文件',
  'form.empty_file': 'file 不能为空',
  'form.day': '{field} 必须是 YYYY-MM-DD 形式的日期',
  'form.instant': '{field} 必须是带时区偏移的 RFC 3339 时间',
};
