"""A package whose pairs are not transitive (paths, a star, a cycle), written out and loaded like any other."""

from pathlib import Path
from random import Random

from pipelines.policy import load_package
from pipelines.policy_model import Package
from tests.reference.payout_model import Benefit, Pair, World
from tests.reference.payout_world import fill_world

# Each knot is its own family of measures; letters are the last of the codes.
PATH = [("A", "B"), ("B", "C"), ("C", "D")]
STAR = [("E", "F"), ("E", "G"), ("E", "H")]
CYCLE = [("I", "J"), ("J", "K"), ("K", "L"), ("L", "M"), ("I", "M")]
KNOTS = {"path": PATH, "star": STAR, "cycle": CYCLE}
SCOPES = {"path": "person", "star": "subject", "cycle": "person"}

PACKAGE = """
code: knots-2023
title: 互斥关系不传递的政策包
effective: {{from: 2023-01-01, to: 2023-12-31}}
article_count: 1
place: {{district: 甲区, city: 甲市, region_prefix: "9901"}}
levels: [中央, 省, 市, 区]
rosters: []
departments: [甲局]
common_departments: []
assumptions:
  - id: A-KN-1
    title: 是否互斥
    type: word
    default: on
    choices: [{{value: on, meaning: 互斥}}, {{value: off, meaning: 不互斥}}]
    meaning: 是否互斥。
    why: 可宽可严。
exclusive_pairs:
{pairs}
targets: []
"""
PAIR = "  - {{id: {a}-{b}, benefits: [KN23-01{a}, KN23-01{b}], scope: {scope}, {basis}, reason: 同一用途。}}"
ARTICLES = """
sections: [{number: 一, title: 补贴}]
articles:
  - {number: 1, section: 一, title: 补贴, kind: 可计量措施, departments: [甲局], summary: 各项补贴。, evidence: 台账。}
"""
BENEFIT = """
code: KN23-01{letter}
article: 1
title: 补贴{letter}
aliases: [补贴{letter}（旧称）]
kind: cash
subject_kind: {kind}
rule: kn23_01{lower}
amount_kind: exact
is_per_head: false
window: year
levels: [区]
level_relation: exclusive
department: 甲局
conditions: [{{code: is_named, grain: subject, title: 在名单上}}]
method: 按名单。
exclusions: 无。
data_needed: [claim]
"""


def write_package(folder: Path) -> Package:
    """The package as files, read by the loader."""
    (folder / "benefits").mkdir(parents=True)
    lines = []
    for name, pairs in KNOTS.items():
        for number, (a, b) in enumerate(pairs):
            basis = "basis: text" if number % 2 else "basis: reading, assumption: A-KN-1"
            lines.append(PAIR.format(a=a, b=b, scope=SCOPES[name], basis=basis))
        for letter in sorted({letter for pair in pairs for letter in pair}):
            kind = "person" if SCOPES[name] == "person" else "enterprise"
            text = BENEFIT.format(letter=letter, lower=letter.lower(), kind=kind)
            (folder / "benefits" / f"KN23-01{letter}.yaml").write_text(text, encoding="utf-8")
    (folder / "package.yaml").write_text(PACKAGE.format(pairs="\n".join(lines)), encoding="utf-8")
    (folder / "articles.yaml").write_text(ARTICLES, encoding="utf-8")
    return load_package(folder)


def draw_knot(random: Random, package: Package, prefix: str) -> World:
    """A world of one knot, its measures and pairs as the package has them."""
    benefits = [
        Benefit(each.code, each.subject_kind, *package.window_of(each), each.levels, each.level_relation)
        for each in package.benefits.values()
    ]
    pairs = [Pair(each.benefit_a, each.benefit_b, each.scope, each.basis) for each in package.pairs]
    knot = random.choice(list(KNOTS.values()))
    codes = sorted({f"KN23-01{letter}" for pair in knot for letter in pair})
    return fill_world(random, World(benefits, pairs), codes, prefix, most_payouts=12)
