"""口径说明 and 政策落实台账: how the text was read, and what became of each of its articles."""

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
    ),
    note="未设定的参数不作猜测：所涉条件或金额一律待核实。",
    has_filter=False,
)
ARTICLES = Listing(
    name="政策落实台账",
    title="政策落实台账",
    relation="lists.article_state",
    columns=(
        Column("article_no", "条", "order"),
        Column("section", "部分", "short", widest=14),
        Column("title", "措施", widest=22),
        Column("summary", "内容概要", widest=46),
        Column("departments", "责任部门", widest=22),
        Column("kind", "类别", "short", widest=14),
        Column("state", "测算", "verdict", tones=STATE_TONES),
        Column("benefit_codes", "事项编码", "short", widest=12),
        Column("eligible_count", "符合", "integer"),
        Column("unknown_count", "待核实", "integer"),
        Column("entitled_amount", "应享金额", "money", has_total=True),
        Column("paid_amount", "已发净额", "money", has_total=True),
        Column("evidence", "可报送的落实依据", widest=34),
        Column("why_not_computed", "不测算的原因", widest=30),
    ),
    note="全部条文逐条列示。内容概要为本系统的转述，以政策原文为准。",
    is_numbered=False,
    fixed_columns=3,
    has_signatures=True,
)


def write(book: Book) -> None:
    for listing in (READINGS, PARAMETERS, UNSET, ARTICLES):
        book.write(listing)
