"""An .xlsx file whose bytes depend on nothing but its content."""

import datetime
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter


class _DatedZip(ZipFile):
    """A zip archive all of whose members bear one date instead of the clock's."""

    member_date: tuple[int, int, int, int, int, int]

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name, date_time=self.member_date)
        member.compress_type = ZIP_DEFLATED
        member.external_attr = 0o600 << 16
        member.create_system = 3
        return member

    def writestr(self, name: Any, data: Any) -> None:
        super().writestr(self._member(str(name)), data)

    def write(self, filename: Any, name: Any) -> None:
        """openpyxl gives its sheets as temporary files."""
        member = self._member(str(name))
        member.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as source, self.open(member, "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def save(workbook: Workbook, path: Path, on: datetime.date) -> None:
    """Write the workbook as if on that day: openpyxl's own save stamps it and its members with the clock."""
    midnight = datetime.datetime(on.year, on.month, on.day)
    workbook.properties.created = midnight
    workbook.properties.modified = midnight
    with _DatedZip(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        archive.member_date = (max(on.year, 1980), on.month, on.day, 0, 0, 0)
        ExcelWriter(workbook, archive).write_data()
