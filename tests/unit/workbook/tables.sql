-- The tables that the lists read, in their declared shapes, with invented rows.
create table run.context as
select date '2023-06-30' as as_of, false as only_proposed, 'gusu-2023' as package_code;

create table policy.benefit as
select * from (values
    ('GS23-16A', 16, '留苏慰问补贴', 'cash', 'enterprise', false, 1, '区人社局'),
    ('GS23-16B', 16, '来苏就业补贴', 'cash', 'enterprise', true, 2, '区人社局'),
    ('GS23-17A', 17, '返岗包车交通费补贴', 'reimbursement', 'claim', false, 3, '区人社局'),
    ('GS23-18A', 18, '求职面试交通补贴', 'cash', 'person', false, 4, '区人社局'),
    ('GS23-04A', 4, '房产税、城镇土地使用税免征', 'tax_relief', 'filing', false, 5, '区税务局')
) as t (benefit_code, article_no, title, kind, subject_kind, is_per_head, sort_order, department);
alter table policy.benefit add column secrecy varchar;
alter table policy.benefit add column is_amount_secret boolean default false;
alter table policy.benefit add column is_subject_secret boolean default false;
update policy.benefit set secrecy = '涉税', is_amount_secret = true where subject_kind = 'filing';

create table policy.parameter as
select * from (values
    ('GS23-16A', 'cap_amount', date '2023-01-01', date '2024-01-01', 50000::decimal(18, 6), '元', '5万元', '第十六条', null, false),
    ('GS23-16A', 'unit_amount', date '2023-01-01', date '2024-01-01', 500::decimal(18, 6), '元/人', '500元/人', '第十六条', null, false),
    ('GS23-17A', 'min_passengers', date '2023-01-01', null, null, '人', '一定规模', '第十七条', 'GS23-17A.min_passengers', false)
) as t (benefit_code, name, valid_from, valid_until, value, unit, figure, basis, setting, is_set_by_settings);

create table policy.unset_setting as
select 'GS23-17A.min_passengers' as setting, 'GS23-17A' as benefit_code, '返岗包车交通费补贴' as title,
       '一次包车至少接回多少人，才算达到条文所说的规模' as meaning, '人' as unit, '第十七条' as article, false as is_set;

create table policy.assumption as
select * from (values
    ('A-16A-1', '十分之一的人数有小数时如何取整', 'down', 'down', true),
    ('A-SI-1', '以哪个险种代表就业', '失业', '养老', false)
) as t (assumption_id, title, value, default_value, is_default);

create table policy.assumption_use as
select * from (values ('GS23-16A', 'A-16A-1'), ('GS23-16A', 'A-SI-1'), ('GS23-16B', 'A-SI-1')) as t (benefit_code, assumption_id);

create table policy.article as
select n as article_no, '三 援企稳岗' as section, '第' || n || '条的措施' as title,
       '这一条说的是怎样支持企业稳定用工，并由有关部门按职责落实，摘要由本系统转述' as summary,
       '区人社局、区财政局、各街道' as departments, case when n in (16, 17) then '可计量措施' else '服务保障' end as kind,
       '受理件数、办结时间、服务企业数' as evidence,
       case when n not in (16, 17, 18, 4) then '条文没有对象条件和金额标准，无法逐户复算' end as why_not_computed
from range(1, 51) as r (n);

create table staging.enterprise as
select * from (values
    ('91320508MA1AAAAA01', '苏州示例精密机械有限公司', 1, 2),
    ('91320508MA1BBBBB02', '=HYPERLINK("http://x","苏州点我人力资源有限公司")', 1, 3)
) as t (uscc, name, delivery_no, row_no);
create table staging.roster as
select '91320508MA1CCCCC03' as subject_id, '苏州名录上的外区企业' as subject_name, 2 as delivery_no, 2 as row_no;
create table staging.person as
select '320508199001010010' as person_id, '王小明' as name, 3 as delivery_no, 2 as row_no;
create table staging.contract as
select '320508198803034231' as person_id, '李四' as person_name, 4 as delivery_no, 2 as row_no;
create table staging.claim_person as
select '320508199001010010' as person_id, '王小明' as person_name, 5 as delivery_no, 2 as row_no;

create table staging.payout as
select
    payout_no, name as benefit_name, level, '区人社局' as department, claim_no, uscc, person_id, payee_name,
    date '2023-01-01' as period_start, date '2023-03-31' as period_end, status, paid_on, 'PZ' || row_no as voucher_no,
    6 as delivery_no, row_no
from (values
    ('FF001', '留苏慰问', '区', null, '91320508MA1AAAAA01', null, '苏州示例精密机械有限公司', '已发放', date '2023-04-20', 2),
    ('FF002', '留苏慰问', '市', null, '91320508MA1AAAAA01', null, '苏州示例精密机械有限公司', '已发放', date '2023-04-21', 3),
    ('FF003', '来苏就业', '区', null, '91320508MA1BBBBB02', null, '苏州点我', '拟发放', null, 4),
    ('FF004', '不知何物', '区', null, 'BAD', null, '-某单位', '已发放', date '2023-05-01', 5),
    ('FF005', '求职面试', '区', null, null, '320508199001010010', '王小明', '拟发放', null, 6),
    ('FF006', '返岗包车', '区', 'SB01', '91320508MA1AAAAA01', null, '苏州示例精密机械有限公司', '拟发放', null, 7)
) as t (payout_no, name, level, claim_no, uscc, person_id, payee_name, status, paid_on, row_no);

create table verdicts.payout_verdict as
select
    payout_no, code as benefit_code, level, uscc, person_id, amount::decimal(18, 2) as amount, verdict,
    compliant::decimal(18, 2) as compliant_amount, over_cap::decimal(18, 2) as over_cap_amount,
    0::decimal(18, 2) as over_entitlement_amount, 0::decimal(18, 2) as ineligible_amount,
    duplicate::decimal(18, 2) as duplicate_amount, unverifiable::decimal(18, 2) as unverifiable_amount,
    0::decimal(18, 2) as returned_amount, compliant::decimal(18, 2) as allowed_amount,
    (over_cap + duplicate)::decimal(18, 2) as excess_amount, 'text' as basis, subject_id,
    '按第十六条，应享 50,000.00 元，已发数超过限额' as explanation, 6 as delivery_no, row_no
from (values
    ('FF001', 'GS23-16A', '区', '91320508MA1AAAAA01', null, 60000.00, 'over_cap', 50000.00, 10000.00, 0.00, 0.00, '91320508MA1AAAAA01', 2),
    ('FF002', 'GS23-16A', '市', '91320508MA1AAAAA01', null, 1234.56, 'duplicate', 0.00, 0.00, 1234.56, 0.00, '91320508MA1AAAAA01', 3),
    ('FF003', 'GS23-16B', '区', '91320508MA1BBBBB02', null, 1500.00, 'duplicate', 1000.00, 0.00, 500.00, 0.00, '91320508MA1BBBBB02', 4),
    ('FF004', null, '区', 'BAD', null, 0.07, 'unverifiable', 0.00, 0.00, 0.00, 0.07, null, 5),
    ('FF005', 'GS23-18A', '区', null, '320508199001010010', 500.00, 'compliant', 500.00, 0.00, 0.00, 0.00, '320508199001010010', 6),
    ('FF006', 'GS23-17A', '区', '91320508MA1AAAAA01', null, 3000.00, 'unverifiable', 0.00, 0.00, 0.00, 3000.00, 'SB01', 7)
) as t (payout_no, code, level, uscc, person_id, amount, verdict, compliant, over_cap, duplicate, unverifiable, subject_id, row_no);

create table verdicts.entitlement as
select
    code as benefit_code, subject_kind, subject_id, uscc, person_id, claim_no, date '2023-01-01' as period_start,
    date '2023-03-31' as period_end, verdict, quantity::decimal(18, 6) as quantity, unit::decimal(18, 2) as unit_amount,
    gross::decimal(18, 2) as gross_amount, cap::decimal(18, 2) as cap_amount, amount::decimal(18, 2) as amount, reason,
    (gross - amount)::decimal(18, 2) as cut_amount, case when verdict = 'unknown' then '缺参数 GS23-17A.min_passengers' end as missing,
    case when verdict <> 'eligible' then '列入名录' end as reason_titles
from (values
    ('GS23-16A', 'enterprise', '91320508MA1AAAAA01', '91320508MA1AAAAA01', null, null, 'eligible', 120, 500.00, 60000.00, 50000.00, 50000.00, null),
    ('GS23-16A', 'enterprise', '91320508MA1BBBBB02', '91320508MA1BBBBB02', null, null, 'ineligible', null, null, null, 50000.00, 0.00,
     '未列入重点企业名录；期末已注销（2023-02-01）；一季度产值比上年同期下降'),
    ('GS23-16A', 'enterprise', '91320508MA1CCCCC03', '91320508MA1CCCCC03', null, null, 'unknown', null, null, null, 50000.00, null,
     '缺少经营指标确认表；320508199001010010 的参保月份不明'),
    ('GS23-16B', 'enterprise', '91320508MA1BBBBB02', '91320508MA1BBBBB02', null, null, 'eligible', 2, 500.00, 1000.00, null, 1000.00, null),
    ('GS23-17A', 'claim', 'SB01', '91320508MA1AAAAA01', null, 'SB01', 'unknown', null, null, null, null, null, '最少人数未设定（GS23-17A.min_passengers）'),
    ('GS23-18A', 'person', '320508199001010010', null, '320508199001010010', null, 'eligible', 1, 500.00, 500.00, null, 500.00, null),
    ('GS23-04A', 'filing', 'SBXH01', '91320508MA1AAAAA01', null, null, 'eligible', null, null, 777.77, null, 777.77, null)
) as t (code, subject_kind, subject_id, uscc, person_id, claim_no, verdict, quantity, unit, gross, cap, amount, reason);

create table verdicts.entitlement_person as
select * from (values
    ('GS23-16B', '91320508MA1BBBBB02', '320508199001010010', 'eligible', null),
    ('GS23-16B', '91320508MA1BBBBB02', '320508198803034231', 'ineligible', '户籍在苏州；首次参保不在一季度'),
    ('GS23-16B', '91320508MA1AAAAA01', '320508198803034231', 'unknown', '三月参保数据未到')
) as t (benefit_code, subject_id, person_id, verdict, reason);

create table verdicts.relief_verdict as
select
    'tax_filing' as source, 'SBXH01' as key, 'GS23-04A' as benefit_code, '91320508MA1AAAAA01' as uscc, null::varchar as person_id,
    777.77::decimal(18, 2) as claimed_amount, 777.77::decimal(18, 2) as entitled_amount, 0::decimal(18, 2) as excess_amount,
    0::decimal(18, 2) as shortfall_amount, 'compliant' as verdict;

create table verdicts.finding as
select
    md5(payout_no || code) as finding_id, code, severity, benefit as benefit_code, uscc, person_id, nullif(payout_no, '') as payout_no,
    date '2023-01-01' as period_start, date '2023-03-31' as period_end, amount::decimal(18, 2) as amount,
    excess::decimal(18, 2) as excess_amount, message, uscc as subject_id,
    '[{"source":"payout","file":"补贴发放台账_2023.csv","sheet":null,"row":2,"key":"FF001"},{"source":"payout","file":"补贴发放台账_2023.csv","sheet":"Sheet1","row":3,"key":"FF002"}]'
        as evidence,
    basis, '区人社局' as department, '区' as level
from (values
    ('FF001', 'over_cap', 'high', 'GS23-16A', '91320508MA1AAAAA01', null, 60000.00, 10000.00, '限额 50,000.00 元，累计发放 60,000.00 元', 'text'),
    ('FF002', 'paid_other_level', 'medium', 'GS23-16A', '91320508MA1AAAAA01', null, 1234.56, 1234.56, '-同一事项已由区级发放', 'text'),
    ('FF003', 'paid_exclusive', 'medium', 'GS23-16B', '91320508MA1BBBBB02', '320508199001010010', 1500.00, 500.00, '与另一事项从高不重复', 'reading'),
    ('FF004', 'unverifiable', 'low', null, 'BAD', null, 0.07, 0.00, '事项编码不明', 'text'),
    ('', 'eligible_unpaid', 'medium', 'GS23-18A', null, '320508199001010010', 500.00, 0.00, '王某应享未享 500.00 元', 'text'),
    ('', 'insured_without_pay', 'low', 'GS23-16A', '91320508MA1AAAAA01', '320508198803034231', 0.00, 0.00, '2023-02 参保，没有工资和个税', 'text')
) as t (payout_no, code, severity, benefit, uscc, person_id, amount, excess, message, basis);

create table verdicts.assessment as
select code, population, judged, not_judged, reason, hits, amount::decimal(18, 2) as amount
from (values
    ('GS23-16A', 3, 2, 1, '缺少经营指标确认表', 1, 50000.00), ('over_cap', 6, 5, 1, '事项编码不明', 1, 10000.00),
    ('paid_other_level', 6, 6, 0, null, 1, 1234.56), ('paid_twice', 6, 6, 0, null, 0, 0.00),
    ('eligible_unpaid', 4, 4, 0, null, 1, 500.00), ('result_contradicts_tax', 3, 0, 3, '缺少税费申报明细', 0, 0.00)
) as t (code, population, judged, not_judged, reason, hits, amount);

create table source.availability (source varchar, is_delivered boolean, is_braked boolean);
create table source.delivery as
select * from (values
    (1, 'enterprise', '市场主体登记.xlsx', 'Sheet1', 1, false, 'Excel 工作簿', 100, 98, 2, 0, 0, null, null, null, false),
    (6, 'payout', '补贴发放台账_2023.csv', null, 2, false, '文本，GB18030 编码，逗号分隔', 8, 6, 1, 1, 0, 66234.63, '与各行合计一致', null, false),
    (7, 'tax_filing', '税费申报明细_202301.csv', null, 3, true, '文本，UTF-8 编码，逗号分隔', 10, 9, 1, 0, 0, null, null, '多余的列已忽略：备注', false),
    (8, null, '会议纪要.xlsx', 'Sheet1', 4, false, 'Excel 工作簿', 0, 0, 0, 0, 0, null, null, '表头与任何数据源都不相符', true)
) as t (delivery_no, source, file, sheet, delivered_order, is_replacement, form, rows_read, accepted, rejected, superseded,
        out_of_scope, control_total, control_check, note, error);
create table source.rejected_row as
select * from (values
    ('enterprise', '市场主体登记.xlsx', 'Sheet1', 5, 'uscc', '9132050812345', '校验码错误', '请核对营业执照'),
    ('enterprise', '市场主体登记.xlsx', 'Sheet1', 9, 'registered_on', '2023-02-30', '日期不存在', '请按 2023-03-05 的格式填写'),
    ('payout', '补贴发放台账_2023.csv', null, 8, '发放金额', '-5', '金额为负', '红冲须填原发放编号'),
    ('tax_filing', '税费申报明细_202301.csv', null, 4, '应纳税额', '98765.43元整', '不是金额', '请填写数字')
) as t (source, file, sheet, "row", "column", "value", reason, advice);
create table source.repair as
select * from (values
    ('enterprise', '市场主体登记.xlsx', 'Sheet1', 6, '法定代表人证件号', '32O508199001010010', '320508199001010010', '字母改为数字', 1),
    ('tax_filing', '税费申报明细_202301.csv', null, 5, '应纳税额', '9.87万元', '98700.00', '自带单位', 1)
) as t (source, file, sheet, "row", "column", "value", mended, repair, row_count);
create table source.change as
select * from (values
    ('tax_filing', 7, '税费申报明细_202301.csv', '行数', 9::decimal(38, 2), 10::decimal(38, 2), 2, 1, 3),
    ('tax_filing', 7, '税费申报明细_202301.csv', '应纳税额', 100.00, 120.50, null, null, null)
) as t (source, delivery_no, file, measure, before_amount, after_amount, added_count, removed_count, changed_count);
create table source.column_profile as
select * from (values
    ('enterprise', 0, 'uscc', '统一社会信用代码', 98, 98, 98, false, null, null, 1),
    ('tax_filing', 11, 'tax_due', '应纳税额', 9, 9, 8, true, '87654.32', '98765.43', 1)
) as t (source, place, column_name, title, row_count, filled_count, distinct_count, is_estimated, smallest, largest, fault_count);
create table source.month_total as
select * from (values ('payroll', 202301, 10, 1000.00), ('payroll', 202303, 10, 1000.00)) as t (source, month, row_count, amount);
create table source.reading_limit as select 0.5 as month_jump_share;
create table source.duplicate_key as
select 'enterprise' as source, 1 as delivery_no, 7 as row_no, '91320508MA1AAAAA01' as key_text, 'key' as kind;
create table verdicts.delivery as
select source, file, sheet, rows_read, accepted, rejected, superseded, out_of_scope, control_total, control_check,
       delivery_no, is_replacement, 0::bigint as after_as_of, note
from source.delivery;
create table policy.assumption_choice as
select 'A-16A-1' as assumption_id, 'down' as value, '向下取整' as meaning;
alter table policy.assumption add column meaning varchar;
alter table policy.assumption add column why varchar default '政策没有写明';
alter table policy.parameter add column title varchar;
alter table policy.unset_setting add column decided_by varchar default '区人社局的实施细则';
alter table verdicts.finding drop column subject_id;
create schema judge;
create table judge.shortfall as
select 'GS23-18A' as benefit_code, '320508199001010010' as subject_id, 500.00::decimal(18, 2) as shortfall_amount;

alter table verdicts.finding add column obstacle varchar;
insert into verdicts.finding
select
    md5('blocked'), 'eligible_unpaid', 'low', 'GS23-18A', null, '320508198803034231', null, date '2023-01-01',
    date '2023-03-31', 300, 0, '求职面试交通补贴应补发 300.00 元；暂不能支付：本人已故', '[]', 'text', '区人社局', '区', '本人已故';
create table source.enterprise as
select * from (values ('91320508MA1AAAAA01', '苏州示例精密机械有限公司'), ('91320502MA1AAAAA0X', '=苏州示例精密机械厂')) as t (uscc, name);
create table verdicts.subject_link as
select '91320502MA1AAAAA0X' as uscc, '91320508MA1AAAAA01' as linked_uscc, '组织机构代码相同' as basis, true as is_merged;
create table verdicts.certificate as
select '0123456789abcdef' as certificate_id, 0 as trial, true as is_solved, 2 as node_count, 0 as unknown_count,
    50000.00::decimal(18, 2) as lawful_amount, 1234.56::decimal(18, 2) as alternative_amount, 61234.56::decimal(18, 2) as paid_amount,
    0::decimal(18, 2) as proposed_amount, 50000::decimal(18, 2) as allowed_amount, '级次' as binding_pairs, 'FF001,FF002' as payout_nos,
    '互斥的2项中从高享受：留苏慰问补贴（区级，应享50000.00元）' as statement;
create table verdicts.recovery as
select
    '91320508MA1AAAAA01' as uscc, null::varchar as person_id, no as payout_no, 'GS23-16A' as benefit_code, level,
    '区人社局' as department, date '2023-04-20' as paid_on, 'PZ2' as voucher_no, paid::decimal(18, 2) as paid_amount, part,
    ground, assumption as assumption_id, amount::decimal(18, 2) as amount, '超过限额，应退回' as explanation, n as line_no
from (values
    ('FF001', '区', 60000.00, 'over_cap', 'recover', null, 10000.00, 1),
    ('FF002', '市', 1234.56, 'exclusive', 'verify', 'A-EX-4', 1000.00, 2),
    ('FF002', '市', 1234.56, 'top_up', 'adjust', null, 234.56, 2)
) as t (no, level, paid, part, ground, assumption, amount, n);
create table policy.target as
select '16-JOBS' as metric_code, 16 as article_no, '全年新增就业人数' as title, '>=' as comparison,
       8000::decimal(18, 6) as value, date '2023-12-31' as due_on, true as is_cumulative, '人' as unit, '0.8万人' as figure;
create schema facts;
create table facts.target_progress as
select '16-JOBS' as metric_code, 16 as article_no, date '2023-06-30' as reported_on, 4000::decimal(18, 6) as reported_value,
       '区人社局' as reported_by, 3968 as due_by_now, false as is_misread, 'on_track' as verdict;
