import type { COMMON_REFUSALS } from '../en/refusals';

/** `COMMON_REFUSALS` in Chinese: a code without its texts does not compile. */
export const COMMON_REFUSALS_ZH: Record<
  keyof typeof COMMON_REFUSALS,
  readonly [title: string, nextStep: string]
> = {
  UNAUTHENTICATED: ['没有有效的访问令牌', '请登录，并携带访问令牌重新请求。'],
  FORBIDDEN: [
    '您的角色无权执行此操作',
    '请向管理员申请该接口所要求的角色。工作人员已有该角色的，须设置第二重验证并以此登录。',
  ],
  OWN_CASE: [
    '此事涉及您本人，任何人不得处理与自己有关的事项',
    '须由他人决定：请交由有此角色的同事办理。',
  ],
  VALIDATION_FAILED: ['请求的格式不正确', '请改正 errors 中列出的字段后重新提交。'],
  RATE_LIMITED: ['尝试次数过多', '请等待 Retry-After 所示的秒数后再试。'],
  SERVICE_UNAVAILABLE: [
    '服务没有响应，结果未知',
    '请在 Retry-After 所示的秒数后，用同一个 Idempotency-Key 重新请求。',
  ],
  SMS_NOT_SENT: ['短信未能发出', '请在 Retry-After 所示的秒数后再次请求。'],
  IDEMPOTENCY_IN_PROGRESS: [
    '使用此键的第一个请求仍在处理',
    '请等待一秒，用同一个 Idempotency-Key 重新请求。',
  ],
  IDEMPOTENCY_KEY_REUSED: ['此键已用于内容不同的请求', '新的请求请使用新的 Idempotency-Key。'],
  PRECONDITION_REQUIRED: ['缺少 If-Match', '请先读取该项，并把它的 etag 放入 If-Match。'],
  PRECONDITION_FAILED: ['该项已被他人更改', '请重新读取，并根据最新状态作出决定。'],
  PAYLOAD_TOO_LARGE: ['内容过大', '请按该接口允许的大小提交。'],
  UNSUPPORTED_MEDIA_TYPE: ['不接受此类型的内容', '请提交 JPEG、PNG 或 PDF 文件。'],
  ROUTE_NOT_FOUND: ['此地址没有内容', '可用的地址见 /docs。'],

  CODE_INVALID: ['验证码错误或已失效', '请重新获取验证码，并在 5 分钟内输入。'],
  REFRESH_TOKEN_INVALID: ['刷新令牌已失效', '请用验证码重新登录。'],
  SECOND_FACTOR_REQUIRED: [
    '登录需要第二重验证',
    '请在 5 分钟内将 secondFactorToken 与验证器显示的验证码或恢复码一并发送至 /v1/auth/second-factor。',
  ],
  SECOND_FACTOR_INVALID: [
    '第二重验证的验证码错误、已被使用或已过期',
    '请等待验证器显示下一个验证码后重试；如在登录中，请从手机验证码重新开始。',
  ],
  SECOND_FACTOR_ENROLLED: ['该账户已设置第二重验证', '请先用其验证码停用，再重新设置。'],
  SECOND_FACTOR_NOT_FOUND: ['该账户没有此第二重验证', '由账户本人登录后设置。'],
  SESSION_NOT_FOUND: ['没有此会话', '您的会话列在 /v1/me/sessions。'],
  ACCOUNT_NOT_FOUND: ['没有此账户', '请核对账户编号。'],
  DOCUMENT_NOT_FOUND: ['没有此文件', '请在 /v1/me/documents 上传，并使用返回的编号。'],
  DOCUMENT_QUOTA_REACHED: [
    '您保存的文件已达每人上限',
    '请使用已上传的文件；未被任何申请引用的文件在上传一天后删除。',
  ],
  DOCUMENTS_REQUIRED: [
    '缺少文件',
    '请在 /v1/me/documents 上传 detail 中列出的图片，并提交其编号。',
  ],
  ID_NUMBER_INVALID: ['身份证号码无效', '请核对身份证上的 18 位号码。'],
  ID_NUMBER_TAKEN: [
    '已有另一账户以此身份证号码通过核实',
    '请比对两者；不符则说明理由予以驳回，或请本人前往服务窗口办理。',
  ],
  PHONE_CHANGE_REFUSED: [
    '两个验证码中有错误或已失效的',
    '请分别为新旧号码重新获取验证码，并在 5 分钟内输入；旧号码已无法接收的，请携带证件前往服务窗口。',
  ],
  PHONE_TAKEN: ['此手机号码已属于另一账户', '请用该号码登录，或改用其他号码；账户不会合并。'],
  ACCOUNT_NOT_CLOSABLE: ['账户暂时不能注销', '请先办结所列事项，再注销账户。'],
  ACCOUNT_CLOSING: ['账户正在注销', '该账户不能再办理任何业务；如未能注销，请一分钟后再试。'],
  IDENTITY_ALREADY_SUBMITTED: ['您的身份已核实或正在审核', '审核状态见 /v1/me。'],
  IDENTITY_NOT_VERIFIED: [
    '您的身份尚未核实',
    '请在 /v1/me/identity-verification 提交姓名、身份证号码和照片，然后等待审核；状态见 /v1/me。',
  ],
  ORGANISATION_CODE_INVALID: ['统一社会信用代码无效', '请核对营业执照上的 18 位代码。'],
  ORGANISATION_NOT_FOUND: ['没有此项单位代办申请', '请在 /v1/me/organisations 查看您的申请。'],
  ORGANISATION_EXISTS: ['您已代办或已申请代办此单位', '可在 /v1/me/organisations 查看。'],
  ORGANISATION_LIMIT_REACHED: [
    '一个单位的代办人数或一个账户代办的单位数已达上限',
    '请先在 /v1/me/organisations 结束其中一项。',
  ],
  VERIFICATION_NOT_FOUND: ['该账户没有身份核实申请', '请重新读取待审列表。'],
  DECISION_NOT_POSSIBLE: ['此项已作出决定', '请重新读取该项，查看决定。'],
  LICENCE_NOT_MATCHED: [
    '驾驶证与登记信息或您已核实的身份不符',
    '请核对驾驶证号码和驾驶证上的 12 位档案编号。',
  ],
  LICENCE_ALREADY_CLAIMED: ['您已绑定驾驶证', '可在 /v1/me 查看。'],
  BANNED_FROM_LICENSING: ['您被禁止申领驾驶证', '请在 availableFrom 所示日期之后再申请。'],
  LICENCE_REQUIRED: ['您尚未绑定驾驶证', '请在 /v1/me/licence 绑定。'],
  LICENCE_NOT_VALID: ['您的驾驶证目前无效', '原因见 /v1/me 中的 holds。'],
  LICENCE_NOT_FOUND: ['没有此驾驶证', '请核对驾驶证编号；驾驶证须已由持证人绑定。'],
  NOTIFICATION_NOT_FOUND: ['没有此通知', '您的通知列在 /v1/me/notifications。'],

  VEHICLE_NOT_FOUND: ['您名下没有此车辆', '请在 /v1/me/vehicles 查看您的车辆。'],
  VEHICLE_NOT_MATCHED: [
    '所填信息与任何车辆都不符',
    '请核对号牌、发动机号以及行驶证上的所有人信息。',
  ],
  SHARE_CODE_INVALID: [
    '共享码有误、已使用、已过期，或不供您使用',
    '请车主重新共享车辆：每个共享码只能用于一次申请，10 分钟内有效。',
  ],
  VEHICLE_NOT_BINDABLE: [
    '非本人车辆只能绑定小型非营运汽车',
    '该车的违法行为请携带车辆证件前往服务窗口处理。',
  ],
  PLATE_INVALID: ['号牌号码不符合该号牌种类的格式', '请核对号牌号码和号牌种类。'],
  PLATE_NOT_ADMINISTERED: ['军队和武警号牌不由本系统管理', '请联系部队车辆管理部门。'],
  VIN_TAKEN: [
    '登记中已有另一车辆使用此车辆识别代号',
    '请比对两者：若为同一车辆，请为原号牌录入 deregisteredOn；否则请更正代号。',
  ],
  VIN_INVALID: ['车辆识别代号无效', '请核对行驶证上的 17 位代号。'],
  BINDING_NOT_FOUND: ['没有此绑定', '您的绑定列在 /v1/bindings。'],
  BINDING_BARRED: [
    '您有一次申请因材料虚假被驳回，不得再申请绑定他人车辆',
    '请前往服务窗口，由民警决定是否解除限制。您本人的车辆不受影响。',
  ],
  BINDING_BAR_NOT_FOUND: ['此账户未被限制', '请核对账户编号。'],
  BINDING_EXISTS: ['您已绑定或已申请绑定此车辆', '可在 /v1/bindings 查看。'],
  BINDING_QUOTA_REACHED: ['绑定名额已用完', '请在 availableFrom 所示时间之后再申请。'],
  BINDING_NOT_PENDING: ['此绑定不在等待该操作', '请读取该绑定，查看其状态。'],
  BINDING_FROZEN: ['暂停期间此申请已冻结', '暂停结束后会自动继续。'],
  CONSENT_CODE_INVALID: ['同意码错误或已失效', '请向车辆所有人索取最新的同意码。'],

  VIOLATION_NOT_FOUND: ['没有此违法记录', '您车辆的违法记录列在 /v1/violations。'],
  VIOLATION_CODE_UNKNOWN: ['目录中没有此违法代码', '请查看 /v1/violation-catalogue。'],
  FINE_NOT_SET: ['此代码在该地该日没有规定罚款数额', '请核对管辖地和日期。'],
  NOTICE_NUMBER_REUSED: [
    '此通知书编号已用于另一违法行为',
    '请核对通知书编号；该编号的违法记录有误的，请用 PATCH /v1/registry/violations/{noticeNumber} 更正。',
  ],
  POINT_SERVICE_SUSPENDED: [
    '您已被列为重点审查对象，记分服务暂停',
    '请等待审查结果，届时会通知您。本人车辆的缴款和异议不受影响。',
  ],
  VEHICLE_SUSPENDED: [
    '此车辆暂停由非所有人处理违法',
    '请联系车辆所有人，或等待对该车辆的审查结果。',
  ],
  VEHICLE_NOT_BOUND: ['此车辆既非您所有，您也未绑定', '请先在 /v1/bindings 绑定。'],
  VIOLATION_BEFORE_BINDING: ['违法行为发生在您绑定之前', '请由车辆所有人或当时的驾驶人处理。'],
  VIOLATION_NOT_OPEN: ['此违法行为目前不能处理', '请读取该违法记录，查看其状态。'],
  DRIVER_DECLARATION_REQUIRED: [
    '只能由实际驾驶人接受记分',
    '仅当您确为当时的驾驶人时，才可提交 iWasTheDriver: true。',
  ],
  LICENCE_CLASS_MISMATCH: ['您的准驾车型不包括此车辆', '请由持有相应准驾车型的实际驾驶人处理。'],
  LICENCE_NOT_VALID_THEN: ['您的驾驶证在此违法行为之后才核发', '请由实际驾驶人处理。'],
  WINDOW_REQUIRED: ['此项不能在线处理', '请携带驾驶证和身份证前往服务窗口。'],
  LICENCE_LIMIT_REACHED: [
    '此驾驶证在本记分周期内处理的车辆数已满',
    '您的记分服务已暂停并接受审查，请等待审核员的决定。',
  ],
  VEHICLE_LIMIT_REACHED: [
    '此车辆在本周期内使用的驾驶证数已满',
    '您和该车辆正在接受审查，请等待审核员的决定。',
  ],
  HANDLING_NOT_FOUND: ['您没有此处理记录', '您的处理记录列在 /v1/handlings。'],
  WITHDRAWAL_NOT_POSSIBLE: [
    '此次接受处罚已不能撤回',
    '其进展见 /v1/handlings；缴款单未结的，请在 /v1/orders 缴款。',
  ],
  DECISION_NOT_FOUND: ['没有此决定书', '请核对决定书编号。'],
  REVOCATION_NOT_POSSIBLE: ['此决定目前不在有效状态', '请读取该决定，查看其现状。'],
  DISPUTE_ALREADY_MADE: ['您已对此违法行为提出过异议', '您的异议及其结果见 /v1/disputes。'],
  DISPUTE_NOT_AT_DESK: [
    '此机动车的异议不在窗口受理',
    '请机动车所有人或已绑定该车的人在线提出异议。',
  ],
  DISPUTE_NOT_FOUND: ['没有此异议', '您的异议列在 /v1/disputes。'],

  ORDER_NOT_FOUND: ['没有此缴款单', '您的缴款单列在 /v1/orders。'],
  ORDER_FROZEN: ['驾驶人的记分服务暂停期间，此缴款单已冻结', '请在审查结束后缴款。'],
  ORDER_NOT_PAYABLE: ['此缴款单目前不能缴款', '请读取该缴款单，查看其状态。'],
  PAYMENT_NOT_FOUND: ['没有此支付', '请核对支付编号。'],
  PAYMENT_SETTLED: ['此支付已完成', '请读取该缴款单：它已缴款，否则款项会自动退回。'],
  PAYMENT_OUTCOME_SET: ['此支付已设定另一结果', '请发起新的支付。'],
  RECEIPT_NOT_FOUND: ['没有收据', '缴款后才有收据。'],
  WEBHOOK_SIGNATURE_INVALID: ['此通知的签名无效', '请对正文和时间戳重新签名。'],

  DIFFERENCE_NOT_FOUND: ['没有此差异', '请重新读取差异列表。'],
};
