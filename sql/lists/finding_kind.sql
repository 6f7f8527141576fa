-- 疑点种类
-- Grain: code
-- Reads: (none)
-- Article: 全文
-- As: view
-- The sheet on which the findings of a code stand, and what the codes are called.
select
    known.code,
    known.title,
    known.family,
    known.family_order,
    known.sort_order
from (
    values
    ('over_cap', '超过限额', '超标准超限额', 1, 1),
    ('over_entitlement', '超过应享金额', '超标准超限额', 1, 2),
    ('paid_ineligible', '不符合条件而发放', '不符合条件', 2, 3),
    ('paid_outside_window', '享受期或发放日在窗口外', '不符合条件', 2, 4),
    ('paid_to_closed_enterprise', '向已注销吊销单位发放', '不符合条件', 2, 5),
    ('paid_twice', '同一事项重复发放', '重复享受', 3, 6),
    ('paid_exclusive', '未按从高不重复发放', '重复享受', 3, 7),
    ('duplicate_voucher', '同一凭证号多次使用', '重复享受', 3, 8),
    ('person_claimed_twice', '同一人员被两家单位申报', '重复享受', 3, 9),
    ('paid_other_level', '同一事项多个级次发放', '级次重叠', 4, 10),
    ('eligible_unpaid', '应享未享', '应享未享', 5, 11),
    ('lower_paid', '未从高发放', '应享未享', 5, 12),
    ('underpaid', '少发', '应享未享', 5, 13),
    ('relief_over', '多享减免', '减免与收费', 6, 14),
    ('relief_under', '少享减免', '减免与收费', 6, 15),
    ('overcharged', '多收', '减免与收费', 6, 16),
    ('undercharged', '少收', '减免与收费', 6, 17),
    ('late_deposit', '保证金逾期或扣留', '减免与收费', 6, 18),
    ('insured_without_pay', '参保而无工资个税', '数据矛盾', 7, 19),
    ('pay_without_insurance', '发工资而未参保', '数据矛盾', 7, 20),
    ('result_contradicts_tax', '经营指标与申报相反', '数据矛盾', 7, 21),
    ('duplicate_key', '编号重复而内容不同', '数据矛盾', 7, 22),
    ('return_mismatch', '退回红冲对不上', '数据矛盾', 7, 23),
    ('settlement_parts', '结算各项之和超过总费用', '数据矛盾', 7, 24),
    ('unverifiable', '无法核实的发放', '待核实', 8, 25)
) as known (code, title, family, family_order, sort_order)
