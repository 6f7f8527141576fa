"""What a run publishes in tables/*.parquet: the published columns first, this program's own after them.

Types are exact, so that a table reads the same from run to run; codes are English, texts Chinese.
A code of a person or an enterprise stands here as it was delivered and is not judged again.
"""

import pandera.polars as pa
import polars as pl

from schemas.column import DTYPES, Field, date, enum, flag, money, person_id, text, uscc

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

EVIDENCE = pl.List(pl.Struct({"source": pl.String, "delivery_no": pl.Int32, "row_no": pl.Int32}))


def _text(title: str, meaning: str, *, optional: bool = False, mask: str | None = None) -> pa.Column:
    """Text that may be empty but, unless optional, not null."""
    field = Field(type="text", optional=optional, personal=mask is not None, mask=mask)
    return pa.Column(DTYPES["text"], nullable=optional, title=title, description=meaning, metadata={"field": field})


def _integer(title: str, meaning: str, *, optional: bool = False, small: bool = False) -> pa.Column:
    dtype = pl.Int32() if small else DTYPES["integer"]
    field = Field(type="integer", optional=optional)
    return pa.Column(dtype, nullable=optional, title=title, description=meaning, metadata={"field": field})


def _quantity(title: str, meaning: str) -> pa.Column:
    field = Field(type="decimal", optional=True)
    return pa.Column(DTYPES["decimal"], nullable=True, title=title, description=meaning, metadata={"field": field})


def _money(title: str, meaning: str, *, optional: bool = False) -> pa.Column:
    return money(title, meaning, optional=optional, may_be_negative=True)


def _count(title: str, meaning: str) -> pa.Column:
    return _integer(title, meaning)


def _evidence() -> pa.Column:
    return pa.Column(
        EVIDENCE,
        nullable=True,
        title="依据",
        description="判断所依据的数据行：来源、到数序号、行号",
        metadata={"field": Field(type="evidence", optional=True)},
    )


def _benefit(optional: bool = False) -> pa.Column:
    return text("事项编码", "惠企事项", optional=optional)


def _uscc(optional: bool = True) -> pa.Column:
    return uscc("统一社会信用代码", "单位的代码", optional=optional, keep_invalid=True)


def _person(optional: bool = True) -> pa.Column:
    return person_id("证件号码", "个人的居民身份证号码", optional=optional, keep_invalid=True)


def _subject() -> pa.Column:
    meaning = "单位代码、证件号码、申报编号、申报序号、收费单号、保证金编号、结算编号，或代码与月份"
    return _text("主体", meaning, mask="subject")


def _period(optional: bool = False) -> dict[str, pa.Column]:
    return {
        "period_start": date("期间起", "期间的第一天", optional=optional, may_be_open=True),
        "period_end": date("期间止", "期间的最后一天", optional=optional, may_be_open=True),
    }


def _rule(name: str, error: str, holds: pl.Expr) -> pa.Check:
    """A rule that every published row keeps; what is null cannot keep it."""
    return pa.Check(lambda data: data.lazyframe.select(holds.fill_null(False)), name=name, error=error)


def _table(
    name: str,
    title: str,
    columns: dict[str, pa.Column],
    key: tuple[str, ...] = (),
    rules: list[pa.Check] | None = None,
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        columns, checks=rules, name=name, title=title, metadata={"key": key}, strict=True, ordered=True
    )


ENTITLEMENT = _table(
    "entitlement",
    "资格",
    {
        "benefit_code": _benefit(),
        "subject_kind": enum("主体种类", "主体是什么", SUBJECT_KINDS),
        "subject_id": _subject(),
        "uscc": _uscc(),
        "person_id": _person(),
        "claim_no": _text("申报编号", "按申报判断的事项所属的申报", optional=True),
        **_period(),
        "verdict": enum("结论", "符合、不符合或待核实", VERDICTS),
        "quantity": _quantity("数量", "符合条件时的人数等"),
        "unit_amount": _money("单价", "每一数量的金额", optional=True),
        "gross_amount": _money("限额之前的金额", "数量乘单价，或按规则算出的金额", optional=True),
        "cap_amount": _money("限额", "最高金额", optional=True),
        "amount": _money("金额", "应享金额；不符合为 0，待核实为空", optional=True),
        "reason": _text("理由", "不符合的每一个条件，或待核实缺什么；符合时为空", optional=True),
        "cut_amount": _money("限额扣减", "因限额而减少的金额", optional=True),
        "possible_amount": _money("待核实人员可能金额", "待核实的人员还可能带来的金额，未计限额", optional=True),
        "missing": _text("所缺数据", "待核实缺哪些来源、记录或参数", optional=True),
        "evidence": _evidence(),
    },
    key=("benefit_code", "subject_id", "period_start", "period_end"),
    rules=[
        _rule(
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

ENTITLEMENT_PERSON = _table(
    "entitlement_person",
    "按人计的资格",
    {
        "benefit_code": _benefit(),
        "subject_id": _subject(),
        "person_id": _person(optional=False),
        "verdict": enum("结论", "本人符合、不符合或待核实，不含单位自身的条件", VERDICTS),
        "reason": _text("理由", "不符合的每一个条件，或待核实缺什么", optional=True),
        "employer_uscc": uscc("用人单位代码", "合同的用人单位", optional=True, keep_invalid=True),
        "start_on": date("合同起始日", "所依据的合同开始的日期", optional=True),
        "missing": _text("所缺数据", "待核实缺哪些来源、记录或参数", optional=True),
        "evidence": _evidence(),
    },
    key=("benefit_code", "subject_id", "person_id"),
)

CONDITION = _table(
    "condition",
    "条件",
    {
        "benefit_code": _benefit(),
        "subject_id": _subject(),
        "person_id": _person(),
        **_period(),
        "condition_code": text("条件编码", "政策包中的条件"),
        "verdict": enum("结论", "通过、不通过或待核实", ("pass", "fail", "unknown")),
        "observed": _text("实际", "数据中看到的", optional=True),
        "required": _text("要求", "条件所要求的", optional=True),
        "missing": _text("所缺数据", "待核实缺哪些来源、记录或参数", optional=True),
    },
    key=("benefit_code", "subject_id", "person_id", "period_start", "period_end", "condition_code"),
)

PAYOUT_VERDICT = _table(
    "payout_verdict",
    "发放判定",
    {
        "payout_no": text("发放编号", "哪一笔发放"),
        "benefit_code": _benefit(optional=True),
        "level": enum("资金级次", "资金出自哪一级财政", LEVELS),
        "uscc": _uscc(),
        "person_id": _person(),
        "amount": _money("发放金额", "台账上的金额，红冲为负"),
        "verdict": enum("判定", "这一笔最大的问题，没有问题则为合规", PAYOUT_VERDICTS),
        "compliant_amount": _money("合规", "应当发放的部分"),
        "over_cap_amount": _money("超限额", "超过限额的部分"),
        "over_entitlement_amount": _money("超标准", "超过应享金额的部分"),
        "ineligible_amount": _money("不符合条件", "不符合条件而发放的部分"),
        "duplicate_amount": _money("重复享受", "重复享受的部分"),
        "unverifiable_amount": _money("待核实", "数据不足以判断的部分"),
        "returned_amount": _money("已退回", "已经退回或被红冲的部分"),
        "allowed_amount": _money("可保留金额", "最终认可的金额"),
        "excess_amount": _money("多发金额", "发放金额减去可保留、待核实和已退回的金额"),
        "basis": enum("依据类别", "依据条文，还是依据口径", BASES),
        "conflicts_with": _text("冲突的发放", "与之冲突的发放编号", optional=True),
        "entitlement_subject_id": _text("资格主体", "对照的是谁的资格", optional=True, mask="subject"),
        "entitlement_period_start": date("资格期间起", "对照的资格的期间", optional=True, may_be_open=True),
        "entitlement_period_end": date("资格期间止", "对照的资格的期间", optional=True, may_be_open=True),
        "node_id": _text("合并判断编号", "与同一资格、同一级次的其他发放一起判断", optional=True, mask="subject"),
        "explanation": _text("说明", "为什么这样划分", optional=True),
        "delivery_no": _integer("到数序号", "这一笔在哪一份报送中", small=True),
        "row_no": _integer("行号", "这一笔在报送中的行号", small=True),
    },
    rules=[
        _rule("parts_add_up", "七个部分之和不等于发放金额", pl.sum_horizontal(PAYOUT_PARTS) == pl.col("amount")),
        _rule(
            "excess_is_the_rest",
            "多发金额不等于发放金额减可保留、待核实和已退回",
            pl.col("excess_amount")
            == pl.col("amount") - pl.col("allowed_amount") - pl.col("unverifiable_amount") - pl.col("returned_amount"),
        ),
    ],
)

RELIEF_VERDICT = _table(
    "relief_verdict",
    "减免判定",
    {
        "source": text("来源", "申报、收费单、保证金、结算或保险费所在的来源"),
        "key": _text("编号", "来源中的编号", mask="subject"),
        "benefit_code": _benefit(),
        "uscc": _uscc(),
        "person_id": _person(),
        "claimed_amount": _money("已享金额", "已经给予的减免"),
        "entitled_amount": _money("应享金额", "应当给予的减免，待核实为空", optional=True),
        "excess_amount": _money("多享金额", "已享超过应享的部分"),
        "shortfall_amount": _money("少享金额", "应享超过已享的部分"),
        "verdict": enum("判定", "合规、多享、少享、不符合或待核实", RELIEF_VERDICTS),
        "subject_id": _subject(),
        **_period(),
        "finding_code": _text("疑点种类", "由此产生的疑点种类的编码，没有疑点的为空", optional=True),
        "explanation": _text("说明", "标准、应享、已享各多少，差在哪里", optional=True),
        "missing": _text("所缺数据", "待核实缺哪些来源、记录或参数", optional=True),
        "basis": enum("依据类别", "依据条文，还是依据口径", BASES),
        "assumption_id": _text("口径", "依据的是哪一个口径", optional=True),
        "evidence": _evidence(),
    },
)

FINDING = _table(
    "finding",
    "疑点",
    {
        "finding_id": text("疑点编号", "同一疑点在各次审计中编号相同"),
        # Open: a kind of finding is a file of its own.
        "code": text("疑点种类", "疑点种类的编码"),
        "severity": enum("严重程度", "高、中或低", ("high", "medium", "low")),
        "benefit_code": _benefit(optional=True),
        "uscc": _uscc(),
        "person_id": _person(),
        "payout_no": _text("发放编号", "涉及的发放", optional=True),
        **_period(optional=True),
        "amount": _money("涉及金额", "疑点涉及的金额", optional=True),
        "excess_amount": _money("多发金额", "应当追回或核实的金额", optional=True),
        "message": _text("情况", "疑点的说明"),
        "evidence": _text("依据", "JSON：所依据的每一行的来源、文件、工作表、行号和编号"),
        "basis": enum("依据类别", "依据条文，还是依据口径", BASES, optional=True),
        "assumption_id": _text("口径", "依据的是哪一个口径", optional=True),
        "department": _text("部门", "由哪个部门核查", optional=True),
        "level": enum("资金级次", "资金出自哪一级财政", LEVELS, optional=True),
        "unverifiable_amount": _money("待核实金额", "数据不足以判断的金额", optional=True),
    },
    key=("finding_id",),
)

ASSESSMENT = _table(
    "assessment",
    "检查范围",
    {
        "code": text("编码", "事项或疑点种类"),
        "population": _count("应检查", "应当检查的数量"),
        "judged": _count("已检查", "得出结论的数量"),
        "not_judged": _count("未能检查", "没有得出结论的数量"),
        "reason": _text("原因", "缺哪些来源、记录或参数", optional=True),
        "hits": _count("发现", "有问题的数量"),
        "amount": _money("金额", "涉及的金额", optional=True),
    },
    key=("code",),
    rules=[
        _rule(
            "all_are_counted",
            "已检查与未能检查之和不等于应检查",
            pl.col("judged") + pl.col("not_judged") == pl.col("population"),
        )
    ],
)

COVERAGE = _table(
    "coverage",
    "数据覆盖",
    {
        "source": text("来源", "数据来源"),
        "partition": text("部分", "月份、名录、事项或全部"),
        "covered": flag("是否覆盖", "这一部分的数据是否视为完整"),
        "basis": _text("依据", "看到的行数，或者设置"),
    },
    key=("source", "partition"),
)

REJECTED_ROW = _table(
    "rejected_row",
    "退回的行",
    {
        "source": _text("来源", "数据来源，认不出来的为空", optional=True),
        "file": text("文件", "文件名"),
        "sheet": _text("工作表", "工作表的名称，CSV 没有", optional=True),
        "row": _integer("行号", "Excel 中显示的行号，整份文件退回时为空", optional=True, small=True),
        "column": _text("列", "有问题的列", optional=True),
        "value": _text("报送的值", "报送的原值，个人信息已遮蔽", optional=True),
        "reason": text("原因", "为什么退回"),
        "advice": text("处理建议", "怎样改正"),
    },
)

DELIVERY = _table(
    "delivery",
    "到数情况",
    {
        "source": _text("来源", "数据来源，认不出来的为空", optional=True),
        "file": text("文件", "文件名"),
        "sheet": _text("工作表", "工作表的名称，CSV 没有", optional=True),
        "rows_read": _count("读取", "读取的数据行数"),
        "accepted": _count("接收", "接收的行数"),
        "rejected": _count("退回", "退回的行数"),
        "superseded": _count("被替换", "被以后的报送替换或重复的行数"),
        "out_of_scope": _count("范围之外", "不属于任何事项的行数"),
        "control_total": _money("合计行金额", "表中合计行的金额", optional=True),
        "control_check": _text("合计核对", "合计行与各行之和是否相符", optional=True),
        "delivery_no": _integer("到数序号", "各表依据中的到数序号", small=True),
        "is_replacement": flag("是否替换", "更正或全量报送"),
        "after_as_of": _count("基准日之后", "日期在基准日之后的行数，已计入范围之外"),
        "note": _text("说明", "整份文件的问题、没有用到的列等", optional=True),
    },
    rules=[
        _rule(
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
        RELIEF_VERDICT,
        FINDING,
        ASSESSMENT,
        COVERAGE,
        REJECTED_ROW,
        DELIVERY,
    )
}
