"""`settings init`: a settings file that asks for every figure the policy leaves open, and sets none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import AuditError
from pipelines.policy_model import Benefit, Package, Parameter, article_name
from pipelines.policy_text import wrap
from pipelines.settings import WRONG_CALL
from pipelines.settings_bounds import MEMORY_LIMIT, SPILL_DIR, THREADS, USUAL_MEMORY
from pipelines.settings_model import COVERAGE, MASKING, MAX_ROWS, MAX_SHARE, ORDER

WIDTH = 100
HOW_WRITTEN = {
    "rate": "比例写成小数，3% 写 0.03",
    "money": "金额，至多两位小数",
    "count": "整数",
    "date": "日期，如 2023-03-31",
}
OTHER_KEYS = f"""\
# 其余可写的键，各行是写法的例子：
# {MASKING}: true               # 工作簿里遮盖个人信息；不写则遮盖
# {MAX_ROWS}: 0        # 退回的行数超过它，命令的退出码为 1（结果照常发布）；不写则为 0
# {MAX_SHARE}: 0.05    # 退回的行占读入行的比例超过它，不发布；不写则不限
# {ORDER}: [甲.csv, 乙.csv]      # 文件先后；不写则按文件名的自然顺序
# {COVERAGE}:                   # 某月、某名录、某事项的申报是否已经交全；不写则看收到的行
#   - {{source: roster, partition: 重点企业, covered: true}}
# {MEMORY_LIMIT}: {USUAL_MEMORY}      # 计算引擎最多用多少内存；不写则为 {USUAL_MEMORY}（这一项和以下两项不影响结果）
# {THREADS}: 2                # 计算引擎用几个处理器核；不写则用全部
# {SPILL_DIR}: /data/spill    # 内存放不下时临时文件写在哪里，须是已有的目录；不写则在结果目录里
"""


def write_template(path: Path, package: Package) -> None:
    """Write the file; one that is there may hold figures somebody entered, and is left alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(render(package))
    except FileExistsError:
        raise AuditError(
            f"{path} 已经存在，里面可能有填好的数，没有改动。请换一个文件名（--out），或先移走它。", WRONG_CALL
        ) from None
    except OSError:
        raise AuditError(f"写不出 {path}。请核对路径和权限。", WRONG_CALL) from None


def render(package: Package) -> str:
    """Every open parameter as a commented line: the file loads as it is, and then sets nothing."""
    lines = [f"# {package.title}（{package.code}）的设置文件", "#"]
    lines += comment("政策没有写明、留给实施细则的数，都列在下面。没有给的数不作猜测：相关的条件或金额一律“待核实”。")
    lines += comment("填写办法：删去该行行首的“# ”，把“数值”换成细则印发的数，note 写依据的文件（会印在口径说明里）。")
    lines.append("")
    for name, (benefit, parameter) in package.unset_parameters().items():
        lines += [*question(package, name, benefit, parameter), ""]
    return "\n".join(lines) + "\n" + OTHER_KEYS


def question(package: Package, name: str, benefit: Benefit, parameter: Parameter) -> Iterator[str]:
    article = package.articles[benefit.article]
    yield f"# {benefit.code} {benefit.title}：{parameter.title}"
    yield from comment(f"条款：{article_name(benefit.article)} {article.title}", "#   ")
    yield from comment(f"含义：{parameter.meaning}", "#   ")
    if parameter.figure:
        yield from comment(f"原文：{parameter.figure}", "#   ")
    yield from comment(f"单位：{parameter.unit}（{HOW_WRITTEN[parameter.type]}）", "#   ")
    yield from comment(f"由谁定：{parameter.decided_by}", "#   ")
    yield f"# {name}: {{value: 数值, note: 文件名称和文号}}"


def comment(text: str, start: str = "# ") -> list[str]:
    return [start + line for line in wrap(text, WIDTH - len(start))]
