"""追缴清单, 从高不重复证明, 代码关联: what a finding becomes when money must come back, and the proofs behind it."""

from pipelines.workbook.book import Book
from pipelines.workbook.column import Column, fill_in
from pipelines.workbook.listing import Listing

GROUND_TONES = {"应追回": "bad", "建议核实": "warn", "需调账": "mute"}
STATE_TONES = {"已证明": "good", "取决于待核实": "warn", "未求出": "bad"}
LINK_TONES = {"已合并判断": "good", "疑似，未合并": "warn"}


def _money(name: str, title: str) -> Column:
    return Column(name, title, "money", has_total=True)


RECOVERY = Listing(
    name="追缴清单",
    title="追缴清单：向谁追、追哪一笔、凭什么",
    relation="lists.recovery",
    columns=(
        Column("ground_title", "处理", "verdict", tones=GROUND_TONES),
        Column("enterprise_name", "单位名称", widest=22, is_optional=True),
        Column("uscc", "统一社会信用代码", "id", is_optional=True),
        Column("person_name", "姓名", "person_name", widest=10, is_optional=True),
        Column("person_id", "证件号码", "person_id", is_optional=True),
        Column("benefit_title", "事项", widest=16),
        Column("level", "级次", "short"),
        Column("payout_no", "发放编号", "code", widest=18),
        Column("paid_on", "发放日期", "date"),
        Column("paid_amount", "发放金额", "money"),
        Column("part_title", "理由", widest=18),
        _money("recover_amount", "应追回"),
        _money("verify_amount", "建议核实"),
        _money("adjust_amount", "需调账"),
        Column("explanation", "说明", widest=52),
        fill_in("通知日期", "date", width=11),
        fill_in("已追回金额", "money", width=12),
        fill_in("备注", width=12),
    ),
    note=(
        "只列已发放的款项，按收款人应退金额从高到低排列，一笔发放有几个理由的各占一行。应追回依据政策原文；建议核实依据某一解释口径；"
        "需调账的款项不退，只在事项或级次之间调整科目。应追回与建议核实的合计等于台账核对中已发放款项的多发金额。"
    ),
    group="ground_title",
    fixed_columns=3,
    has_signatures=True,
    empty="（没有需要追缴或调账的款项）",
)
CERTIFICATE = Listing(
    name="从高证明",
    title="从高不重复的证明：互斥的款项怎样取高",
    relation="lists.certificate",
    columns=(
        Column("state", "结论", "verdict", tones=STATE_TONES),
        Column("trial_title", "假设", "short", is_optional=True),
        Column("node_count", "项数", "integer"),
        Column("lawful_amount", "从高合计", "money"),
        Column("alternative_amount", "次优合计", "money"),
        Column("paid_amount", "已发放", "money"),
        Column("proposed_amount", "拟发放", "money", is_optional=True),
        Column("allowed_amount", "可保留", "money"),
        Column("binding_pairs", "互斥依据", widest=16),
        Column("statement", "说明", widest=60),
        Column("payout_nos", "发放编号", widest=30),
        Column("certificate_id", "证明编号", "id"),
    ),
    note=(
        "每组互斥的款项一行：从高合计是能同时保留的各项应享金额之和的最大值，次优合计是保留任一落选项时的最大值，两者之差说明为什么这样取。"
        "资格待核实的，按应享零元和应享最高额各算一次。"
    ),
    fixed_columns=1,
    empty="（没有互斥的款项）",
)
LINKS = Listing(
    name="代码关联",
    title="代码关联：同一单位的新旧代码",
    relation="lists.subject_link",
    columns=(
        Column("state", "处理", "verdict", tones=LINK_TONES),
        Column("uscc", "原代码", "id"),
        Column("name", "原代码登记名称", widest=30),
        Column("linked_uscc", "合并到", "id"),
        Column("linked_name", "登记名称", widest=30),
        Column("basis", "依据", widest=40),
    ),
    note="已合并的，各来源中的原代码一律按新代码判断。疑似而未合并的，核实后可在设置的 same_subject 中写明。",
    empty="（没有发现同一单位使用几个代码）",
)


def write(book: Book) -> None:
    for listing in (RECOVERY, CERTIFICATE, LINKS):
        book.write(listing)
