"""`benefit-audit check`: the letters and the data quality, and nothing of an audit."""

import os
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines.cli import main
from tests.unit.tiny import PERSON, deliver


def texts(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


def test_what_is_right_is_said_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "检查"
    assert main(["check", str(deliver(tmp_path / "in")), "--out", str(out)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == str(out)
    assert sorted(path.name for path in out.iterdir()) == ["data_quality.xlsx", "feedback", "tables"]
    letters = sorted(path.stem for path in (out / "feedback").iterdir())
    assert letters == ["enterprise", "payout", "payroll", "social_insurance"]
    assert pl.read_parquet(out / "tables" / "rejected_row.parquet").height == 0


def test_what_is_wrong_goes_back_to_its_sender_alone(tmp_path: Path) -> None:
    inbox, out = deliver(tmp_path / "in"), tmp_path / "检查"
    (inbox / "人员信息_坏.xls").write_bytes(b"\xd0\xcf\x11\xe0 broken")
    payroll = inbox / "工资发放明细_202303.csv"
    payroll.write_text(payroll.read_text(encoding="utf-8-sig").replace("6000.00", "六千"), encoding="utf-8")
    assert main(["check", str(inbox), "--out", str(out)]) == 1
    told = pl.read_parquet(out / "tables" / "rejected_row.parquet")
    assert sorted(told["source"].unique()) == ["payroll", "person"]
    assert told.filter(pl.col("source") == "person")["row"].to_list() == [None]
    assert "六千" in texts(out / "feedback" / "payroll.xlsx")
    assert "六千" not in texts(out / "feedback" / "person.xlsx") + texts(out / "feedback" / "social_insurance.xlsx")
    assert "整份退回" in texts(out / "feedback" / "person.xlsx")
    assert PERSON not in "".join(texts(path) for path in out.rglob("*.xlsx"))


def test_a_call_that_cannot_be_carried_out(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "nowhere"), "--out", str(tmp_path / "x")]) == 2
    assert main(["check", str(tmp_path), "--settings", str(tmp_path / "nowhere.yaml")]) == 2


def test_a_name_in_the_bytes_of_old_windows(tmp_path: Path) -> None:
    """The system cannot write such a name as text; it is read as what it was."""
    inbox = deliver(tmp_path / "in", "payroll")
    name = os.fsdecode("工资发放明细_202303.csv".encode("gb18030"))
    (inbox / name).write_bytes(b"")
    assert main(["check", str(inbox), "--out", str(tmp_path / "out")]) == 1
    told = pl.read_parquet(tmp_path / "out" / "tables" / "rejected_row.parquet")
    assert told.select("source", "file").rows() == [("payroll", "工资发放明细_202303.csv")]
