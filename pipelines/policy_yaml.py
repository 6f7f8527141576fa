"""Strict reading of YAML: every scalar is text until a field says what it is, and each fault has its line.

PyYAML's ready-made loaders accept a key twice (the last wins) and turn `no`, `0.10` and `2023-01-01` into a
boolean, a float and a date. A legal figure must not pass through any of that, so we read the node tree.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import yaml

T = TypeVar("T")
BLANK_IN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
MAPPING = yaml.MappingNode
SEQUENCE = yaml.SequenceNode
# libyaml's, where PyYAML was built with it: the same nodes in a tenth of the time.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def problem(place: str, fault: str, remedy: str) -> str:
    """Where, what is wrong, what to write instead."""
    return f"{place}：{fault}。{remedy}"


@dataclass
class Problems:
    """What is wrong, in the order found; reading goes on so that one run tells everything."""

    found: list[str] = field(default_factory=list)

    def add(self, place: str, fault: str, remedy: str) -> None:
        self.found.append(problem(place, fault, remedy))


def near_miss(word: str, known: Iterable[str]) -> str:
    """The remedy for an unknown word: the one probably meant, else all that are allowed."""
    allowed = list(known)
    close = difflib.get_close_matches(word, allowed, n=1, cutoff=0.6)
    if close:
        return f"您是否想写 {close[0]}？"
    return f"可以写：{'、'.join(allowed)}" if allowed else "此处没有可用的值"


def parse_decimal(text: str) -> Decimal:
    """A plain decimal number; no exponent, NaN or infinity, which Decimal() would take."""
    if not text or text.strip("+-0123456789.") or not text.isascii():
        raise ValueError(text)
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


def parse_date(text: str) -> date:
    """ISO with dashes only: fromisoformat alone would also take 20230101 and 2023-W01-1."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_integer(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(text)
    return int(text)


def parse_article(text: str) -> int:
    """第一条 to 第九十九条."""
    if not 1 <= parse_integer(text) <= 99:
        raise ValueError(text)
    return int(text)


def parse_boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


class Block:
    """One mapping of a file, read key by key.

    Each reader returns the value, or `otherwise` when the key is absent or wrong; what is wrong goes into
    `problems`, and the caller asks `is_sound` before it trusts the values.
    """

    def __init__(
        self,
        node: yaml.Node | None,
        file: str,
        problems: Problems,
        allowed: Iterable[str],
        refused: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """`refused`: keys that we know and that may not be written, with the reason and the remedy."""
        self.file, self.problems, self.allowed = file, problems, tuple(allowed)
        self.refused = refused or {}
        self.line = node.start_mark.line + 1 if node is not None else 1
        self.nodes: dict[str, yaml.Node] = {}
        self._faults_before = len(problems.found)
        if not isinstance(node, MAPPING):
            self.fault(None, "这里应是一组“键: 值”", f"请写：{'、'.join(self.allowed)}")
            return
        for key_node, value_node in node.value:
            self._take(key_node, value_node)

    def _take(self, key_node: yaml.Node, value_node: yaml.Node) -> None:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "（不是文字）"
        place = f"{self.file} 第 {key_node.start_mark.line + 1} 行"
        if key in self.nodes:
            self.problems.add(place, f"键 {key} 重复出现", "请只保留一处")
        elif key in self.refused:
            self.problems.add(place, *self.refused[key])
        elif key not in self.allowed:
            self.problems.add(place, f"不认识的键 {key}", near_miss(key, self.allowed))
        else:
            self.nodes[key] = value_node

    @property
    def is_sound(self) -> bool:
        return len(self.problems.found) == self._faults_before

    def place(self, key: str | None = None) -> str:
        node = self.nodes.get(key) if key else None
        return f"{self.file} 第 {node.start_mark.line + 1 if node is not None else self.line} 行"

    def fault(self, key: str | None, fault: str, remedy: str) -> None:
        self.problems.add(self.place(key), fault, remedy)

    def has(self, key: str) -> bool:
        return key in self.nodes

    def require(self, *keys: str) -> None:
        for key in keys:
            if key not in self.nodes:
                self.fault(None, f"缺少键 {key}", f"请补写 {key}: …")

    def text(self, key: str, otherwise: str = "") -> str:
        node = self.nodes.get(key)
        if node is None:
            return otherwise
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.fault(key, f"{key} 应是一段文字", "请填写内容，或删去这个键")
            return otherwise
        return node.value.strip()

    def prose(self, key: str) -> str:
        """Running text: a line break in the file is none between Chinese characters."""
        return BLANK_IN_CHINESE.sub("", self.text(key))

    def convert(self, key: str, parse: Callable[[str], T], expected: str, otherwise: T) -> T:
        text = self.text(key)
        if not text:
            return otherwise
        try:
            return parse(text)
        except ValueError:
            self.fault(key, f"{key} 的值“{text}”不对", f"应写{expected}")
            return otherwise

    def date(self, key: str, otherwise: date | None = None) -> date | None:
        return self.convert(key, parse_date, "日期，如 2023-01-01", otherwise)

    def decimal(self, key: str, otherwise: Decimal | None = None) -> Decimal | None:
        return self.convert(key, parse_decimal, "数字，如 500 或 0.10", otherwise)

    def integer(self, key: str, otherwise: int = 0) -> int:
        return self.convert(key, parse_integer, "整数，如 16", otherwise)

    def article(self, key: str, otherwise: int = 0) -> int:
        return self.convert(key, parse_article, "条号，1 至 99", otherwise)

    def boolean(self, key: str, otherwise: bool = False) -> bool:
        return self.convert(key, parse_boolean, " true 或 false", otherwise)

    def one_of(self, key: str, known: Iterable[str], otherwise: str = "") -> str:
        text = self.text(key, otherwise)
        if self.has(key) and text and text not in known:
            self.fault(key, f"{key} 的值“{text}”不认识", near_miss(text, known))
        return text

    def _items(self, key: str) -> list[yaml.Node]:
        node = self.nodes.get(key)
        if node is None:
            return []
        if not isinstance(node, SEQUENCE):
            self.fault(key, f"{key} 应是一个列表", "每项另起一行写“- …”，或写成 [甲, 乙]")
            return []
        return node.value

    def texts(self, key: str, known: Iterable[str] | None = None) -> tuple[str, ...]:
        words = []
        for node in self._items(key):
            line = f"{self.file} 第 {node.start_mark.line + 1} 行"
            word = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
            if not word:
                self.problems.add(line, f"{key} 的每一项都应是文字", "请填写内容")
            elif word in words:
                self.problems.add(line, f"{key} 里“{word}”重复", "请只保留一处")
            elif known is not None and word not in known:
                self.problems.add(line, f"{key} 里的“{word}”不认识", near_miss(word, known))
            else:
                words.append(word)
        return tuple(words)

    def block(self, key: str, allowed: Iterable[str]) -> Block:
        return Block(self.nodes.get(key), self.file, self.problems, allowed)

    def blocks(self, key: str, allowed: Iterable[str]) -> list[Block]:
        return [Block(node, self.file, self.problems, allowed) for node in self._items(key)]

    def is_mapping(self, key: str) -> bool:
        return isinstance(self.nodes.get(key), MAPPING)


class Entries(Block):
    """A mapping whose keys are the writer's own (codes to titles); only duplicates are refused."""

    def _take(self, key_node: yaml.Node, value_node: yaml.Node) -> None:
        self.allowed = (*self.allowed, str(key_node.value))
        super()._take(key_node, value_node)


def read_node(path: Path, file: str, problems: Problems) -> yaml.Node | None:
    """The content of a file; None where it has none, or (with the problem noted) cannot be read."""
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except FileNotFoundError:
        problems.add(file, "文件不存在", "请补上这个文件")
    except UnicodeDecodeError:
        problems.add(file, "不是 UTF-8 编码", "请另存为 UTF-8")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{file} 第 {mark.line + 1} 行" if mark else file
        problems.add(where, "不是合格的 YAML", "请检查缩进、冒号后的空格和引号")
    return None


def read_mapping(path: Path, file: str, problems: Problems, allowed: Iterable[str]) -> Block | None:
    """The top-level mapping of a file, or None (with the problem noted) if it cannot be read at all."""
    before = len(problems.found)
    node = read_node(path, file, problems)
    return Block(node, file, problems, allowed) if len(problems.found) == before else None
