"""拟发放审核: what may be paid, what may not, and the difference, in a run for proposals only."""

from dataclasses import replace

from pipelines.workbook.book import Book
from pipelines.workbook.column import Column
from pipelines.workbook.listing import Listing

DECISION_TONES = {"可发放": "good", "部分可发放": "warn", "不可发放": "bad"}
_PAYEE = (
    Column("payout_no", "发放编号", "id"),
    Column("benefit_title", "事项名称", widest=24),
    Column("level", "级次", "short"),
    Column("enterprise_name", "单位名称", widest=32, is_optional=True),
    Column("uscc", "统一社会信用代码", "id", is_optional=True),
    Column("person_name", "姓名", "person_name", is_optional=True),
    Column("person_id", "证件号码", "person_id", is_optional=True),
)
_DECISION = Column("decision", "审核结论", "verdict", tones=DECISION_TONES)


def _money(name: str, title: str) -> Column:
    return Column(name, title, "money", has_total=True)


SUMMARY = Listing(
    name="拟发放汇总",
    title="拟发放审核汇总",
    relation="lists.proposed_summary",
    columns=(
        Column("benefit_code", "事项编码", "id"),
        Column("benefit_title", "事项名称"),
        Column("level", "级次", "short"),
        *(
            Column(name, title, "integer", has_total=True)
            for name, title in (
                ("payout_count", "笔数"),
                ("payable_count", "可发放"),
                ("partly_count", "部分可发放"),
                ("held_count", "不可发放"),
            )
        ),
        _money("amount", "拟发金额"),
        _money("allowed_amount", "准予发放"),
        _money("excess_amount", "应核减"),
        _money("unverifiable_amount", "待核实"),
        _money("returned_amount", "已退回"),
    ),
    note="拟发金额 = 准予发放 + 应核减 + 待核实 + 已退回。已发放的各笔一并参与判断，但不在本表列示。",
    has_filter=False,
    has_signatures=True,
)
PAYABLE = Listing(
    name="可发放清单",
    title="可发放清单",
    relation="lists.proposed_payout",
    columns=(
        *_PAYEE,
        _DECISION,
        _money("amount", "拟发金额"),
        _money("allowed_amount", "准予发放"),
        _money("held_amount", "暂不发放"),
    ),
    where={"is_payable": True},
    note="按“准予发放”列的金额支付；部分可发放的，其余部分见不可发放清单。",
    has_signatures=True,
    fixed_columns=2,
)
HELD = Listing(
    name="不可发放清单",
    title="不可发放清单",
    relation="lists.proposed_payout",
    columns=(
        *_PAYEE,
        _DECISION,
        _money("amount", "拟发金额"),
        _money("excess_amount", "应核减"),
        _money("unverifiable_amount", "待核实"),
        Column("verdict_title", "判定", "short"),
        Column("explanation", "理由", widest=60),
    ),
    where={"is_held": True},
    note="应核减的不得支付；待核实的在补齐资料前暂缓支付。",
    has_signatures=True,
    fixed_columns=2,
)
DIFFERENCE = Listing(
    name="应发差额",
    title="应发差额",
    relation="lists.proposed_difference",
    columns=(
        Column("benefit_code", "事项编码", "id"),
        Column("enterprise_name", "单位名称", widest=32, is_optional=True),
        Column("uscc", "统一社会信用代码", "id", is_optional=True),
        Column("person_name", "姓名", "person_name", is_optional=True),
        Column("person_id", "证件号码", "person_id", is_optional=True),
        Column("claim_no", "申报编号", "id", is_optional=True),
        Column("verdict_title", "资格结论", "verdict", tones={"符合": "good", "不符合": "bad", "待核实": "warn"}),
        _money("entitled_amount", "应享金额"),
        _money("paid_allowed_amount", "此前合规已发"),
        _money("proposal_amount", "拟发金额"),
        _money("to_pay_amount", "本次应发"),
        _money("cut_amount", "拟发与应发之差"),
        _money("owed_amount", "本次之后仍欠"),
    ),
    note="本次应发为拟发各笔中准予发放的合计；拟发与应发之差为核减、待核实和退回之和。",
    fixed_columns=3,
)


def write(book: Book, part: str = "") -> None:
    for listing in (SUMMARY, PAYABLE, HELD, DIFFERENCE):
        book.write(replace(listing, part=part))
