"""资格名单: who may have what, for departments and leaders."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.workbook import benefit_sheet, notes, proposals
from pipelines.workbook.benefit_sheet import Benefit
from pipelines.workbook.book import Book
from pipelines.workbook.charts import Bars, add_bar_chart
from pipelines.workbook.column import Column
from pipelines.workbook.info import RunInfo
from pipelines.workbook.listing import Listing, Written, untied

TITLE = "资格名单"
OVERVIEW, NOTICES = "总表", "公示"
# How lists.benefit_summary calls the part of the document that stray payouts belong to.
STRAY_PART = "未对应"
CHARTED = ("应享金额", "已发净额", "应付未付", "应追回", "待核实金额")
# What the index says of a measure's sheet.
FACTS = (
    Column("", "性质", "short"),
    Column("", "符合", "integer"),
    Column("", "不符合", "integer"),
    Column("", "待核实", "integer"),
    Column("", "应享金额", "money"),
)
SUMMARY = Listing(
    name="汇总",
    title="资格名单汇总",
    relation="lists.benefit_summary",
    columns=(
        Column("section", "部分", "short", widest=22),
        Column("benefit_code", "事项编码", "id"),
        Column("title", "事项名称", widest=38),
        Column("kind_title", "性质", "short", widest=14),
        Column("department", "主管部门", widest=20),
        Column("eligible_count", "符合", "integer", has_total=True),
        Column("ineligible_count", "不符合", "integer", has_total=True),
        Column("unknown_count", "待核实", "integer", has_total=True),
        *benefit_sheet.money_columns(),
        Column("other_amount", "其他金额", "money", is_optional=True),
    ),
    note=(
        "符合、不符合、待核实为对象数。应享金额为逐项独立计算的数；从高不重复的影响计入应付未付和应追回。"
        "已发净额已减去退回和红冲；税费减免、收费减免实际减了多少，见减免汇总。"
        "待核实金额因缺数据或参数暂不能判断，不并入应追回。"
        "其他金额是缓缴、暂退、税前扣除、应缴的数，不是给出的钱，不与任何金额相加。"
        "涉税、涉健康的事项，不足三笔的金额不列，以免透露单笔。"
    ),
    has_filter=False,
    has_signatures=True,
    group="section",
    part=OVERVIEW,
)
RELIEFS = Listing(
    name="减免汇总",
    title="减免汇总：少收、缓收和代付的钱",
    relation="lists.relief_summary",
    columns=(
        Column("section", "部分", "short", widest=22),
        Column("benefit_code", "事项编码", "id"),
        Column("title", "事项名称", widest=38),
        Column("kind_title", "性质", "short", widest=14),
        Column("row_count", "笔数", "integer", has_total=True),
        Column("compliant_count", "相符", "integer", has_total=True),
        Column("over_count", "多享", "integer", has_total=True),
        Column("under_count", "少享", "integer", has_total=True),
        Column("ineligible_count", "不应享", "integer", has_total=True),
        Column("unverifiable_count", "待核实", "integer", has_total=True),
        Column("entitled_amount", "应享金额", "money"),
        Column("claimed_amount", "实享金额", "money"),
        Column("over_amount", "多享金额", "money"),
        Column("under_amount", "少享金额", "money"),
        Column("unverifiable_amount", "待核实金额", "money"),
    ),
    note=(
        "一笔税费申报、收费、保证金、医疗结算或一个缴费月份为一笔。合规核对事项的应享、实享为应缴、实缴，多享为多收，少享为少收。"
        "各事项的金额性质不同，不作合计。涉税、涉健康的逐笔金额只在疑点清单中列示，不足三笔的合计也不列。"
    ),
    has_filter=False,
    part=OVERVIEW,
)
WITHOUT_SUBJECT = Listing(
    name="没有对象的事项",
    title="没有对象的事项",
    relation="lists.benefit_without_subject",
    columns=(
        Column("section", "部分", "short", widest=22),
        Column("benefit_code", "事项编码", "id"),
        Column("title", "事项名称", widest=34),
        Column("department", "主管部门", widest=24),
        Column("reason", "原因", widest=60),
    ),
    note="这些事项本次没有任何候选对象，没有单独的表。没有对象可能是因为数据没有到，不等于无人应享。",
    has_filter=False,
    part=OVERVIEW,
)
UNSET = "select count(*) from lists.unset_parameter where not is_set"
ANY_RELIEF = "select count(*) from lists.relief_summary"
WITHOUT = "select count(*) from lists.benefit_without_subject"


def write_eligibility(con: duckdb.DuckDBPyConnection, path: Path, info: RunInfo) -> None:
    """eligibility.xlsx of a run; con holds the lists."""
    note = "供主管部门和领导使用。" + benefit_sheet.LEGEND
    with Book(con, info, TITLE, note=note, facts=FACTS) as book:
        found = benefit_sheet.benefits(book)
        _write_summary(book)
        if info.only_proposed:
            proposals.write(book, OVERVIEW)
        if book.rows(ANY_RELIEF)[0][0]:
            book.write(RELIEFS)
        notes.write_state(book, OVERVIEW)
        if book.rows(WITHOUT)[0][0]:
            book.write(WITHOUT_SUBJECT)
        for benefit in found:
            check_total(book, benefit, benefit_sheet.write(book, benefit))
        if not info.only_proposed:
            for benefit in found:
                benefit_sheet.write_publicity(book, benefit, NOTICES)
        notes.write(book)
        book.save(path)


def _write_summary(book: Book) -> None:
    unset = book.rows(UNSET)[0][0]
    asked = f"政策未定、设置也没有给的参数有 {unset} 个，等着它们的对象和钱见“口径说明 未定参数”。" if unset else ""
    written = book.write(replace(SUMMARY, note=SUMMARY.note + asked))
    parts = [row for row, name in zip(written.group_rows, written.groups, strict=True) if name != STRAY_PART]
    if parts:
        written.page.keep_chart_whole()
        bars = Bars(
            title="各部分金额（元）",
            rows=(parts[0], parts[-1]),
            header_row=written.first_row - 1,
            label_column=1,
            # A column in which nothing stands is not there.
            value_columns=tuple(written.place(title) for title in CHARTED if title in written.titles),
            anchor=written.page.chart_cell(),
            width=written.page.width_cm(),
        )
        add_bar_chart(written.page.sheet, bars)


def check_total(book: Book, benefit: Benefit, sheet: Written) -> None:
    """The summary is computed apart from the sheets: publish only if both say the same."""
    if benefit.is_amount_secret:
        return
    names = [name for name, _ in benefit_sheet.MONEY]
    found = book.rows(
        f"select coalesce(other_amount, entitled_amount, 0), {', '.join(names[1:])} from lists.benefit_summary"
        " where benefit_code = ?",
        [benefit.code],
    )[0]
    for name, outer in zip(names, found, strict=True):
        inner = sheet.totals.sums.get("amount" if name == "entitled_amount" else name, Decimal(0))
        if inner != outer:
            raise untied(f"资格名单汇总中 {benefit.code} 的 {name} ", outer, inner)
