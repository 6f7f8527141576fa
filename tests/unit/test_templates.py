"""The blank workbooks, as a department opens them."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.templates import EXAMPLE_SHEET, GUIDE_SHEET, LAST_ROW, write_templates
from schemas import SOURCES
from schemas.column import field_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    write_templates(folder)
    return folder


def opened(folder: Path, source: str):
    return load_workbook(folder / f"{SOURCES[source].title}.xlsx")


def test_there_is_one_workbook_a_source(folder: Path):
    assert sorted(path.stem for path in folder.iterdir()) == sorted(schema.title for schema in SOURCES.values())


@pytest.mark.parametrize("source", SOURCES)
def test_the_form_is_a_header_and_nothing_else(folder: Path, source: str):
    workbook = opened(folder, source)
    assert workbook.sheetnames == [SOURCES[source].title, EXAMPLE_SHEET, GUIDE_SHEET]
    form = workbook.worksheets[0]
    assert [cell.value for cell in form[1]] == [column.title for column in SOURCES[source].columns.values()]
    assert (form.max_row, form.freeze_panes) == (1, "A2")


@pytest.mark.parametrize("source", SOURCES)
def test_every_choice_has_a_drop_down_to_the_last_row(folder: Path, source: str):
    form = opened(folder, source).worksheets[0]
    offered = {str(choice.sqref): choice for choice in form.data_validations.dataValidation}
    with_values = {
        form.cell(1, place).column_letter: field_of(column)
        for place, column in enumerate(SOURCES[source].columns.values(), start=1)
        if field_of(column).values
    }
    assert set(offered) == {f"{letter}2:{letter}{LAST_ROW}" for letter in with_values}
    for letter, field in with_values.items():
        choice = offered[f"{letter}2:{letter}{LAST_ROW}"]
        assert choice.formula1 == f'"{",".join(field.values)}"'
        assert len(choice.formula1) <= 255, "Excel takes no longer list"
        assert choice.errorStyle == ("warning" if field.open_values else "stop")


def test_codes_are_text_and_amounts_are_numbers(folder: Path):
    form = opened(folder, "payout").worksheets[0]
    formats = {cell.value: form.column_dimensions[cell.column_letter].number_format for cell in form[1]}
    assert formats["统一社会信用代码"] == formats["收款账号"] == "@"
    assert formats["发放金额"] == "#,##0.00"
    assert formats["发放日期"] == "yyyy-mm-dd"


def test_a_required_header_looks_different(folder: Path):
    form = opened(folder, "payout").worksheets[0]
    fills = {cell.value: cell.fill.start_color.rgb for cell in form[1]}
    assert fills["发放编号"] != fills["证件号码"]


def test_the_guide_says_everything_about_each_column(folder: Path):
    guide = opened(folder, "social_insurance")[GUIDE_SHEET]
    text = {row[0]: row for row in guide.iter_rows(values_only=True)}
    assert text["险种"][1] == "必填"
    assert text["险种"][5] == "养老、失业、工伤、医疗、生育（其他取值不参与审计）"
    assert text["到账日期"][1] == "选填"
    assert text["缴费基数"][3] == "元"
