"""疑点清单: what auditors follow up, family by family, and the proof that every fen was placed."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.workbook import proposals, recovery
from pipelines.workbook.book import Book
from pipelines.workbook.charts import Bars, add_bar_chart
from pipelines.workbook.column import Column, fill_in
from pipelines.workbook.info import RunInfo
from pipelines.workbook.listing import Listing, Written, untied

TITLE = "疑点清单"
SEVERITY_TONES = {"高": "bad", "中": "warn", "低": "mute"}
ADVICE_TONES = {
    "应追回": "bad",
    "应核减": "bad",
    "建议核实": "warn",
    "应补发": "good",
    "暂缓支付": "mute",
    "应补收": "bad",
    "应纠正": "warn",
    "应退还": "good",
    "待核实": "mute",
}
STATE_TONES = {
    "未能检验": "bad",
    "部分检验": "warn",
    "未全部检验": "warn",
    "全部检验": "good",
    "已检验": "good",
    "无检验对象": "mute",
}
# What an auditor answers about a finding.
CONCLUSIONS = ("属实", "部分属实", "不属实", "待核查")
FILL_IN = (
    fill_in("核查结论", choices=CONCLUSIONS, width=10),
    fill_in("核查人", width=9),
    fill_in("核查日期", "date", width=11),
    fill_in("追回金额", "money", width=12),
    fill_in("备注", width=14),
)


def _money(name: str, title: str) -> Column:
    return Column(name, title, "money", has_total=True)


def _count(name: str, title: str) -> Column:
    return Column(name, title, "integer", has_total=True)


SUMMARY = Listing(
    name="汇总",
    title="疑点清单汇总",
    relation="lists.finding_summary",
    columns=(
        Column("family", "类别", "short", widest=18),
        Column("title", "疑点种类", widest=28),
        _count("finding_count", "件数"),
        _count("high_count", "高"),
        _count("medium_count", "中"),
        _count("low_count", "低"),
        _money("amount", "涉及金额"),
        _money("excess_amount", "多发金额"),
        _money("recover_amount", "其中应追回"),
        replace(_money("cut_amount", "其中应核减"), is_optional=True),
        _money("doubtful_amount", "其中建议核实"),
        _count("not_judged", "未能检验数"),
        Column("state", "检验情况", "verdict", tones=STATE_TONES),
    ),
    note=(
        "一笔发放可能有几种疑点，各种类的金额不可相加为风险总额；风险总额以台账核对为准。"
        "应追回（已发）、应核减（拟发）依据政策原文，建议核实依据某一解释口径；少收（应补收）和保证金（应纠正）的金额不在其内。未能检验数不为零的，没有疑点不等于没有问题，原因见检验覆盖。"
    ),
    has_filter=False,
    has_signatures=True,
)
BY_BENEFIT = Listing(
    name="按事项汇总",
    title="疑点清单　按事项汇总",
    relation="lists.finding_benefit",
    columns=(
        Column("benefit_code", "事项编码", "id"),
        Column("benefit_title", "事项名称"),
        _count("finding_count", "件数"),
        _money("amount", "涉及金额"),
        _money("excess_amount", "多发金额"),
        _money("recover_amount", "其中应追回"),
        replace(_money("cut_amount", "其中应核减"), is_optional=True),
        _money("doubtful_amount", "其中建议核实"),
        _money("owed_amount", "应付未付"),
    ),
    has_filter=False,
)
# Not printed: with them a page would be too small to read.
ON_SCREEN = (Column("evidence_text", "依据（文件与行号）", "trail", widest=60), Column("finding_id", "疑点编号", "id"))
FINDING_COLUMNS = (
    Column("severity_title", "等级", "verdict", tones=SEVERITY_TONES),
    Column("code_title", "疑点", "short", widest=13),
    Column("advice", "处理建议", "verdict", tones=ADVICE_TONES),
    Column("benefit_title", "事项", widest=14),
    Column("level", "级次", "short", is_optional=True),
    Column("enterprise_name", "单位名称", widest=20, is_optional=True),
    Column("uscc", "统一社会信用代码", "id", is_optional=True),
    Column("person_name", "姓名", "person_name", widest=10, is_optional=True),
    Column("person_id", "证件号码", "person_id", is_optional=True),
    Column("payout_no", "发放编号", "code", widest=16, is_optional=True),
    Column("period_start", "享受期起", "date", is_optional=True),
    Column("period_end", "享受期止", "date", is_optional=True),
    _money("amount", "涉及金额"),
    _money("excess_amount", "多发金额"),
    Column("message", "说明", widest=44),
    *FILL_IN,
    *ON_SCREEN,
)
LEDGER = Listing(
    name="台账核对",
    title="台账核对：每一分钱的去向",
    relation="lists.ledger_check",
    columns=(
        Column("benefit_code", "事项编码", "id"),
        Column("benefit_title", "事项名称", widest=28),
        Column("level", "级次", "short"),
        _count("payout_count", "笔数"),
        _money("amount", "台账金额"),
        _money("compliant_amount", "合规"),
        _money("over_cap_amount", "超限额"),
        _money("over_entitlement_amount", "超标准"),
        _money("ineligible_amount", "不符合条件"),
        _money("duplicate_amount", "重复享受"),
        _money("unverifiable_amount", "待核实"),
        _money("returned_amount", "已退回"),
        _money("difference", "差额"),
    ),
    note="台账金额 = 合规 + 超限额 + 超标准 + 不符合条件 + 重复享受 + 待核实 + 已退回；差额必须为 0.00。",
    has_filter=False,
    has_signatures=True,
)
LEDGER_FILES = Listing(
    name="台账文件",
    title="台账核对：台账文件的行",
    relation="lists.ledger_delivery",
    columns=(
        Column("file", "文件"),
        Column("sheet", "工作表", "short", widest=20, is_optional=True),
        _count("rows_read", "读入行数"),
        _count("accepted", "采用"),
        _count("rejected", "退回"),
        _count("superseded", "被替代"),
        _count("out_of_scope", "不在范围"),
        Column("control_total", "文件合计", "money", is_optional=True),
        Column("control_check", "合计核对", widest=36, is_optional=True),
    ),
    note="退回的行没有进入台账金额，逐行原因见数据质量。",
    has_filter=False,
)
COVERAGE = Listing(
    name="检验覆盖",
    title="检验覆盖：哪些查了，哪些查不了",
    relation="lists.assessment",
    columns=(
        Column("code_kind", "类型", "short"),
        Column("title", "检验", widest=30),
        Column("state", "情况", "verdict", tones=STATE_TONES),
        Column("population", "应检验数", "integer"),
        Column("judged", "已检验", "integer"),
        Column("not_judged", "未能检验", "integer"),
        Column("hits", "命中", "integer"),
        Column("amount", "金额", "money"),
        Column("reason", "未能检验的原因", widest=60),
    ),
    note="未能检验的排在前面，原因写明缺哪个数据源、哪条记录或哪个参数。",
)


def write_findings(con: duckdb.DuckDBPyConnection, path: Path, info: RunInfo) -> None:
    """findings.xlsx of a run; con holds the lists."""
    with Book(
        con, info, TITLE, note="供审计核查使用，含涉税和个人信息，按内部资料管理。黄色列由核查人员填写。"
    ) as book:
        summary = _write_summary(book)
        book.write(BY_BENEFIT)
        if info.only_proposed:
            proposals.write(book)
        families = [row[0] for row in book.rows("select family from lists.finding_family order by sort_no")]
        sheets = [_write_family(book, family) for family in families]
        recovery.write(book)
        book.write(LEDGER)
        book.write(LEDGER_FILES)
        book.write(COVERAGE)
        _check_totals(summary, sheets)
        book.save(path)


def _write_summary(book: Book) -> Written:
    written = book.write(SUMMARY)
    found = book.rows("select count(*) from lists.finding_summary where finding_count > 0")[0][0]
    if found:
        written.page.keep_chart_whole()
        rows = (written.first_row, written.first_row + found - 1)
        _add_chart(written, "各种疑点件数", rows, ("件数",), 0.0)
        _add_chart(written, "各种疑点金额（元）", rows, ("涉及金额", "多发金额"), 0.5)
    return written


def _add_chart(written: Written, title: str, rows: tuple[int, int], values: tuple[str, ...], share: float) -> None:
    """One of two charts side by side below the table."""
    bars = Bars(
        title=title,
        rows=rows,
        header_row=written.first_row - 1,
        label_column=written.place("疑点种类"),
        value_columns=tuple(written.place(value) for value in values),
        anchor=written.page.chart_cell(share),
        width=written.page.width_cm() * 0.48,
        is_lying=True,
    )
    add_bar_chart(written.page.sheet, bars)


def _write_family(book: Book, family: str) -> Written:
    return book.write(
        Listing(
            name=family,
            title=f"疑点清单　{family}",
            relation="lists.finding",
            columns=FINDING_COLUMNS,
            where={"family": family},
            note="按多发金额从高到低排列；多发金额为涉及金额中不应发的部分。最后两列（依据、疑点编号）在屏幕上查阅，不打印。",
            unprinted_columns=len(ON_SCREEN),
            group="code_title",
            fixed_columns=4,
            empty="（本类没有发现疑点；是否全部检验见检验覆盖）",
        )
    )


def _check_totals(summary: Written, sheets: list[Written]) -> None:
    """The summary is computed apart from the sheets: publish only if both say the same."""
    for name, title in (("amount", "涉及金额"), ("excess_amount", "多发金额")):
        inner = sum((sheet.totals.sums.get(name, Decimal(0)) for sheet in sheets), Decimal(0))
        outer = summary.totals.sums.get(name, Decimal(0))
        if inner != outer:
            raise untied(f"疑点清单汇总的{title}", outer, inner)
