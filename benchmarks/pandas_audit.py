"""What a user would write instead: the measures that a synthetic district pays, decided and judged with pandas.

    python -m benchmarks.pandas_audit INPUT OUT

Reads the CSVs of INPUT, drops rows with an invalid code, and leaves `entitlement.parquet` and `payout_verdict.parquet`
in OUT, amounts in yuan. Written from the text of the policy, in the way of an analyst: one function a measure,
figures where they are used, codes checked row by row (to check each distinct code once would save more than half of
the time). Left out is what no synthetic district of a whole year holds, and a real one does: other files than UTF-8
CSV, broken or superseded rows, rows dated after the audit's day, refunds of premiums (退费), several contracts of
one person, missing records and sources (so that no subject is 待核实), other levels than 区, proposed payouts and
reversals, claims that do not fit their payout, periods of a payout, and the other measures.
"""

import re
import sys
from datetime import date
from pathlib import Path

import pandas as pd

NEEDED = (
    "市场主体登记", "社会保险缴费明细", "劳动合同备案", "人员信息", "名录", "经营指标确认表", "申报台账", "申报花名册",
    "补贴发放台账",
)  # fmt: skip
# No measure below needs them; their codes are checked all the same.
OTHERS = (
    "工资发放明细", "个人所得税扣缴明细", "税费申报明细", "涉企收费明细", "保证金台账", "医疗费用结算", "目标任务进度",
)  # fmt: skip
USCC, PERSON = "统一社会信用代码", "证件号码"

QUARTER = (pd.Timestamp("2023-01-01"), pd.Timestamp("2023-03-31"))
YEAR = (pd.Timestamp("2023-01-01"), pd.Timestamp("2023-12-31"))
BUSES = (pd.Timestamp("2023-01-22"), pd.Timestamp("2023-02-28"))
WINDOWS = {
    "GS23-16A": QUARTER, "GS23-16B": QUARTER, "GS23-16C": YEAR, "GS23-16D": YEAR, "GS23-17A": BUSES,
    "GS23-17B": QUARTER, "GS23-18B": YEAR,
}  # fmt: skip
# Caps and units in fen, as all money here: floating point would not add up.
CAPS = {"GS23-16A": 50_000_00, "GS23-17B": 50_000_00}
UNITS = {"GS23-16A": 500_00, "GS23-16B": 500_00, "GS23-16C": 1_000_00, "GS23-16D": 1_500_00, "GS23-17B": 500_00}
RENTS = {"博士": 50_000_00, "硕士": 30_000_00, "本科": 20_000_00}
# The two scales that the policy leaves open, as in the demo's settings.
LEAST_PASSENGERS, LEAST_PERSONS = 20, 10
NAMES = {
    "留苏慰问补贴": "GS23-16A", "企业留苏慰问补贴": "GS23-16A", "一次性留苏慰问补贴": "GS23-16A",
    "来苏就业补贴": "GS23-16B", "首次来苏就业补贴": "GS23-16B",
    "职业介绍补贴-失业人员": "GS23-16C", "失业人员职业介绍补贴": "GS23-16C",
    "职业介绍补贴-就业困难人员": "GS23-16D", "就业困难人员职业介绍补贴": "GS23-16D",
    "返岗交通补贴": "GS23-17A", "包车返岗补贴": "GS23-17A",
    "机构规模输送补贴": "GS23-17B", "人力资源机构规模输送补贴": "GS23-17B",
    "人才租房补贴": "GS23-18B", "人才生活补贴": "GS23-18B",
}  # fmt: skip
# Of a person whom two of these count for one agency, the cheaper one lets go (从高不重复).
EXCLUSIVE = (("GS23-16D", "GS23-16C"), ("GS23-16C", "GS23-17B"), ("GS23-16D", "GS23-17B"))

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

Tables = dict[str, pd.DataFrame]


def is_uscc(code: str) -> bool:
    if not re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}", code):
        return False
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(code, USCC_WEIGHTS, strict=False))
    return ALPHABET[-total % 31] == code[-1]


def is_person_id(number: str) -> bool:
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, PERSON_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1]


CODES = {USCC: is_uscc, "推荐机构信用代码": is_uscc, PERSON: is_person_id, "法定代表人证件号": is_person_id}


def read(folder: Path, title: str) -> pd.DataFrame:
    """All files of a source, with `is_valid`: every code that is given has its check character."""
    rows = pd.concat([pd.read_csv(file, dtype=str) for file in sorted(folder.glob(f"{title}*.csv"))], ignore_index=True)
    rows["is_valid"] = True
    for column, is_sound in CODES.items():
        if column in rows:
            given = rows[column].dropna()
            rows.loc[given.index, "is_valid"] &= given.map(is_sound).astype(bool)
    return rows


def fen(amounts: pd.Series) -> pd.Series:
    return (pd.to_numeric(amounts).fillna(0) * 100).round().astype("int64")


def month_number(days: pd.Series) -> pd.Series:
    return days.dt.year * 12 + days.dt.month


def load(folder: Path) -> Tables:
    tables = {}
    for title in (*OTHERS, *NEEDED):
        rows = read(folder, title)
        print(f"{title}：{len(rows):,} 行，代码无效 {(~rows['is_valid']).sum():,} 行", file=sys.stderr)
        if title in NEEDED:
            # The ledger is what is audited: its rows stay, and are 待核实.
            tables[title] = rows if title == "补贴发放台账" else rows[rows["is_valid"]]
    dates = {
        "市场主体登记": ["状态日期"], "劳动合同备案": ["合同起始日", "合同终止日"], "名录": ["生效日期", "失效日期"],
        "经营指标确认表": ["期间起", "期间止"], "申报台账": ["发生日期"], "补贴发放台账": ["发放日期"],
    }  # fmt: skip
    for title, columns in dates.items():
        tables[title] = tables[title].assign(**{column: pd.to_datetime(tables[title][column]) for column in columns})
    return tables


def insured_months(tables: Tables) -> pd.DataFrame:
    """Person, employer and month of every pension premium received, each once."""
    premiums = tables["社会保险缴费明细"]
    premiums = premiums[(premiums["险种"] == "养老") & (premiums["缴费类型"] == "正常") & premiums["到账日期"].notna()]
    register = tables["市场主体登记"].dropna(subset="社保单位编号").set_index("社保单位编号")[USCC]
    months = pd.DataFrame(
        {
            "person": premiums[PERSON],
            "uscc": premiums[USCC].fillna(premiums["单位编号"].map(register)),
            "month": month_number(pd.to_datetime(premiums["费款所属期"], format="%Y%m")),
        }
    )
    return months.dropna().drop_duplicates()


def listed(tables: Tables, roster: str, window: tuple[pd.Timestamp, pd.Timestamp]) -> set[str]:
    rows = tables["名录"][tables["名录"]["名录名称"] == roster]
    is_open = rows["失效日期"].isna() | (rows["失效日期"] >= window[0])
    return set(rows.loc[(rows["生效日期"] <= window[1]) & is_open, "主体代码"])


def local(tables: Tables, day: pd.Timestamp) -> set[str]:
    """Enterprises registered in the district that exist on the day."""
    rows = tables["市场主体登记"]
    is_there = (rows["登记状态"] == "存续") | (rows["状态日期"] > day)
    return set(rows.loc[(rows["所属区"] == "姑苏区") & is_there, USCC])


def hires(tables: Tables, months: pd.DataFrame) -> pd.DataFrame:
    """Contracts starting in the year, with the person's register and the months insured at the employer."""
    contracts = tables["劳动合同备案"]
    contracts = contracts[contracts["合同起始日"].between(*YEAR)].rename(columns={PERSON: "person", USCC: "uscc"})
    people = tables["人员信息"].rename(columns={PERSON: "person"}).drop(columns=["姓名", "is_valid"])
    insured = months[months["person"].isin(contracts["person"])]
    insured = insured.groupby(["person", "uscc"])["month"].agg(set).rename("insured").reset_index()
    rows = contracts.merge(people, on="person", how="left").merge(insured, on=["person", "uscc"], how="left")
    rows["insured"] = rows["insured"].map(lambda found: found if isinstance(found, set) else set())
    rows["start_month"] = month_number(rows["合同起始日"])
    rows["stays"] = rows.apply(insured_three_in_a_row, axis=1)
    rows["is_new"] = rows.apply(lambda hire: min(hire["insured"], default=0) >= hire["start_month"], axis=1)
    return rows


def insured_three_in_a_row(hire: pd.Series) -> bool:
    """From the month of the contract's start, or the next."""
    starts = (hire["start_month"], hire["start_month"] + 1)
    return any(all(first + n in hire["insured"] for n in range(3)) for first in starts)


def candidates(tables: Tables, code: str, column: str, *more: set[str]) -> list[str]:
    """Whoever is paid or has claimed, and more."""
    payouts, claims = tables["补贴发放台账"], tables["申报台账"]
    paid = payouts.loc[(payouts["code"] == code) & payouts["is_valid"], column].dropna()
    claimed = claims.loc[claims["事项编码"] == code, column].dropna()
    return sorted(set(paid).union(claimed, *more))


def entitlements(code: str, subjects: list[str], amounts: pd.Series) -> pd.DataFrame:
    """Amounts are of those who pass; the others of the subjects are ineligible."""
    table = pd.DataFrame({"benefit_code": code, "subject_id": subjects})
    table["gross"] = table["subject_id"].map(amounts)
    table["verdict"] = table["gross"].notna().map({True: "eligible", False: "ineligible"})
    table["amount"] = table["gross"].clip(upper=CAPS.get(code)).fillna(0)
    return table


def holiday(tables: Tables, months: pd.DataFrame) -> pd.DataFrame:
    """16A: a tenth of the mean headcount of key enterprises that grew and kept somebody over the holiday."""
    code, results, claims = "GS23-16A", tables["经营指标确认表"], tables["申报台账"]
    key, first = listed(tables, "重点企业", QUARTER), 2023 * 12 + 1
    confirmed = results[
        (results["期间起"] == QUARTER[0])
        & (results["期间止"] == QUARTER[1])
        & results["指标"].isin(["产值", "销售额", "营业收入"])
        & results["确认部门"].notna()
    ]
    grew = set(confirmed.loc[fen(confirmed["本期数"]) > fen(confirmed["上年同期数"]), USCC])
    approved = claims[
        (claims["事项编码"] == code) & (claims["审核结论"] == "通过") & claims["发生日期"].between(*QUARTER)
    ]
    stayers = approved[["申报编号", USCC]].merge(tables["申报花名册"][["申报编号", PERSON]], on="申报编号")
    stayers = stayers.merge(tables["人员信息"][[PERSON, "户籍区划代码"]], on=PERSON)
    stayers = stayers[~stayers["户籍区划代码"].str.startswith("3205")].rename(columns={PERSON: "person", USCC: "uscc"})
    stayed = set(stayers.merge(months[months["month"].isin([first, first + 1])], on=["person", "uscc"])["uscc"])

    heads = months[months["month"].between(first, first + 2)].groupby("uscc").size() // 30
    passing = heads[heads.index.isin(key & local(tables, QUARTER[1]) & grew & stayed)]
    touching = set(results.loc[(results["期间起"] <= QUARTER[1]) & (results["期间止"] >= QUARTER[0]), USCC])
    return entitlements(code, candidates(tables, code, USCC, key, touching), passing * UNITS[code])


def newcomers(tables: Tables, hired: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """16B: what key enterprises hired in the quarter, new to Suzhou and there to stay; and the heads."""
    code, key = "GS23-16B", listed(tables, "重点企业", QUARTER)
    year_later = hired["合同起始日"] + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    heads = hired[
        hired["uscc"].isin(key & local(tables, QUARTER[1]))
        & hired["合同起始日"].between(*QUARTER)
        & ~hired["户籍区划代码"].str.startswith("3205")
        & hired["首次在苏参保月份"].between("202301", "202303")
        & (hired["合同终止日"].isna() | (hired["合同终止日"] >= year_later))
        & hired["stays"]
    ]
    heads = heads.sort_values(["合同起始日", "uscc"]).drop_duplicates("person")
    amounts = heads.groupby("uscc").size() * UNITS[code]
    return entitlements(code, candidates(tables, code, USCC, key), amounts), heads.assign(agency=heads["uscc"])


def placements(tables: Tables, hired: pd.DataFrame, code: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """16C, 16D, 17B: whom agencies brought to an employer, who stayed; and the heads."""
    window = WINDOWS[code]
    agencies = listed(tables, "人力资源机构", window)
    placed = hired[hired["合同起始日"].between(*window)].rename(columns={"推荐机构信用代码": "agency"})
    placed = placed.dropna(subset="agency")
    heads = placed[placed["agency"].isin(agencies) & placed["stays"]]
    if code == "GS23-17B":
        employers = listed(tables, "重点企业", window) & local(tables, window[1])
        heads = heads[heads["uscc"].isin(employers)]
    else:
        people = tables["名录"][
            tables["名录"]["名录名称"] == {"GS23-16C": "失业人员", "GS23-16D": "就业困难人员"}[code]
        ]
        heads = heads[heads["uscc"] != heads["agency"]].merge(people, left_on="person", right_on="主体代码")
        is_open = heads["失效日期"].isna() | (heads["失效日期"] >= heads["合同起始日"])
        heads = heads[(heads["生效日期"] <= heads["合同起始日"]) & is_open]
    heads = heads.sort_values(["合同起始日", "agency"]).drop_duplicates("person")
    counts = heads.groupby("agency").size()
    if code == "GS23-17B":
        counts = counts[counts >= LEAST_PERSONS]
    subjects = candidates(tables, code, USCC, agencies, set(placed["agency"]))
    return entitlements(code, subjects, counts * UNITS[code]), heads


def buses(tables: Tables) -> pd.DataFrame:
    """17A: half of the fare of every approved bus."""
    code, claims = "GS23-17A", tables["申报台账"]
    payees = listed(tables, "重点企业", BUSES) | listed(tables, "人力资源机构", BUSES)
    claims = claims[claims["事项编码"] == code]
    passing = claims[
        claims[USCC].isin(payees)
        & (claims["审核结论"] == "通过")
        & claims["发生日期"].between(*BUSES)
        & (pd.to_numeric(claims["申报数量"]) >= LEAST_PASSENGERS)
    ]
    # Half up: whole fen plus one, halved.
    amounts = (fen(passing["核定基数金额"]) + 1) // 2
    return entitlements(code, sorted(claims["申报编号"]), amounts.set_axis(passing["申报编号"]))


def rents(tables: Tables, hired: pd.DataFrame) -> pd.DataFrame:
    """18B: by degree, whoever a high-tech enterprise hired in the year, new to it."""
    code = "GS23-18B"
    employed = hired[hired["uscc"].isin(listed(tables, "高新技术企业", YEAR))]
    is_graduate = (employed["学历"] != "本科") | (
        (employed["学习形式"] == "全日制") & employed["毕业院校"].isin(listed(tables, "双一流A类", YEAR))
    )
    passing = employed[
        employed["uscc"].isin(local(tables, YEAR[1]))
        & employed["学历"].isin(list(RENTS))
        & is_graduate
        & employed["is_new"]
    ]
    amounts = passing.set_index("person")["学历"].map(RENTS)
    return entitlements(code, candidates(tables, code, PERSON, set(employed["person"])), amounts)


def judge(payouts: pd.DataFrame, entitled: pd.DataFrame, heads: Tables) -> pd.DataFrame:
    """Every payout split into what may stay and what must come back (从高不重复)."""
    rows = payouts.assign(
        amount=fen(payouts["发放金额"]),
        subject_id=payouts["申报编号"].where(payouts["code"] == "GS23-17A", payouts[USCC].fillna(payouts[PERSON])),
    )
    whole = rows["amount"].where(rows["发放状态"] == "已退回", 0)
    rows["returned_amount"] = fen(rows["退回金额"]).where(rows["退回金额"].notna(), whole).clip(upper=rows["amount"])
    rows["left"] = rows["amount"] - rows["returned_amount"]
    rows = rows.merge(entitled, left_on=["code", "subject_id"], right_on=["benefit_code", "subject_id"], how="left")
    is_known = rows["verdict"].notna() & rows["is_valid"]
    is_early = is_known & (rows["发放日期"] < rows["code"].map({code: window[0] for code, window in WINDOWS.items()}))
    rows["open"] = rows["left"].where(is_known & ~is_early, 0)
    rows["entitled"] = (rows["gross"] - shared_amount(rows, heads)).clip(upper=rows["code"].map(CAPS)).fillna(0)

    # The payouts of one entitlement lie one behind the other on a line of money.
    rows = rows.sort_values(["发放日期", "发放编号"])
    after = rows.groupby(["code", "subject_id"], dropna=False)["open"].cumsum()
    before = after - rows["open"]
    cap = rows["code"].map(CAPS).fillna(rows["left"].sum())
    under_cap = after.clip(upper=cap) - before.clip(upper=cap)
    compliant = after.clip(upper=rows["entitled"]) - before.clip(upper=rows["entitled"])
    is_eligible, is_repeat = rows["verdict"] == "eligible", (before > 0) & (before >= rows["entitled"])
    beyond = (under_cap - compliant).where(is_eligible, 0)
    parts = pd.DataFrame(
        {
            "over_cap": rows["open"] - under_cap,
            "over_entitlement": beyond.where(~is_repeat, 0),
            "ineligible": rows["left"].where(is_early, under_cap.where(~is_eligible, 0)),
            "duplicate": beyond.where(is_repeat, 0),
            "unverifiable": rows["left"].where(~is_known, 0),
            "returned": rows["returned_amount"],
            "compliant": compliant,
        }
    )
    wrong = parts[["over_cap", "over_entitlement", "ineligible", "duplicate"]]
    other = parts[["unverifiable", "returned", "compliant"]]
    verdict = wrong.idxmax(axis=1).where(wrong.max(axis=1) > 0, (other > 0).idxmax(axis=1))
    table = pd.DataFrame({"payout_no": rows["发放编号"], "benefit_code": rows["code"], "verdict": verdict})
    return table.join((parts / 100).add_suffix("_amount"))


def shared_amount(rows: pd.DataFrame, heads: Tables) -> pd.Series:
    """What an entitlement loses with the persons whom a dearer measure, paid to the same agency, counts as well."""
    paid = rows[(rows["open"] > 0) & (rows["verdict"] == "eligible")].groupby("code")["subject_id"].agg(set)
    lost = [pd.DataFrame(columns=["agency", "person", "code"])]
    for dear, cheap in EXCLUSIVE:
        both = heads[dear].merge(heads[cheap], on=["agency", "person"])[["agency", "person"]]
        is_paid = both["agency"].isin(paid.get(dear, set()) & paid.get(cheap, set()))
        lost.append(both[is_paid].assign(code=cheap))
    counts = pd.concat(lost).drop_duplicates().groupby(["code", "agency"]).size().rename("lost").reset_index()
    found = rows.merge(counts, left_on=["code", "subject_id"], right_on=["code", "agency"], how="left")["lost"]
    return found.fillna(0) * rows["code"].map(UNITS).fillna(0)


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    tables = load(folder)
    payouts = tables["补贴发放台账"]
    payouts["code"] = payouts["事项编码"].fillna(payouts["事项名称"].map(NAMES))

    months = insured_months(tables)
    hired = hires(tables, months)
    decided, heads = [holiday(tables, months), buses(tables), rents(tables, hired)], {}
    table, heads["GS23-16B"] = newcomers(tables, hired)
    decided.append(table)
    for code in ("GS23-16C", "GS23-16D", "GS23-17B"):
        table, heads[code] = placements(tables, hired, code)
        decided.append(table)
    entitled = pd.concat(decided, ignore_index=True)
    judged = judge(payouts, entitled, heads)

    out.mkdir(parents=True, exist_ok=True)
    entitled.assign(amount=entitled["amount"] / 100).drop(columns="gross").to_parquet(out / "entitlement.parquet")
    judged.to_parquet(out / "payout_verdict.parquet")


if __name__ == "__main__":
    main()
