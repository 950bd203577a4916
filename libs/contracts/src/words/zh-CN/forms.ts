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
  'form.jurisdiction':
    '{field} 必须为 CN，或 GB/T 2260 的 2、4 或 6 位数字，例如 CN-44、CN-4403 或 440305',
  'form.reason_needed': '驳回时必须填写 reason',
  'form.cursor': 'cursor 不是此列表给出的',
  'form.body_object': 'body 必须是 JSON 对象',
  'form.too_deep': '{field} 嵌套过深',
  'form.null': '{field} 不能为 null',
  'form.utf8': '{field} 必须是 UTF-8 编码的文字',
  'form.unknown': '{field} 是未知的字段',
  'form.file': '{field} 不能是文件',
  'form.empty_file': 'file 不能为空',
  'form.day': '{field} 必须是 YYYY-MM-DD 形式的日期',
  'form.instant': '{field} 必须是带时区偏移的 RFC 3339 时间',
  'form.extra_slots': '额外名额只能随解除一并给予',
  'form.idempotency_key': 'Idempotency-Key 必须是 1–128 个可见的 ASCII 字符',
  'form.valid_before_issued': 'validUntil 不能早于 firstIssuedOn',
  'form.notification': 'body 必须是该支付机构的通知',
  'form.owner_known_by': '请提供 ownerLicenceNumber；车主没有驾驶证的，请提供 vinLast6',
  'form.decision_or_code': '请提供 decision（车主）或 code（申请人）之一',
};
