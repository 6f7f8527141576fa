"""补贴发放台账."""

import polars as pl

from schemas.column import (
    date,
    decimal,
    enum,
    in_order,
    money,
    negative_only_if,
    one_of,
    person_id,
    source,
    text,
    uscc,
)

SCHEMA = source(
    "payout",
    "补贴发放台账",
    "补贴资金的发放，包括拟发放的，一笔一行；红冲也是一行",
    order=6,
    department="财政",
    key=("payout_no",),
    columns={
        "payout_no": text("发放编号", "这一笔发放的编号", aliases=("发放流水号",), example="FF202304001"),
        "benefit_code": text(
            "事项编码", "发放依据的惠企事项", aliases=("政策事项编码",), optional=True, example="GS23-16A"
        ),
        "benefit_name": text(
            "事项名称",
            "事项的名称或文号",
            aliases=("政策事项名称", "补贴项目"),
            optional=True,
            example="留苏慰问补贴",
        ),
        "level": enum(
            "资金级次", "资金出自哪一级财政", ("中央", "省", "市", "区"), aliases=("资金级别",), example="区"
        ),
        "department": text("主管部门", "负责审核的部门", optional=True, example="区人社局"),
        "claim_no": text("申报编号", "对应的申报", aliases=("申请编号",), optional=True, example=None),
        "uscc": uscc(
            "统一社会信用代码",
            "领取资金的单位的代码",
            aliases=("社会信用代码", "信用代码"),
            optional=True,
            keep_invalid=True,
        ),
        "person_id": person_id(
            "证件号码",
            "领取资金的个人的居民身份证号码",
            aliases=("身份证号", "身份证号码", "公民身份号码"),
            optional=True,
            keep_invalid=True,
            example=None,
        ),
        "payee_name": text(
            "收款人名称",
            "收款的单位或个人的名称",
            aliases=("收款单位", "收款方名称"),
            example="苏州示例餐饮有限公司",
        ),
        "payee_account": text(
            "收款账号",
            "收款的银行账号",
            aliases=("收款人账号", "银行账号"),
            optional=True,
            personal=True,
            mask="account",
            example="10500000000000000",
        ),
        "period_start": date("享受期起", "补贴所属期间的第一天", optional=True, example="2023-01-01"),
        "period_end": date("享受期止", "补贴所属期间的最后一天", optional=True, may_be_open=True, example="2023-03-31"),
        "quantity": decimal("核定数量", "核定的人数、次数等", optional=True, may_be_negative=True, example="4"),
        "amount": money(
            "发放金额",
            "这一笔的金额；只有红冲可以是负数",
            aliases=("补贴金额",),
            may_be_negative=True,
            example="2000.00",
        ),
        "status": enum(
            "发放状态",
            "是否已经支付",
            ("拟发放", "已发放", "已退回"),
            aliases=("支付状态",),
            example="已发放",
        ),
        "voucher_no": text("支付凭证号", "国库支付凭证的编号", aliases=("凭证号",), optional=True, example="PZ0001"),
        "paid_on": date("发放日期", "支付的日期", aliases=("支付日期",), optional=True, example="2023-04-20"),
        "returned_amount": money("退回金额", "已经退回的金额", optional=True, example=None),
        "returned_on": date("退回日期", "退回的日期", optional=True, example=None),
        "reverses_payout_no": text(
            "红冲原发放编号",
            "本行冲销的是哪一笔发放",
            aliases=("冲销原发放编号",),
            optional=True,
            example=None,
        ),
    },
    rules=[
        one_of("subject_present", "uscc", "person_id"),
        one_of("benefit_present", "benefit_code", "benefit_name"),
        negative_only_if(
            "negative_only_when_reversing",
            ("amount",),
            pl.col("reverses_payout_no").is_not_null(),
            because_of="reverses_payout_no",
        ),
        in_order("period_start", "period_end"),
    ],
)
