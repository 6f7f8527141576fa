"""What a run publishes in tables/*.parquet: the published columns first, this program's own after them.

Types are exact, so that a table reads the same from run to run; codes are English, texts Chinese.
A code of a person or an enterprise stands here as it was delivered and is not judged again.
"""

import pandera.polars as pa
import polars as pl

from schemas.column import date, enum, flag, text, uscc
from schemas.output_column import (
    amount,
    benefit,
    count,
    evidence,
    period,
    person,
    quantity,
    rule,
    subject,
    table,
    unit,
    whole,
    words,
)

VERDICTS = ("eligible", "ineligible", "unknown")
PAYOUT_PARTS = (
    "compliant_amount",
    "over_cap_amount",
    "over_entitlement_amount",
    "ineligible_amount",
    "duplicate_amount",
    "unverifiable_amount",
    "returned_amount",
)
PAYOUT_VERDICTS = tuple(part.removesuffix("_amount") for part in PAYOUT_PARTS)
RELIEF_VERDICTS = ("compliant", "over", "under", "ineligible", "unverifiable")
LEVELS = ("中央", "省", "市", "区")
BASES = ("text", "reading")
SUBJECT_KINDS = ("enterprise", "person", "claim", "filing", "bill", "deposit", "settlement", "month")

ENTITLEMENT = table(
    "entitlement",
    "资格",
    {
        "benefit_code": benefit(),
        "subject_kind": enum("主体种类", "主体是什么", SUBJECT_KINDS),
        "subject_id": subject(),
        "uscc": unit(),
        "person_id": person(),
        "claim_no": words("申报编号", "按申报判断的事项所属的申报", optional=True),
        **period(),
        "verdict": enum("结论", "符合、不符合或待核实", VERDICTS),
        "quantity": quantity("数量", "符合条件时的人数等"),
        "unit_amount": amount("单价", "每一数量的金额", optional=True),
        "gross_amount": amount("限额之前的金额", "数量乘单价，或按规则算出的金额", optional=True),
        "cap_amount": amount("限额", "最高金额", optional=True),
        "amount": amount("金额", "应享金额；不符合为 0，待核实为空", optional=True),
        "reason": words("理由", "不符合的每一个条件，或待核实缺什么；符合时为空", optional=True),
        "cut_amount": amount("限额扣减", "因限额而减少的金额", optional=True),
        "possible_amount": amount("待核实人员可能金额", "待核实的人员还可能带来的金额，未计限额", optional=True),
        "missing": words("所缺数据", "待核实缺哪些来源、记录或参数", optional=True),
        "evidence": evidence(),
    },
    key=("benefit_code", "subject_id", "period_start", "period_end"),
    rules=[
        rule(
            "amount_follows_verdict",
            "不符合的金额应为 0，待核实的应为空，符合的应有金额",
            pl.when(pl.col("verdict") == "eligible")
            .then(pl.col("amount").is_not_null())
            .when(pl.col("verdict") == "ineligible")
            .then(pl.col("amount") == 0)
            .otherwise(pl.col("amount").is_null()),
        )
    ],
)

ENTITLEMENT_PERSON = table(
    "entitlement_person",
    "按人计的资格",
    {
        "benefit_code": benefit(),
        "subject_id": subject(),
        "person_id": person(optional=False),
        "verdict": enum("结论", "本人符合、不符合或待核实，不含单位自身的条件", VERDICTS),
        "reason": words("理由", "不符合的每一个条件，或待核实缺什么", optional=True),
        "employer_uscc": uscc("用人单位代码", "合同的用人单位", optional=True, keep_invalid=True),
        "start_on": date("合同起始日", "所依据的合同开始的日期", optional=True),
        "missing": words("所缺数据", "待核实缺哪些来源、记录或参数", optional=True),
        "evidence": evidence(),
    },
    key=("benefit_code", "subject_id", "person_id"),
)

CONDITION = table(
    "condition",
    "条件",
    {
        "benefit_code": benefit(),
        "subject_id": subject(),
        "person_id": person(),
        **period(),
        "condition_code": text("条件编码", "政策包中的条件"),
        "verdict": enum("结论", "通过、不通过或待核实", ("pass", "fail", "unknown")),
        "observed": words("实际", "数据中看到的", optional=True),
        "required": words("要求", "条件所要求的", optional=True),
        "missing": words("所缺数据", "待核实缺哪些来源、记录或参数", optional=True),
    },
    key=("benefit_code", "subject_id", "person_id", "period_start", "period_end", "condition_code"),
)

PAYOUT_VERDICT = table(
    "payout_verdict",
    "发放判定",
    {
        "payout_no": text("发放编号", "哪一笔发放"),
        "benefit_code": benefit(optional=True),
        "level": enum("资金级次", "资金出自哪一级财政", LEVELS),
        "uscc": unit(),
        "person_id": person(),
        "amount": amount("发放金额", "台账上的金额，红冲为负"),
        "verdict": enum("判定", "这一笔最大的问题，没有问题则为合规", PAYOUT_VERDICTS),
        "compliant_amount": amount("合规", "应当发放的部分"),
        "over_cap_amount": amount("超限额", "超过限额的部分"),
        "over_entitlement_amount": amount("超标准", "超过应享金额的部分"),
        "ineligible_amount": amount("不符合条件", "不符合条件而发放的部分"),
        "duplicate_amount": amount("重复享受", "重复享受的部分"),
        "unverifiable_amount": amount("待核实", "数据不足以判断的部分"),
        "returned_amount": amount("已退回", "已经退回或被红冲的部分"),
        "allowed_amount": amount("可保留金额", "最终认可的金额"),
        "excess_amount": amount("多发金额", "发放金额减去可保留、待核实和已退回的金额"),
        "basis": enum("依据类别", "依据条文，还是依据口径", BASES),
        "conflicts_with": words("冲突的发放", "与之冲突的发放编号", optional=True),
        "entitlement_subject_id": words("资格主体", "对照的是谁的资格", optional=True, mask="subject"),
        "entitlement_period_start": date("资格期间起", "对照的资格的期间", optional=True, may_be_open=True),
        "entitlement_period_end": date("资格期间止", "对照的资格的期间", optional=True, may_be_open=True),
        "node_id": words("合并判断编号", "与同一资格、同一级次的其他发放一起判断", optional=True, mask="subject"),
        "explanation": words("说明", "为什么这样划分", optional=True),
        "delivery_no": whole("到数序号", "这一笔在哪一份报送中", small=True),
        "row_no": whole("行号", "这一笔在报送中的行号", small=True),
    },
    rules=[
        rule("parts_add_up", "七个部分之和不等于发放金额", pl.sum_horizontal(PAYOUT_PARTS) == pl.col("amount")),
        rule(
            "excess_is_the_rest",
            "多发金额不等于发放金额减可保留、待核实和已退回",
            pl.col("excess_amount")
            == pl.col("amount") - pl.col("allowed_amount") - pl.col("unverifiable_amount") - pl.col("returned_amount"),
        ),
    ],
)

CERTIFICATE = table(
    "certificate",
    "从高不重复的证明",
    {
        "certificate_id": text("证明编号", "同一组互斥的发放在各次审计中编号相同"),
        "trial": whole("假设序号", "有待核实的资格时，每种可能各算一次；第 0 次把待核实的当作 0", small=True),
        "is_solved": flag("是否算出", "组合过多时算不出，全部待核实"),
        "node_count": count("项数", "这一组有几项发放（事项、主体、级次）"),
        "unknown_count": count("待核实项数", "其中资格待核实的项数"),
        "lawful_amount": amount("从高合计", "依法可以并存的各项应享合计", optional=True),
        "alternative_amount": amount("次优合计", "保留某一落选项时最高的合计；没有则为空", optional=True),
        "paid_amount": amount("已发放", "已发放且未退回的金额"),
        "proposed_amount": amount("拟发放", "拟发放的金额"),
        "allowed_amount": amount("可保留金额", "最终认可的金额"),
        "binding_pairs": words("起作用的互斥", "留下的与落选的之间的互斥组合，级次表示同一事项不同级次", optional=True),
        "payout_nos": words("发放编号", "涉及的发放编号"),
        "statement": words("说明", "可以交给部门的说明"),
    },
    key=("certificate_id", "trial"),
)

CERTIFICATE_NODE = table(
    "certificate_node",
    "从高不重复的证明：各项",
    {
        "certificate_id": text("证明编号", "哪一组互斥的发放"),
        "trial": whole("假设序号", "哪一种可能", small=True),
        "node_id": words("合并判断编号", "同一资格、同一级次的全部发放", mask="subject"),
        "benefit_code": benefit(),
        "subject_id": subject(),
        "level": enum("资金级次", "资金出自哪一级财政", LEVELS),
        "uscc": unit(),
        "person_id": person(),
        "verdict": enum("资格结论", "符合、不符合或待核实", VERDICTS),
        "entitled_amount": amount("应享金额", "这种可能下的应享金额；待核实且不设上限时为空", optional=True),
        "is_solved": flag("是否算出", "这一组是否算出"),
        "is_lawful": flag("是否保留", "是否在合计最高的一组中"),
        "is_alternative": flag("是否在次优组", "是否在次优的一组中；没有次优时为空", optional=True),
        "paid_amount": amount("已发放", "已发放且未退回的金额"),
        "proposed_amount": amount("拟发放", "拟发放的金额"),
        "allowed_amount": amount("可保留金额", "最终认可的金额"),
        "payout_nos": words("发放编号", "这一项的发放编号"),
    },
    key=("certificate_id", "trial", "node_id"),
)

RECOVERY = table(
    "recovery",
    "追缴与调账",
    {
        "uscc": unit(),
        "person_id": person(),
        "payout_no": text("发放编号", "哪一笔已发放的款项"),
        "benefit_code": benefit(optional=True),
        "level": enum("资金级次", "资金出自哪一级财政", LEVELS),
        "department": words("部门", "主管部门", optional=True),
        "paid_on": date("发放日期", "支付的日期", optional=True),
        "voucher_no": words("支付凭证号", "国库支付凭证的编号", optional=True),
        "paid_amount": amount("发放金额", "这一笔的金额"),
        "part": words("部分", "多发的是哪一部分"),
        "ground": enum("处理", "应追回、建议核实或需调账", ("recover", "verify", "adjust")),
        "assumption_id": words("口径", "依据的是哪一个口径", optional=True),
        "amount": amount("金额", "应追回、建议核实或需调账的金额"),
        "explanation": words("说明", "这一笔为什么这样划分", optional=True),
    },
)

SUBJECT_LINK = table(
    "subject_link",
    "同一单位的新旧代码",
    {
        "uscc": uscc("原代码", "各来源中出现的代码", keep_invalid=True),
        "linked_uscc": uscc("合并到", "同一单位现在的代码", keep_invalid=True),
        "basis": words("依据", "为什么认为是同一单位"),
        "is_merged": flag("是否合并", "是否已合并判断；名称相同只作提示"),
    },
    key=("uscc",),
)

RELIEF_VERDICT = table(
    "relief_verdict",
    "减免判定",
    {
        "source": text("来源", "申报、收费单、保证金、结算或保险费所在的来源"),
        "key": words("编号", "来源中的编号", mask="subject"),
        "benefit_code": benefit(),
        "uscc": unit(),
        "person_id": person(),
        "claimed_amount": amount("已享金额", "已经给予的减免"),
        "entitled_amount": amount("应享金额", "应当给予的减免，待核实为空", optional=True),
        "excess_amount": amount("多享金额", "已享超过应享的部分"),
        "shortfall_amount": amount("少享金额", "应享超过已享的部分"),
        "verdict": enum("判定", "合规、多享、少享、不符合或待核实", RELIEF_VERDICTS),
        "subject_id": subject(),
        **period(),
        "finding_code": words("疑点种类", "由此产生的疑点种类的编码，没有疑点的为空", optional=True),
        "explanation": words("说明", "标准、应享、已享各多少，差在哪里", optional=True),
        "missing": words("所缺数据", "待核实缺哪些来源、记录或参数", optional=True),
        "basis": enum("依据类别", "依据条文，还是依据口径", BASES),
        "assumption_id": words("口径", "依据的是哪一个口径", optional=True),
        "evidence": evidence(),
    },
)

FINDING = table(
    "finding",
    "疑点",
    {
        "finding_id": text("疑点编号", "同一疑点在各次审计中编号相同"),
        # Open: a kind of finding is a file of its own.
        "code": text("疑点种类", "疑点种类的编码"),
        "severity": enum("严重程度", "高、中或低", ("high", "medium", "low")),
        "benefit_code": benefit(optional=True),
        "uscc": unit(),
        "person_id": person(),
        "payout_no": words("发放编号", "涉及的发放", optional=True),
        **period(optional=True),
        "amount": amount("涉及金额", "疑点涉及的金额", optional=True),
        "excess_amount": amount("多发金额", "应当追回或核实的金额", optional=True),
        "message": words("情况", "疑点的说明"),
        "evidence": words("依据", "JSON：所依据的每一行的来源、文件、工作表、行号和编号"),
        "basis": enum("依据类别", "依据条文，还是依据口径", BASES, optional=True),
        "assumption_id": words("口径", "依据的是哪一个口径", optional=True),
        "department": words("部门", "由哪个部门核查", optional=True),
        "level": enum("资金级次", "资金出自哪一级财政", LEVELS, optional=True),
        "unverifiable_amount": amount("待核实金额", "数据不足以判断的金额", optional=True),
        "obstacle": words(
            "暂不能支付", "应补发而暂时不能支付的原因：单位已注销吊销、本人已故、没有收款账号", optional=True
        ),
    },
    key=("finding_id",),
)

ASSESSMENT = table(
    "assessment",
    "检查范围",
    {
        "code": text("编码", "事项或疑点种类"),
        "population": count("应检查", "应当检查的数量"),
        "judged": count("已检查", "得出结论的数量"),
        "not_judged": count("未能检查", "没有得出结论的数量"),
        "reason": words("原因", "缺哪些来源、记录或参数", optional=True),
        "hits": count("发现", "有问题的数量"),
        "amount": amount("金额", "涉及的金额", optional=True),
    },
    key=("code",),
    rules=[
        rule(
            "all_are_counted",
            "已检查与未能检查之和不等于应检查",
            pl.col("judged") + pl.col("not_judged") == pl.col("population"),
        )
    ],
)

COVERAGE = table(
    "coverage",
    "数据覆盖",
    {
        "source": text("来源", "数据来源"),
        "partition": text("部分", "月份、名录、事项或全部"),
        "covered": flag("是否覆盖", "这一部分的数据是否视为完整"),
        "basis": words("依据", "看到的行数，或者设置"),
    },
    key=("source", "partition"),
)

REJECTED_ROW = table(
    "rejected_row",
    "退回的行",
    {
        "source": words("来源", "数据来源，认不出来的为空", optional=True),
        "file": text("文件", "文件名"),
        "sheet": words("工作表", "工作表的名称，CSV 没有", optional=True),
        "row": whole("行号", "Excel 中显示的行号，整份文件退回时为空", optional=True, small=True),
        "column": words("列", "有问题的列", optional=True),
        "value": words("报送的值", "报送的原值，个人信息已遮蔽", optional=True),
        "reason": text("原因", "为什么退回"),
        "advice": text("处理建议", "怎样改正"),
    },
)

DELIVERY = table(
    "delivery",
    "到数情况",
    {
        "source": words("来源", "数据来源，认不出来的为空", optional=True),
        "file": text("文件", "文件名"),
        "sheet": words("工作表", "工作表的名称，CSV 没有", optional=True),
        "rows_read": count("读取", "读取的数据行数"),
        "accepted": count("接收", "接收的行数"),
        "rejected": count("退回", "退回的行数"),
        "superseded": count("被替换", "被以后的报送替换或重复的行数"),
        "out_of_scope": count("范围之外", "不属于任何事项的行数"),
        "control_total": amount("合计行金额", "表中合计行的金额", optional=True),
        "control_check": words("合计核对", "合计行与各行之和是否相符", optional=True),
        "delivery_no": whole("到数序号", "各表依据中的到数序号", small=True),
        "is_replacement": flag("是否替换", "更正或全量报送"),
        "after_as_of": count("基准日之后", "日期在基准日之后的行数，已计入范围之外"),
        "note": words("说明", "整份文件的问题、没有用到的列等", optional=True),
    },
    rules=[
        rule(
            "every_row_is_placed",
            "接收、退回、被替换、范围之外之和不等于读取",
            pl.sum_horizontal("accepted", "rejected", "superseded", "out_of_scope") == pl.col("rows_read"),
        )
    ],
)

OUTPUTS: dict[str, pa.DataFrameSchema] = {
    table.name: table
    for table in (
        ENTITLEMENT,
        ENTITLEMENT_PERSON,
        CONDITION,
        PAYOUT_VERDICT,
        CERTIFICATE,
        CERTIFICATE_NODE,
        RECOVERY,
        SUBJECT_LINK,
        RELIEF_VERDICT,
        FINDING,
        ASSESSMENT,
        COVERAGE,
        REJECTED_ROW,
        DELIVERY,
    )
}
