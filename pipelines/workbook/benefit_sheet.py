"""The sheets of one measure: its subjects, its persons where it is counted per head, and its 公示."""

from dataclasses import dataclass, replace

from pipelines.policy_secrecy import SUBJECT_SOURCES
from pipelines.workbook.book import Book
from pipelines.workbook.column import Column
from pipelines.workbook.listing import Listing, Written
from schemas import SOURCES

VERDICT_TONES = {"符合": "good", "不符合": "bad", "待核实": "warn"}
LEGEND = "结论：绿色为符合，红色为不符合（列出全部理由），黄色为待核实（列出缺什么）。金额单位：元。"
MONEY = (
    ("entitled_amount", "应享金额"),
    ("paid_amount", "已发净额"),
    ("proposed_amount", "拟发金额"),
    ("owed_amount", "应付未付"),
    ("recover_amount", "应追回"),
    ("cut_proposal_amount", "拟发应核减"),
    ("unverifiable_amount", "待核实金额"),
)
# Shown on a benefit's sheet only where there is any.
RARE = {"proposed_amount", "cut_proposal_amount", "unverifiable_amount"}
VERDICT = Column("verdict_title", "结论", "verdict", tones=VERDICT_TONES)
PERSON_NAME = Column("person_name", "姓名", "person_name", is_optional=True)
PERSON_ID = Column("person_id", "证件号码", "person_id", is_optional=True)
REASON = Column("reason", "不符合的理由／缺什么", widest=50)
REASON_TITLE = Column("reason", "没有满足或缺数据的条件", widest=60)
# What is due, what was given, too much and too little of it, of what is given by charging less or by putting off.
RELIEF_TITLES = {
    "bill": ("应减金额", "实减金额", "多减", "少减（多收）"),
    "deposit": ("可缓缴或暂退", "实缓缴或暂退", "逾期或不应享", "少享"),
    "month": ("应缴金额", "实缴金额", "多收", "少收"),
}
# Subjects that are applicants, and subjects that have one day in place of a period.
APPLICANTS = {"claim", "enterprise", "person"}
DATED = {"bill", "deposit"}
# A list longer than this would be a file nobody can open: of each verdict the first rows are shown.
MOST_ROWS, SHOWN_EACH = 100_000, 20_000
# The colours of the tabs, one a part of the document, in turn.
TABS = ("1F3864", "2E75B6", "548235", "BF8F00", "C55A11", "7030A0", "7F7F7F", "00808A", "A23B3B", "44546A", "806000")


@dataclass(frozen=True)
class Benefit:
    """What the sheets need to know of a benefit."""

    code: str
    title: str
    section: str
    tab: str
    kind: str
    subject_kind: str
    is_per_head: bool
    has_cap: bool
    secrecy: str | None
    is_amount_secret: bool
    is_subject_secret: bool
    counts: tuple[int, int, int]
    amount: object

    @property
    def short(self) -> str:
        """The number a reader knows it by: 16A."""
        return self.code.rpartition("-")[2]

    @property
    def is_cut(self) -> bool:
        return sum(self.counts) > MOST_ROWS

    @property
    def is_whole(self) -> bool:
        """Whether every subject is shown: of a long list the first of each verdict are, of months those not clean."""
        return not self.is_cut and self.subject_kind != "month"

    @property
    def secret_note(self) -> str:
        return f"含{self.secrecy}信息：本表只列结论和条件名称，逐笔的金额和实际值见疑点清单。" if self.secrecy else ""


def benefits(book: Book) -> list[Benefit]:
    """The package's benefits that have anybody to show, in the package's order."""
    found = book.rows(
        """
        select benefit.benefit_code, benefit.title, summary.section, summary.kind_title, benefit.subject_kind,
               benefit.is_per_head,
               exists (select 1 from policy.parameter as parameter
                       where parameter.benefit_code = benefit.benefit_code and parameter.name = 'cap_amount'),
               benefit.secrecy, coalesce(benefit.is_amount_secret, false), coalesce(benefit.is_subject_secret, false),
               summary.eligible_count, summary.ineligible_count, summary.unknown_count, summary.entitled_amount
        from policy.benefit as benefit
        inner join lists.benefit_summary as summary on benefit.benefit_code = summary.benefit_code
        where summary.eligible_count + summary.ineligible_count + summary.unknown_count > 0
        order by summary.sort_no
        """
    )
    sections = [
        row[0] for row in book.rows("select section from policy.article group by section order by min(article_no)")
    ]
    return [
        Benefit(
            code,
            title,
            section,
            TABS[sections.index(section) % len(TABS)],
            *about,
            counts=(yes, no, open_),
            amount=amount,
        )
        for code, title, section, *about, yes, no, open_, amount in found
    ]


def money_columns() -> list[Column]:
    """The columns of money of a summary, each with its total."""
    return [Column(name, title, "money", has_total=True, is_optional=name in RARE) for name, title in MONEY]


def write(book: Book, benefit: Benefit) -> Written:
    """The subjects of a measure, and where it is counted per head its persons."""
    if benefit.is_subject_secret:
        return book.write(_reasons(benefit))
    written = book.write(_subjects(benefit))
    if benefit.is_per_head:
        book.write(_persons(benefit))
    return written


def _subjects(benefit: Benefit) -> Listing:
    return Listing(
        name=f"{benefit.short} {benefit.title}",
        title=f"{benefit.code} {benefit.title}　资格名单",
        relation="lists.eligibility",
        columns=tuple(_secret_columns(benefit) if benefit.is_amount_secret else _columns(benefit)),
        where={"benefit_code": benefit.code},
        note=LEGEND + benefit.secret_note + _cut_note(benefit),
        group="verdict_title",
        has_signatures=True,
        fixed_columns=3,
        empty="（没有候选对象）",
        only=f"list_no <= {SHOWN_EACH}" if benefit.is_cut else "",
        totals="" if benefit.is_whole else "lists.eligibility_total",
        part=benefit.section,
        facts=(benefit.kind, *benefit.counts, benefit.amount),
        tab=benefit.tab,
    )


def _cut_note(benefit: Benefit) -> str:
    if benefit.is_whole:
        return ""
    parts = ["应缴与实缴相符的月份不逐行列示"] if benefit.subject_kind == "month" else []
    parts += [f"只列每种结论的前 {SHOWN_EACH:,} 行"] if benefit.is_cut else []
    return (
        f"全部 {sum(benefit.counts):,} 行，{'，'.join(parts)}；小计、合计按全部行计算。"
        f"全部行见 tables/entitlement.parquet（benefit_code 为 {benefit.code}）。"
    )


def _parties(benefit: Benefit) -> list[Column]:
    """Who or what a row is about: only columns that the benefit's subjects can fill."""
    columns = []
    if benefit.subject_kind == "claim":
        columns.append(Column("claim_no", "申报编号", "id"))
    if benefit.subject_kind not in APPLICANTS:
        columns.append(Column("subject_id", _number_title(benefit.subject_kind), "subject"))
    if benefit.subject_kind != "person":
        is_optional = benefit.subject_kind not in {"enterprise", "claim"}
        columns += [
            Column("enterprise_name", "单位名称", widest=28, is_optional=is_optional),
            Column("uscc", "统一社会信用代码", "id", is_optional=is_optional),
        ]
    if benefit.subject_kind not in {"enterprise", "claim"}:
        columns += [PERSON_NAME, PERSON_ID]
    if benefit.subject_kind in DATED:
        columns.append(Column("period_start", "日期", "date"))
    elif benefit.subject_kind not in APPLICANTS:
        columns += [Column("period_start", "起", "date"), Column("period_end", "止", "date")]
    return columns


def _number_title(subject_kind: str) -> str:
    schema = SOURCES[SUBJECT_SOURCES[subject_kind]]
    key = schema.metadata["key"]
    return schema.columns[key[0]].title if len(key) == 1 else "主体与月份"


def _columns(benefit: Benefit) -> list[Column]:
    columns = [VERDICT, *_parties(benefit)]
    if benefit.subject_kind != "claim":
        title = "人数" if benefit.subject_kind == "enterprise" else "数量"
        columns += [
            Column("quantity", title, "quantity", has_total=True, is_optional=True),
            Column("unit_amount", "标准", "money", is_optional=True),
        ]
    if benefit.has_cap:
        columns += [
            Column("gross_amount", "限额前金额", "money", has_total=True),
            Column("cap_amount", "限额", "money"),
            Column("cut_amount", "限额扣减", "money", has_total=True, is_optional=True),
        ]
    due, given, over, under = RELIEF_TITLES.get(benefit.subject_kind, ("应享金额", "", "", ""))
    columns.append(Column("amount", due, "money", has_total=True))
    is_relief = benefit.subject_kind in RELIEF_TITLES
    if is_relief:
        columns += [
            Column("claimed_amount", given, "money", has_total=True),
            Column("over_amount", over, "money", has_total=True, is_optional=True),
            Column("under_amount", under, "money", has_total=True, is_optional=True),
        ]
    payouts = money_columns()[1:]
    return [*columns, *(replace(column, is_optional=column.is_optional or is_relief) for column in payouts), REASON]


def _secret_columns(benefit: Benefit) -> list[Column]:
    return [VERDICT, *_parties(benefit), REASON_TITLE]


def _reasons(benefit: Benefit) -> Listing:
    """Of records that may not be named: how many have which verdict, and for which reasons."""
    return Listing(
        name=f"{benefit.short} {benefit.title}",
        title=f"{benefit.code} {benefit.title}　资格情况",
        relation="lists.eligibility_reason",
        columns=(VERDICT, REASON_TITLE, Column("subject_count", "笔数", "integer", has_total=True)),
        where={"benefit_code": benefit.code},
        note=f"含{benefit.secrecy}信息：不逐笔列示，只按结论和条件计数；逐笔情况见疑点清单。",
        has_filter=False,
        group="verdict_title",
        has_signatures=True,
        part=benefit.section,
        facts=(benefit.kind, *benefit.counts, benefit.amount),
        tab=benefit.tab,
    )


def _persons(benefit: Benefit) -> Listing:
    return Listing(
        name=f"{benefit.short} 人员",
        title=f"{benefit.code} {benefit.title}　人员名单",
        relation="lists.eligibility_person",
        columns=(
            VERDICT,
            Column("enterprise_name", "单位名称", widest=28),
            Column("subject_id", "统一社会信用代码", "id"),
            PERSON_NAME,
            PERSON_ID,
            replace(REASON, widest=70),
        ),
        where={"benefit_code": benefit.code},
        note="只判断人员本人的条件；单位或机构自身的条件见上一张表。",
        group="verdict_title",
        fixed_columns=3,
        empty="（没有候选人员）",
        part=benefit.section,
        tab=benefit.tab,
    )


def write_publicity(book: Book, benefit: Benefit, part: str) -> None:
    """The notice of a measure that is paid on application, where somebody is to be paid."""
    if not book.rows("select count(*) from lists.publicity where benefit_code = ?", [benefit.code])[0][0]:
        return
    is_person = benefit.subject_kind == "person"
    columns = [replace(PERSON_NAME, is_optional=False) if is_person else Column("enterprise_name", "单位名称")]
    if benefit.subject_kind != "claim":
        title = "数量" if is_person else "人数"
        columns.append(Column("quantity", title, "quantity", has_total=True, is_optional=True))
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
            part=part,
            tab=benefit.tab,
        )
    )
