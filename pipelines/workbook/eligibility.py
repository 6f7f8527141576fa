"""资格名单: who may have what, for departments and leaders."""

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.workbook import notes, proposals
from pipelines.workbook.book import Book
from pipelines.workbook.charts import Bars, add_bar_chart
from pipelines.workbook.column import Column
from pipelines.workbook.info import RunInfo
from pipelines.workbook.listing import Listing, Written, untied

TITLE = "资格名单"
VERDICT_TONES = {"符合": "good", "不符合": "bad", "待核实": "warn"}
MONEY = (
    ("entitled_amount", "应享金额"),
    ("paid_amount", "已发净额"),
    ("proposed_amount", "拟发金额"),
    ("owed_amount", "应付未付"),
    ("recover_amount", "应追回"),
    ("cut_proposal_amount", "拟发应核减"),
    ("unverifiable_amount", "待核实金额"),
)
PERSON_NAME = Column("person_name", "姓名", "person_name", is_optional=True)
PERSON_ID = Column("person_id", "证件号码", "person_id", is_optional=True)
# Shown on a benefit's sheet only where there is any.
RARE = {"proposed_amount", "cut_proposal_amount", "unverifiable_amount"}
STRAY = ("paid_amount", "proposed_amount", "recover_amount", "cut_proposal_amount", "unverifiable_amount")
STRAY_PAYOUTS = f"select {', '.join(STRAY)} from lists.stray_payout"
CHARTED = ("应享金额", "已发净额", "应付未付", "应追回", "待核实金额")
SUMMARY_COLUMNS = (
    Column("benefit_code", "事项编码", "id"),
    Column("title", "事项名称"),
    Column("department", "主管部门"),
    Column("eligible_count", "符合", "integer", has_total=True),
    Column("ineligible_count", "不符合", "integer", has_total=True),
    Column("unknown_count", "待核实", "integer", has_total=True),
    *(Column(name, title, "money", has_total=True) for name, title in MONEY),
)
SUMMARY_NOTE = (
    "符合、不符合、待核实为对象数。应享金额为逐项独立计算的数；从高不重复的影响计入应付未付和应追回。"
    "已发净额已减去退回和红冲。待核实金额因缺数据或参数暂不能判断，不并入应追回。"
)
LEGEND = "结论：绿色为符合，红色为不符合（列出全部理由），黄色为待核实（列出缺什么）。金额单位：元。"
SUBJECT_WORDS = {"person": "人员", "enterprise": "单位", "claim": "申报"}


@dataclass(frozen=True)
class Benefit:
    """What the sheets need to know of a benefit."""

    code: str
    title: str
    subject_kind: str
    is_per_head: bool
    has_cap: bool

    @property
    def short(self) -> str:
        """The number a reader knows it by: 16A."""
        return self.code.rpartition("-")[2]


def write_eligibility(con: duckdb.DuckDBPyConnection, path: Path, info: RunInfo) -> None:
    """eligibility.xlsx of a run; con holds the lists."""
    with Book(con, info, TITLE, note="供主管部门和领导使用。" + LEGEND) as book:
        summary = _write_summary(book)
        if info.only_proposed:
            proposals.write(book)
        sheets = {benefit.code: _write_benefit(book, benefit) for benefit in benefits(book)}
        for benefit in benefits(book):
            if not info.only_proposed:
                _write_publicity(book, benefit)
        notes.write(book)
        check_totals(book, summary, sheets)
        book.save(path)


def benefits(book: Book) -> list[Benefit]:
    """The package's benefits in their order; what is a tax or health secret has no 公示."""
    found = book.rows(
        """
        select benefit.benefit_code, benefit.title, benefit.subject_kind, benefit.is_per_head,
               exists (select 1 from policy.parameter as parameter
                       where parameter.benefit_code = benefit.benefit_code and parameter.name = 'cap_amount')
        from policy.benefit as benefit
        order by benefit.sort_order, benefit.benefit_code
        """
    )
    return [Benefit(*row) for row in found]


def _write_summary(book: Book) -> Written:
    listing = Listing(
        name="汇总",
        title="资格名单汇总",
        relation="lists.benefit_summary",
        columns=SUMMARY_COLUMNS,
        note=SUMMARY_NOTE,
        has_filter=False,
        has_signatures=True,
    )
    written = book.write(listing)
    named = book.rows("select benefit_code from policy.benefit")
    if named:
        written.page.keep_chart_whole()
        bars = Bars(
            title="各事项金额（元）",
            rows=(written.first_row, written.first_row + len(named) - 1),
            label_column=written.place("事项名称"),
            value_columns=tuple(written.place(title) for title in CHARTED),
            anchor=written.page.chart_cell(),
            width=written.page.width_cm(),
        )
        add_bar_chart(written.page.sheet, bars)
    return written


def _columns(benefit: Benefit) -> tuple[Column, ...]:
    """Only columns that the benefit's subjects can fill."""
    columns = [Column("verdict_title", "结论", "verdict", tones=VERDICT_TONES)]
    if benefit.subject_kind == "claim":
        columns.append(Column("claim_no", "申报编号", "id"))
    if benefit.subject_kind != "person":
        columns += [Column("enterprise_name", "单位名称", widest=28), Column("uscc", "统一社会信用代码", "id")]
    if benefit.subject_kind not in {"enterprise", "claim"}:
        columns += [PERSON_NAME, PERSON_ID]
    if benefit.subject_kind not in {"enterprise", "person", "claim"}:
        columns.append(Column("subject_id", "对象编号", "subject"))
    if benefit.subject_kind != "claim":
        columns += [
            Column("quantity", "人数" if benefit.subject_kind == "enterprise" else "数量", "quantity", has_total=True),
            Column("unit_amount", "标准", "money"),
        ]
    if benefit.has_cap:
        columns += [
            Column("gross_amount", "限额前金额", "money", has_total=True),
            Column("cap_amount", "限额", "money"),
            Column("cut_amount", "限额扣减", "money", has_total=True, is_optional=True),
        ]
    columns.append(Column("amount", "应享金额", "money", has_total=True))
    columns += [Column(name, title, "money", has_total=True, is_optional=name in RARE) for name, title in MONEY[1:]]
    columns.append(Column("reason", "不符合的理由／缺什么", widest=50))
    return tuple(columns)


def _write_benefit(book: Book, benefit: Benefit) -> Written:
    written = book.write(
        Listing(
            name=f"{benefit.short} {benefit.title}",
            title=f"{benefit.code} {benefit.title}　资格名单",
            relation="lists.eligibility",
            columns=_columns(benefit),
            where={"benefit_code": benefit.code},
            note=LEGEND,
            group="verdict_title",
            has_signatures=True,
            fixed_columns=3,
            empty="（没有候选对象）",
        )
    )
    if benefit.is_per_head:
        book.write(
            Listing(
                name=f"{benefit.short} 人员",
                title=f"{benefit.code} {benefit.title}　人员名单",
                relation="lists.eligibility_person",
                columns=(
                    Column("verdict_title", "结论", "verdict", tones=VERDICT_TONES),
                    Column("enterprise_name", "单位名称", widest=28),
                    Column("subject_id", "统一社会信用代码", "id"),
                    PERSON_NAME,
                    PERSON_ID,
                    Column("reason", "不符合的理由／缺什么", widest=70),
                ),
                where={"benefit_code": benefit.code},
                note="只判断人员本人的条件；单位或机构自身的条件见上一张表。",
                group="verdict_title",
                fixed_columns=3,
                empty="（没有候选人员）",
            )
        )
    return written


def _write_publicity(book: Book, benefit: Benefit) -> None:
    if benefit.subject_kind in {"filing", "settlement"}:
        return
    is_person = benefit.subject_kind == "person"
    columns = [replace(PERSON_NAME, is_optional=False) if is_person else Column("enterprise_name", "单位名称")]
    if benefit.subject_kind != "claim":
        columns.append(Column("quantity", "人数" if not is_person else "数量", "quantity", has_total=True))
    columns.append(Column("amount", "拟享受金额（元）", "money", has_total=True))
    book.write(
        Listing(
            name=f"公示 {benefit.short}",
            title=f"{benefit.title}　拟享受名单公示",
            relation="lists.publicity",
            columns=tuple(columns),
            where={"benefit_code": benefit.code},
            note="公示期内如有异议，请向主管部门反映。金额为按本事项单独计算的数，最终以从高不重复核定为准。",
            has_filter=False,
            has_signatures=True,
        )
    )


def check_totals(book: Book, summary: Written, sheets: dict[str, Written]) -> None:
    """The summary is computed apart from the sheets: publish only if both say the same."""
    stray = dict(zip(STRAY, (book.rows(STRAY_PAYOUTS) or [()])[0], strict=False))
    for name, title in MONEY:
        of_sheets = "amount" if name == "entitled_amount" else name
        inner = sum((sheet.totals.sums.get(of_sheets, Decimal(0)) for sheet in sheets.values()), Decimal(0))
        inner += stray.get(name, Decimal(0))
        outer = summary.totals.sums.get(name, Decimal(0))
        if inner != outer:
            raise untied(f"资格名单汇总的{title}", outer, inner)
