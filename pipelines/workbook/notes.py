"""口径说明, 目标进度 and 政策落实台账: how the text was read, and what became of each of its articles and targets."""

from dataclasses import replace

from pipelines.workbook.book import Book
from pipelines.workbook.column import Column
from pipelines.workbook.listing import Listing

STATE_TONES = {
    "默认": "",
    "已改用": "warn",
    "未设定": "warn",
    "由设置给定": "mute",
    "已由设置给定": "mute",
    "未设定，相关金额待核实": "warn",
    "已测算": "good",
    "部分测算": "mute",
    "不测算": "",
    "达标": "good",
    "按进度": "good",
    "未达标": "bad",
    "落后": "warn",
    "未填报": "warn",
    "文件无此目标": "mute",
}
READINGS = Listing(
    name="口径说明 解释口径",
    title="口径说明（一）采用的解释口径",
    relation="lists.assumption",
    columns=(
        Column("assumption_id", "编号", "id"),
        Column("title", "口径", widest=60),
        Column("value_text", "本次取值", widest=36),
        Column("default_value", "默认取值", "short", widest=16),
        Column("state", "状态", "verdict", tones=STATE_TONES),
        Column("why", "为什么有不同理解", widest=48),
        Column("benefit_codes", "涉及事项", "short", widest=20),
    ),
    note="政策文字可以有几种理解的，列出本次采用的一种；换一种理解可重新运行比较。以此为据的疑点为“建议核实”。",
    has_filter=False,
)
PARAMETERS = Listing(
    name="口径说明 参数",
    title="口径说明（二）参数取值",
    relation="lists.parameter",
    columns=(
        Column("benefit_code", "事项编码", "id"),
        Column("benefit_title", "事项名称"),
        Column("parameter_title", "参数", widest=28),
        Column("parameter_value", "取值", "quantity"),
        Column("unit", "单位", "short"),
        Column("figure", "原文数字", "short", widest=24),
        Column("basis", "依据", widest=36),
        Column("valid_from", "起", "date"),
        Column("valid_to", "止", "date"),
        Column("state", "状态", "verdict", tones=STATE_TONES),
    ),
    note="起止为闭区间，止为空表示未另定期限。",
    has_filter=False,
)
UNSET = Listing(
    name="口径说明 未定参数",
    title="口径说明（三）政策未定、由实施细则规定的参数",
    relation="lists.unset_parameter",
    columns=(
        Column("setting", "设置项", "id"),
        Column("benefit_title", "事项名称"),
        Column("meaning", "含义", widest=60),
        Column("unit", "单位", "short"),
        Column("article", "条文", "short", widest=16),
        Column("decided_by", "由什么规定", widest=30),
        Column("state", "状态", "verdict", tones=STATE_TONES, widest=26),
        Column("subject_count", "待核实对象", "integer"),
        Column("paid_amount", "其已发拟发", "money"),
        Column("claimed_amount", "其减免", "money"),
    ),
    note="未设定的参数不作猜测：所涉条件或金额一律待核实。右侧三列是在等这个数的对象和钱；一个对象可能同时等几个数，各行不可相加。",
    has_filter=False,
)
TARGETS = Listing(
    name="目标进度",
    title="目标进度：文件自己定下的目标",
    relation="lists.target_progress",
    columns=(
        Column("article_no", "条", "order"),
        Column("article_title", "措施", widest=26),
        Column("metric_code", "指标编码", "id"),
        Column("title", "指标", widest=26),
        Column("target_text", "目标", "short", widest=18),
        Column("figure", "原文数字", "short", widest=14),
        Column("due_on", "到期日", "date"),
        Column("value_text", "完成值", "short", widest=16),
        Column("reported_on", "数据日期", "date"),
        Column("reported_by", "填报部门", "short", widest=18),
        Column("state", "情况", "verdict", tones=STATE_TONES),
        Column("remark", "说明", widest=40),
    ),
    note=(
        "取截止日以前最近一次填报的数。达标、未达标按目标值判断；尚未到期的累计数按时间进度判断：不低于当年已过天数的份额为按进度，低于为落后；"
        "尚未到期的比例没有时间进度，未达到目标值即为落后。"
    ),
    is_numbered=False,
    has_filter=False,
)
ARTICLES = Listing(
    name="政策落实台账",
    title="政策落实台账",
    relation="lists.article_state",
    columns=(
        Column("article_no", "条", "order"),
        Column("section", "部分", "short", widest=10),
        Column("title", "措施", widest=14),
        Column("summary", "内容概要", widest=38),
        Column("departments", "责任部门", widest=16),
        Column("kind", "类别", "short", widest=8),
        Column("state", "测算", "verdict", tones=STATE_TONES),
        Column("benefits", "测算的事项", widest=24, is_optional=True),
        Column("eligible_count", "符合", "integer", has_total=True),
        Column("unknown_count", "待核实", "integer", has_total=True),
        Column("entitled_amount", "应享金额", "money", has_total=True),
        Column("paid_amount", "已发已减", "money", has_total=True),
        Column("risk_amount", "风险金额", "money", has_total=True),
        Column("unverifiable_amount", "待核实金额", "money", has_total=True),
        Column("other_amounts", "其他金额（不并入合计）", widest=18, is_optional=True),
        Column("targets", "目标进度", widest=18, is_optional=True),
        Column("evidence", "可报送的落实依据", widest=22),
        Column("why_not_computed", "不测算的原因", widest=24),
    ),
    note=(
        "全部条文逐条列示。内容概要为本系统的转述，以政策原文为准。已发已减为已发净额加实际减免；风险金额为其中应追回、拟发应核减和多享的减免。"
        "缓缴、暂退、税前扣除、应缴的数不是给出的钱，单列在“其他金额”；待核实的不并入其他各列；涉税、涉健康不足三笔的金额不列。"
    ),
    is_numbered=False,
    fixed_columns=3,
    has_signatures=True,
)


def write_state(book: Book, part: str) -> None:
    """How the document is carried out: its targets, and article by article."""
    for listing in (TARGETS, ARTICLES):
        book.write(replace(listing, part=part))


def write(book: Book) -> None:
    """How the text was read."""
    for listing in (READINGS, PARAMETERS, UNSET):
        book.write(replace(listing, part="口径说明"))
