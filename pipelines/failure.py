"""An unexpected failure, told without the values it happened on: library messages often quote a row."""

import os
from pathlib import Path

from pipelines.errors import AuditError
from pipelines.job import FAILED
from pipelines.settings_bounds import USUAL_MEMORY
from pipelines.shortage import is_out_of_memory, lacks_disk, lacks_spill, system_error


def as_audit_error(title: str, error: Exception) -> AuditError:
    """The sentence for the user: what was being done, what to do next."""
    if told := shortage_in_words(error):
        return AuditError(f"“{title}”{told}，然后重新执行同一命令，已完成的步骤不会重做。没有发布任何结果。", FAILED)
    return AuditError(
        f"“{title}”内部出错（{type(error).__name__}，{origin(error)}），没有发布任何结果。"
        "请把本行告诉维护人员；命令前加 --debug 可看到细节（其中可能含个人信息，请勿外传）。",
        FAILED,
    )


def shortage_in_words(error: Exception) -> str | None:
    """What was lacking and what to do about it; None where it is something else."""
    if lacks_disk(error):
        return (
            f"写不下{file_of(error)}：磁盘已满。请在存放结果的磁盘（设置了 spill_dir 的，也在它所在的磁盘）上腾出空间"
        )
    if lacks_spill(error):
        return (
            "内存放不下的部分写不进磁盘：磁盘已满。"
            "请在临时文件所在的磁盘（设置 spill_dir，默认是存放结果的磁盘）上腾出空间，或在设置中调高 memory_limit"
        )
    if is_out_of_memory(error):
        return (
            f"内存不够：计算引擎到了设置 memory_limit 的上限（默认 {USUAL_MEMORY}），或本机内存已用完。"
            "请在设置中调高 memory_limit（如 memory_limit: 4GB），或关闭其他程序"
        )
    number = system_error(error)
    if isinstance(error, OSError) or number is not None:
        reason = os.strerror(number) if number is not None else type(error).__name__
        return f"读写{file_of(error)}失败：{reason}。请检查磁盘与权限"
    return None


def file_of(error: Exception) -> str:
    name = getattr(error, "filename", None)
    return f" {Path(name).name} " if isinstance(name, str | os.PathLike) else "文件"


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
