"""An unexpected failure, told without the values it happened on: library messages often quote a row."""

import os
from pathlib import Path

from pipelines.errors import AuditError
from pipelines.job import FAILED


def as_audit_error(title: str, error: Exception) -> AuditError:
    """The sentence for the user: what was being done, what to do next."""
    if isinstance(error, OSError):
        where = Path(error.filename).name if isinstance(error.filename, str | os.PathLike) else "文件"
        return AuditError(
            f"“{title}”读写 {where} 失败：{error.strerror or type(error).__name__}。"
            "请检查磁盘空间与权限，然后重新执行同一命令，已完成的步骤不会重做。",
            FAILED,
        )
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return AuditError(f"“{title}”内存不足。请关闭其他程序或换用内存更大的机器，然后重新执行同一命令。", FAILED)
    return AuditError(
        f"“{title}”内部出错（{type(error).__name__}，{origin(error)}），没有发布任何结果。"
        "请把本行告诉维护人员；命令前加 --debug 可看到细节（其中可能含个人信息，请勿外传）。",
        FAILED,
    )


def origin(error: BaseException) -> str:
    """The project's own file and line where an unexpected error arose."""
    place = "未知位置"
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if "site-packages" not in path.parts and not path.name.startswith("<"):
            place = f"{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
