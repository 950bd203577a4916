import type { STAFF_EN } from '../en/staff';

/** `STAFF_EN` in Chinese. */
export const STAFF_ZH: Record<keyof typeof STAFF_EN, readonly [title: string, nextStep: string]> = {
  'to_staff.SESSION_NOT_FOUND': [
    '该账户没有此会话',
    '请重新读取其会话列表：已结束的会话不在其中。',
  ],
  'to_staff.VIOLATION_NOT_FOUND': ['没有此违法记录', '请核对违法记录的编号或通知书编号。'],
  'to_staff.LICENCE_NOT_MATCHED': [
    '驾驶证与登记信息或身份证号码不符',
    '请核对身份证上的号码，以及驾驶证号码和驾驶证上的 12 位档案编号。',
  ],
  'to_staff.LICENCE_NOT_MATCHED.licenceNumber': [
    '登记中没有此驾驶证',
    '请改正驾驶证号码，或先登记该驾驶证。',
  ],
  'to_staff.BANNED_FROM_LICENSING': [
    '当事人被禁止申领驾驶证',
    '请告知当事人在 availableFrom 所示日期之后再申请。',
  ],
  'to_staff.IDENTITY_NOT_VERIFIED': [
    '驾驶人的身份尚未核实',
    '请驾驶人在 /v1/me/identity-verification 提交姓名、身份证号码和照片，并等待审核。',
  ],
  'to_staff.LICENCE_REQUIRED': ['驾驶人尚未绑定驾驶证', '请驾驶人在 /v1/me/licence 绑定。'],
  'to_staff.LICENCE_REQUIRED.key_review': [
    '当事人目前没有驾驶证',
    '请不附加名额解除，或待当事人绑定驾驶证后再作决定。',
  ],
  'to_staff.LICENCE_NOT_VALID': [
    '驾驶人的驾驶证目前无效',
    '请告知驾驶人各项限制的解除方式：见 GET /v1/desk/licences/{licenceId} 的 holds 和 education，本人在应用中见 /v1/me 和 /v1/me/points。',
  ],
  'to_staff.POINT_SERVICE_SUSPENDED': [
    '驾驶人已被列为重点审查对象，记分服务暂停',
    '请告知驾驶人等待审查结果；其本人车辆的缴款和异议不受影响。',
  ],
  'to_staff.VEHICLE_SUSPENDED': [
    '此车辆暂停由非所有人处理违法',
    '请告知驾驶人由车辆所有人处理，或等待对该车辆的审查结果。',
  ],
  'to_staff.VEHICLE_NOT_BOUND': [
    '此车辆既非驾驶人所有，驾驶人也未绑定',
    '请告知驾驶人在车辆登记后先于 /v1/bindings 绑定，或由车辆所有人处理。无法登录的，请在 POST /v1/desk/accounts/{accountId}/phone 为其登记手机号码。',
  ],
  'to_staff.VEHICLE_NOT_BOUND.not_theirs_then': [
    '违法行为发生时驾驶人既非此车辆所有人，也未绑定此车辆',
    '请由违法行为发生时的车辆所有人或当时已绑定的人处理。',
  ],
  'to_staff.VEHICLE_NOT_BOUND.awaits_consent': [
    '驾驶人对此车辆的使用申请尚未决定',
    '请告知驾驶人联系车辆所有人同意；之后由审核员决定。',
  ],
  'to_staff.VEHICLE_NOT_BOUND.awaits_review': [
    '驾驶人对此车辆的使用申请尚未决定',
    '请告知驾驶人等待审核员的决定。',
  ],
  'to_staff.VEHICLE_NOT_BOUND.awaits_thaw': [
    '驾驶人对此车辆的使用申请尚未决定',
    '请告知驾驶人等待对该暂停的审查结果。',
  ],
  'to_staff.VIOLATION_BEFORE_BINDING': [
    '违法行为发生在驾驶人绑定之前',
    '请由车辆所有人或当时的驾驶人处理；此驾驶人可以提出异议。',
  ],
  'to_staff.VIOLATION_NOT_OPEN': [
    '此违法行为目前不能处理',
    '请告知驾驶人 detail 所述的状态；在此期间不能接受处罚。',
  ],
  'to_staff.VIOLATION_NOT_OPEN.corrected': [
    '此违法记录刚刚被更正',
    '请重新读取该违法记录，再作决定。',
  ],
  'to_staff.VIOLATION_NOT_OPEN.register': [
    '此违法行为目前不能更正或撤销',
    '请在 /v1/registry/violations 读取：异议须先由民警答复，决定须先由民警撤销；已消除或已撤销的不再变动。',
  ],
  'to_staff.DRIVER_DECLARATION_REQUIRED': [
    '只能由实际驾驶人接受记分',
    '仅当驾驶人声明其确为当时的驾驶人时，才可提交 iWasTheDriver: true。',
  ],
  'to_staff.LICENCE_CLASS_MISMATCH': [
    '驾驶人的准驾车型不包括此车辆',
    '请由持有相应准驾车型的实际驾驶人处理；此驾驶人可以提出异议。',
  ],
  'to_staff.LICENCE_NOT_VALID_THEN': [
    '驾驶人的驾驶证在此违法行为之后才核发',
    '请由实际驾驶人处理；此驾驶人可以提出异议。',
  ],
  'to_staff.LICENCE_LIMIT_REACHED': [
    '驾驶人的驾驶证在本记分周期内处理的车辆数已满',
    '请告知驾驶人：其记分服务已暂停并接受审查，须等待审核员的决定。',
  ],
  'to_staff.VEHICLE_LIMIT_REACHED': [
    '此车辆在本周期内使用的驾驶证数已满',
    '请告知驾驶人：其本人和该车辆正在接受审查，须等待审核员的决定。',
  ],
  'to_staff.ID_NUMBER_INVALID': ['身份证号码无效', '请与本人身份证上的 18 位号码核对。'],
  'to_staff.ID_NUMBER_INVALID.owner.idNumber': [
    '身份证号码无效',
    '请与所有人的证件核对：18 位中有一位不正确。',
  ],
  'to_staff.ORGANISATION_NOT_FOUND': [
    '没有此项单位代办申请',
    '请核对编号；待办申请见 /v1/review/organisations。',
  ],
  'to_staff.VEHICLE_NOT_FOUND': ['没有此车辆', '请核对号牌号码和号牌种类，或车辆编号。'],
  'to_staff.BINDING_NOT_FOUND': [
    '没有此绑定',
    '请核对绑定编号；待审的申请列在 /v1/review/bindings。',
  ],
  'to_staff.DISPUTE_NOT_AT_DESK.bindable': [
    '此车辆可由他人绑定，异议由当事人自行提出',
    '请车辆所有人或已绑定该车的人在应用中提出异议。无法登录的，请为其登记手机号码：尚无账户的在 POST /v1/desk/persons，已有账户的在 POST /v1/desk/accounts/{accountId}/phone。',
  ],
  'to_staff.DISPUTE_ALREADY_MADE': [
    '当事人已对此违法行为提出过异议',
    '异议及其结果见 /v1/desk/violations 的案卷。',
  ],
  'to_staff.DISPUTE_NOT_FOUND': [
    '没有此异议',
    '请核对异议编号；待处理的异议列在 /v1/review/disputes。',
  ],
  'to_staff.HANDLING_NOT_FOUND': [
    '没有此处理记录',
    '请在 /v1/desk/violations 按通知书编号查询案卷。',
  ],
  'to_staff.ORDER_NOT_FOUND': [
    '没有此缴款单',
    '请核对缴款单编号或收据编号；也可在 /v1/desk/violations 按通知书编号查询案卷。',
  ],
  'to_staff.ORGANISATION_LIMIT_REACHED': [
    '一个单位的代办人数已达上限',
    '请以此为由驳回，或先在 /v1/review/organisations 撤回其中一人的批准。',
  ],
};
