"""What every file of `sql/` keeps to."""

import re

import pytest
import sqlglot
from sqlglot import exp

from pipelines.engine import COLLECTED, PYTHON_RELATIONS, relations
from tests.spec.harness import SPECS, column_types, read_cases

FILES = {name: relation for name, relation in relations().items() if name not in PYTHON_RELATIONS}
MADE_BY_FILES = pytest.mark.parametrize("name", FILES)
# Numbers that count or convert, and are nobody's law: months, the parts of YYYYMM, halves, fen, millionths.
PLAIN_NUMBERS = {"0", "1", "2", "3", "12", "100", "0.01", "1000000", "2000000", "0.000001"}


def tree(name: str) -> exp.Expression:
    return sqlglot.parse_one(FILES[name].text, read="duckdb")


@MADE_BY_FILES
def test_the_header_reads_what_the_select_reads(name: str) -> None:
    select = tree(name)
    within = {cte.alias for cte in select.find_all(exp.CTE)}
    read = {f"{table.db}.{table.name}" if table.db else table.name for table in select.find_all(exp.Table)} - within
    read = {f"{one.removeprefix('collected.')}.*" if one.startswith("collected.") else one for one in read}
    assert read == set(FILES[name].reads)


@MADE_BY_FILES
def test_a_file_is_one_bare_select_with_its_columns_spelled_out(name: str) -> None:
    select = tree(name)
    assert isinstance(select, exp.Select | exp.SetOperation)
    last = select if isinstance(select, exp.Select) else select.left
    while isinstance(last, exp.SetOperation):
        last = last.left
    assert not any(isinstance(column, exp.Star) for column in last.expressions)


@MADE_BY_FILES
def test_no_money_is_cast_to_floating_point(name: str) -> None:
    floating = {exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT}
    assert not [kind for kind in tree(name).find_all(exp.DataType) if kind.this in floating]


@MADE_BY_FILES
def test_a_relation_has_no_floating_column(name: str) -> None:
    assert not [column for column, kind in column_types()[name].items() if re.search("DOUBLE|FLOAT", kind)]


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name].folder in ("facts", "heads", "benefits")])
def test_no_figure_of_the_law_stands_in_sql(name: str) -> None:
    literals = [one for one in tree(name).find_all(exp.Literal) if not isinstance(one.parent, exp.DataTypeParam)]
    numbers = {literal.this for literal in literals if not literal.is_string}
    assert numbers <= PLAIN_NUMBERS


@pytest.mark.parametrize("folder", COLLECTED)
def test_what_is_collected_has_one_shape(folder: str) -> None:
    shapes = {name: column_types()[name] for name, relation in FILES.items() if relation.folder == folder}
    assert shapes
    first = next(iter(shapes.values()))
    assert {name: shape for name, shape in shapes.items() if shape != first} == {}


# A view among the lists only gives codes their Chinese titles.
TELLING = [name for name, relation in FILES.items() if not (relation.folder == "lists" and relation.is_view)]


@pytest.mark.parametrize("name", TELLING)
def test_every_relation_has_its_spec(name: str) -> None:
    cases = read_cases(SPECS / f"{name.replace('.', '/')}.md")
    assert cases
    assert all(name in {expectation.relation for expectation in case.expected} for case in cases)


def test_every_spec_has_its_relation() -> None:
    told = {".".join(path.relative_to(SPECS).with_suffix("").parts) for path in SPECS.glob("*/*.md")}
    assert told <= set(FILES) | set(PYTHON_RELATIONS)
