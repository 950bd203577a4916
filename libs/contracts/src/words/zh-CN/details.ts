import type { DETAILS_EN } from '../en/details';

/** `DETAILS_EN` in Chinese. */
export const DETAILS_ZH: Record<keyof typeof DETAILS_EN, string> = {
  'documents.missing': '缺少：{kinds}。',
  'document.id_card_front': '身份证人像面（id_card_front）',
  'document.id_card_back': '身份证国徽面（id_card_back）',
  'document.vehicle_licence': '行驶证（vehicle_licence）',
  'document.id_card': '身份证（id_card）',
  'document.driving_licence': '驾驶证（driving_licence）',
  'document.business_licence': '营业执照（business_licence）',
  'document.authorisation': '授权书（authorisation）',
  'documents.foreign': '不是您上传的文件：{ids}。',
  'documents.not_evidence': 'documentIds 必须是您本人上传的 evidence 类文件。',
  'documents.no_evidence': '不是已有的 evidence 类文件：{ids}。',
  'documents.unreadable': '文件已损坏、像素过多，或是含有页面以外内容的 PDF。',
  'documents.at_most_5_mib': '请提交不超过 5 MiB 的文件。',

  'import.too_long':
    '已读取 {lines} 行（登记 {accepted} 条，拒绝 {rejected} 行），文件行数超过一次导入的上限。',
  'import.too_slow':
    '已读取 {lines} 行（登记 {accepted} 条，拒绝 {rejected} 行），导入已超过一小时。',
  'import.mostly_wrong':
    '已读取 {lines} 行（登记 {accepted} 条），其中 {rejected} 行被拒绝，其余未再读取。',
  'import.endless_line': '第 {line} 行超过 {mib} MiB，其余未再读取。',
  'import.in_parts':
    '已登记的内容保留；其余部分请分成每份不超过 {most} 行的文件提交，已登记的行可以重复提交。',
  'import.mend_first':
    '已登记的内容保留；请先单独提交前一百行，查看每行的错误，改正后再提交整个文件。',

  'phone.staff_account': '该账户具有工作人员角色',
  'phone.staff_account_step': '请先由管理员撤销其工作人员角色，再在窗口变更手机号码。',
  'phone.taken_at_desk':
    '请当事人提供其他号码；账户不会合并。如本账户尚未核实身份，当事人也可改用该号码登录，并在其中提交身份信息。',
  'organisation.most_of_account': '一个账户最多代办 {most} 个单位。',
  'organisation.most_delegates': '一个单位最多有 {most} 名代办人。',
  'verification.taken': '账户 {accountId} 已以此身份证号码通过核实。',
  'walk_in.show_papers': '请当事人出示所缺证件，并在 papersSeen 中写明。',
  'walk_in.taken':
    '请在 /v1/desk/licences 查询当事人；更换手机号码请用 /v1/desk/accounts/{accountId}/phone。',
  'walk_in.phone_taken':
    '请当事人提供其他号码，或不填号码；账户不会合并。曾以此号码使用应用且从未核实身份的，请在该账户的 /v1/me/identity-verification 提交身份信息。',

  'licence.holds': '驾驶证已{holds}。',
  'licence.hold.detained': '被扣留',
  'licence.hold.suspended': '被暂扣',
  'licence.hold.revoked': '被吊销',
  'licence.hold.cancelled': '被注销',
  'licence.hold.expired': '过期',
  'licence.ends.detained': '请完成 /v1/me/points 中的满分教育，并在 /v1/orders 缴清罚款。',
  'licence.ends.suspended': '暂扣到期自动解除，时间见 /v1/me。',
  'licence.ends.revoked': '禁止期满后（时间见 /v1/me），请在 /v1/me/licence 绑定新的驾驶证。',
  'licence.ends.cancelled': '驾驶证已由发证机关注销，请向其查询。',
  'licence.ends.expired': '请向发证机关换证；登记更新有效期后，此处随即有效。',
  'confiscation.order_due_soon': '您应缴的没收款将于 {dueOn} 到期，请尽快缴纳。',
  'confiscation.order_due': '您应缴的没收款今日（{dueOn}）到期。',
  'confiscation.order_overdue': '您应缴的没收款已于 {dueOn} 到期。',
  'licence.lifted.detained': '您驾驶证因记满分的扣留已解除。',
  'licence.lifted.suspended': '您驾驶证的暂扣已解除。',
  'licence.lifted.revoked': '对您驾驶证的吊销已撤销。',
  'licence.check_numbers':
    '请核对驾驶证号码或身份证号码；如无误，则登记中没有此驾驶证，由登记员录入。',
  'licence.own': '请省略 licenceId，或使用 /v1/me 中的编号。',
  'opening.licence_moved': '登记机关此后已将该驾驶证改登给他人；其账户中的记录属于原持证人。',
  'opening.licence_moved_step': '请保持账户原样：记录随驾驶证保留，不得在其上再转入余额。',
  'opening.outside_cycle': '该驾驶证的记分周期为{startsOn}至{lastDay}；截至{asOf}的余额与之无关。',
  'opening.plate_unknown': '登记中当时没有使用该号牌的车辆',
  'opening.plate_unknown_step': '请更正号牌种类和号码，或先登记该车辆；日期以 asOf 为准。',
  'certificate.used_stays': '已用于减免记分的证明不再更改；请录入另一编号。',
  'licence.number_unknown': '登记中没有此驾驶证',
  'licence.register_first': '请改正驾驶证号码，或先登记该驾驶证。',

  'withdrawal.until': '只有决定作出后 {hours} 小时内、尚未缴款且没有进行中的支付时才能撤回。',
  'education.from': '记分达到 {fullScore} 分时才有满分教育。',
  'study.hold': '您的驾驶证有尚未解除的限制。',
  'study.no_points': '您没有可减免的记分。',
  'study.full_score': '您的累计记分已达 {fullScore} 分，须通过满分教育清除。',
  'study.cycle_maximum': '本周期已通过学习减免 {most} 分，不能再减。',
  'study.full_scores': '您在本周期和上一周期内已 {times} 次满分。',
  'study.point_trading': '本周期或此前 {before} 个周期内，有买卖记分的处罚对您生效。',

  'vehicle.not_registered': '登记簿中当时没有机动车持有此号牌。',
  'vehicle.await_registration':
    '车辆登记后，所有人即可看到此违法记录，其他人可在 /v1/bindings 绑定该车。',
  'vehicle.awaits_consent': '此车辆的使用申请正等待车辆所有人同意，截止时间为 {until}。',
  'binding.await_consent':
    '请联系车辆所有人在应用中同意，或向其索取发到其手机的同意码；之后由审核员决定。',
  'vehicle.awaits_review': '此车辆的使用申请正等待审核员决定，预计于 {until} 前作出。',
  'binding.await_review': '请等待审核员的决定，届时将通知您。',
  'vehicle.awaits_thaw': '此车辆的使用申请因暂停而冻结，其间不作决定。',
  'binding.await_thaw': '请等待对该暂停的审查结果，之后申请将继续办理。',
  'violation.is_in_handling': '此违法行为刚刚已有人接受处罚。',
  'violation.is_decided': '此违法行为已有人接受处罚，罚款尚未缴纳。',
  'violation.is_closed': '此违法行为已接受处罚，罚款已缴纳。',
  'violation.is_disputed': '此违法行为已被提出异议，正在等待答复。',
  'violation.is_eliminated': '此违法行为已被消除。',
  'violation.is_cancelled': '此违法记录系误录，已被撤销。',
  'violation.corrected_meanwhile': '此违法记录刚刚被更正。',
  'dispute.made_for_organisation': '您所代表的单位已对此违法行为提出过异议',
  'violation.read_again': '请重新读取该违法记录，再作决定。',
  'violation.await_answer': '请等待异议的答复；提出人可在 /v1/disputes 查看，也可撤回。',
  'violation.leave_to_accepter': '请由接受处罚的人办理。',
  'violation.closed_by_you': '请在 /v1/handlings 查看其决定书，其中载明救济途径。',
  'violation.nothing_to_do': '您在此无需办理任何事项。',
  'vehicle.not_theirs_then': '违法行为发生时，此车辆属于他人；此后车辆已更换所有人或不再登记。',
  'vehicle.leave_to_owner_then': '请由违法行为发生时的车辆所有人或当时已绑定的人处理。',
  'before_binding.or_dispute': '请由车辆所有人或当时的驾驶人处理；您可以提出异议。',
  'licence_class.or_dispute': '请由持有相应准驾车型的实际驾驶人处理；您可以提出异议。',
  'licence_issued_later.or_dispute': '请由实际驾驶人处理；您可以提出异议。',
  'acceptance.came_to_nothing': '此次接受未能成立。',
  'window.with_vehicle_papers': '请携带车辆证件、驾驶证和身份证前往服务窗口。',
  'window.procedure': '一般程序不能在线办理。',
  'window.fine': '罚款数额超过在线处理的上限。',
  'window.points': '记分分值超过在线处理的上限。',
  'window.would_reach_full_score': '接受后您的累计记分将达到满分。',
  'window.reaches_full_score':
    '已记 {balance} 分，待记 {pending} 分，本次 {points} 分，将达到 {fullScore} 分。',

  'limits.licence': '此驾驶证在 {lastDay} 24:00 结束的周期内已用 {used}/{limit} 辆机动车。',
  'limits.vehicle': '此车辆在 {lastDay} 24:00 结束的周期内已用 {used}/{limit} 本驾驶证。',
  'limits.would_exceed': '接受此项将超出本周期的限额。',
  'limits.do_not_accept':
    '请勿接受：该申请会被拒绝并接受审查，您的记分服务也会暂停。请等待下一周期。',
  'limits.extra_slots': '本周期已增加 {granted}/{most} 个名额。',
  'review.no_licence':
    '该驾驶证已登记到他人名下，当事人尚未绑定其他驾驶证：没有可增加名额或立案的驾驶证。',

  'options.risk_notice':
    '请只处理您了解的车辆，且只处理您本人驾驶时的违法行为：无论有偿还是无偿，替他人接受记分都会受到处罚。',
  'options.accepted_by_you': '您已接受处罚：请在 /v1/orders 缴款，进展见 /v1/handlings。',
  'options.online': '请声明您是当时的驾驶人，接受处罚并缴纳罚款。',
  'options.window': '请携带驾驶证和身份证前往服务窗口。',
  'options.dispute': '请提交陈述和证据提出异议，民警将书面答复。',

  'decision.facts':
    '{at}（北京时间），车辆{plateNumber}在{place}实施违法行为“{description}”（代码{code}，通知编号{noticeNumber}）。处理人声明本人为当时的驾驶人。',
  'decision.legal_basis':
    '《中华人民共和国道路交通安全法》和《道路交通安全违法行为记分管理办法》（公安部令第163号）；代码{code}：{basis}。罚款适用{jurisdiction}标准。决定机关：{authority}。',
  'decision.authority': '公安机关交通管理部门',
  'decision.remedies':
    '如不服本决定，可以自收到决定书之日起六十日内申请行政复议，或者在六个月内提起行政诉讼。',

  'education.days_not_passed': '满分教育自 {since} 起，尚未经过这么多天。',
  'education.record_later': '请在这些天过后再登记，见 availableFrom。',

  'date.outside': '{field} 为 {date}，必须在 {from} 至 {to} 之间，且不能是将来的时间。',
  'date.is': '{field} 为 {date}。',
  'date.before_former_owner': '{field} 为 {date}，不能早于前一所有人的起始时间 {from}。',
  'date.mend_former_owner':
    '请填写不早于 {from} 的 ownerSince。若前一所有人系误录，请恰好填写 {from}：其所有时间即为零，此后可再填写更早的 ownerSince。若前一所有人的起始时间本应更早，请先以正确的 ownerSince 重新登记前一所有人。',
  'vehicle.owner_number':
    'owner.idNumber 既不是有效的身份证号码（18 位），也不是有效的统一社会信用代码。',
  'date.before_owner': '{field} 为 {date}，不能早于现所有人的起始时间 {from}。',
  'date.after_owner': '{field} 为 {date}，不能晚于所有人的起止时间 {until}。',
  'date.after_deregistered': '{field} 为 {date}，不能晚于该车的注销日期 {until}。',
  'date.owner_of_before':
    '此人曾是该车的所有人，现所有人为他人。如车辆转回此人，请在 ownerSince 中写明起始时间。',
  'vin.signs': '车辆识别代号由 17 位数字和字母组成，不含 I、O、Q。',
  'vin.check_digit': '第 9 位校验码为 {sign}，按其余 16 位应为 {right}；17 位中有一位不正确。',
  'vehicle.vin_to_correct': '持有该号牌的机动车所登记的不是 correctsVin。',
  'vehicle.vin_not_of_plate': '此车辆识别代号不是该号牌的机动车的代号',
  'vehicle.check_corrects_vin': '请核对 correctsVin：应为该号牌的机动车目前登记的车辆识别代号。',
  'vehicle.vin_was_mended': '该号牌的机动车曾以此车辆识别代号登记，后已更正',
  'vehicle.enter_mended_vin':
    '请以更正后的车辆识别代号录入；如原代号才正确，请在 correctsVin 中填写现代号。',
  'payment.another_open': '此缴款单有另一笔支付正在进行。',
  'payment.wait': '若届时仍未缴款，请从 availableFrom 所示时间起再缴。',
  'payment.open': '有一笔支付正在进行。',
  'payment.cancel':
    '请在 /v1/payments 取消该支付，然后再次撤回。若支付由他人发起，请先自行发起一笔支付，他人的支付随即关闭。',
  'payment.closed': '此支付已关闭。',
  'payment.paid': '罚款已缴纳。',
  'payment.more_than_paid': '退款不能超过已支付的金额。',

  'quota.release_one': '请先在 /v1/bindings 解除另一绑定，再重新申请。',
  'quota.ask_owner': '请车辆所有人先解除该车的另一位使用人，再重新申请。',
  'quota.reviewer': '请以此为由驳回，或待有绑定解除后再作决定。',
  'binding.five_mismatches': '今天已有五次申请的信息与任何车辆都不符，或共享码无效。',
  'binding.owner_decides': '由车辆所有人决定；申请人输入同意码。',
  'binding.not_yours_to_decide': '您不能以此方式同意',
  'binding.ask_owner': '只有车辆所有人能同意：请向其索取发到其手机的同意码，或请其在应用中同意。',
  'binding.decide_yourself': '您是车辆所有人：请提交 decision，而不是 code。',

  'sanction.basis.s_default':
    '驾驶人处理违法时已被告知的规定：不得为牟利替他人接受记分；罚款幅度参照 2015 年的草案',
  'sanction.basis.order_163':
    '《道路交通安全违法行为记分管理办法》（公安部令第163号），自 2022-04-01 起施行',
  'sanction.missing': '缺少：{fields}。',
  'sanction.is_opened': '案件已立案，下一步是告知。',
  'sanction.is_noticed': '已告知当事人，下一步是作出决定。',
  'sanction.is_decided': '已作出处罚决定，下一步是执行。',
  'sanction.is_in_force': '处罚已生效，只能撤销。',
  'sanction.is_revoked': '处罚已被撤销，案件不再有后续步骤。',
  'sanction.answered_late': '案件已作出决定或已撤案，不能再提交书面申辩。',
  'sanction.answers_full': '本案已有 10 份申辩，达到上限。',
  'sanction.answer_at_desk': '如需补充陈述，请到交警业务窗口。',
  'sanction.licence_moved': '当事人已不再持有本案所涉的驾驶证。',
  'sanction.open_another': '请撤销本案，待当事人持有驾驶证后就其现有驾驶证另行立案。',
  'sanction.not_fitting': '不符的决定：{decisions}。',
  'sanction.outside': '{policy} 不允许此 {measure}；允许的范围见 allowed。',
  'sanction.no_measures': '{policy} 没有针对 {role} 的措施。',

  'access.token_ended': '访问令牌已失效。',
  'access.needs_role': '此操作需要角色 {roles}。',
  'access.or': ' 或 ',
  'request.send_json':
    '请以 application/json 提交正文；文件以 multipart/form-data 提交到 /v1/me/documents。',
  'service.busy': '当前请求过多，无法及时处理。',
  'health.not_ready': '并非所有部分都已就绪；error 中列出未就绪的部分。',

  'sms.phone_set':
    '【Demerit】您账户的手机号码已在服务窗口改为 {phone}，所有会话均已结束。如非本人办理，请携带证件前往服务窗口。',
  'sms.code': '【Demerit】验证码 {code}，{minutes} 分钟内有效。',
  'binding.risk_notice':
    '请只处理您了解的车辆，且只处理您本人驾驶时的违法行为：为牟利替他人接受记分将被暂扣或吊销驾驶证。',
  'decision.revoked_by_sanction': '处罚案件 {caseId} 已生效。',
  'sms.consent':
    '有人申请处理您车辆 {plateNumber} 的违法。如您同意，请将同意码 {code}（5 分钟内有效）告知对方。{riskNotice}',
  'difference.refunded': '款项会自动退回；支付机构受理退款后，此项即告完成。',
  'difference.unknown_payment':
    '款项会自动退回；支付机构受理退款后，此项即告完成。如曾恢复备份，请通知付款人重新支付。',
  'difference.ask_provider':
    '请将该笔支付与支付机构的账单核对，更正其中或此处的错误，然后写明结果并结案。',
  'difference.wrong_provider':
    '通知来自另一家支付机构，而非发起支付时的机构。请向其了解情况，退回其所持款项，然后结案。',
  'difference.told_differently': '支付机构前后所报金额不同，以首次为准。请与其账单核对，然后结案。',
  'difference.missed_notification': '无需处理：发现时已入账。请留意通知是否正常到达。',
  'difference.refund_not_taken':
    '支付机构多次拒绝退款，系统仍在重试。请联系支付机构；必要时人工退款，然后结案。',
};
