"""The part of the settings that says how deliveries are read: passwords, confirmed headers, limits."""

from __future__ import annotations

import os
from decimal import Decimal

from pipelines.ingest import Confirmed, Password, Reading
from pipelines.policy_yaml import Block
from schemas import SOURCES

PASSWORDS, HEADERS = "passwords", "headers"
BRAKE, MONTH_JUMP = "brake_share", "month_jump_share"
READING_KEYS = (PASSWORDS, HEADERS, BRAKE, MONTH_JUMP)


def read_reading(block: Block) -> Reading:
    usual = Reading()
    return Reading(
        passwords=read_passwords(block),
        confirmed=read_headers(block),
        brake_share=read_share(block, BRAKE, usual.brake_share),
        month_jump_share=read_share(block, MONTH_JUMP, usual.month_jump_share) or usual.month_jump_share,
    )


def read_share(block: Block, key: str, usual: Decimal | None) -> Decimal | None:
    share = block.decimal(key, usual)
    if share is not None and not 0 <= share <= 1:
        block.fault(key, f"{key} 应在 0 与 1 之间", "比例写成小数，如 0.3")
        return usual
    return share


def read_passwords(block: Block) -> tuple[Password, ...]:
    """A password itself, or the environment variable that holds it; of neither is anything ever shown."""
    found = []
    for entry in block.blocks(PASSWORDS, ("pattern", "password", "env")):
        entry.require("pattern")
        name = entry.text("env")
        if entry.has("password") == entry.has("env"):
            entry.fault(None, "password 和 env 应写且只写一个", "密码写在 password，或把环境变量的名字写在 env")
            continue
        if name and name not in os.environ:
            entry.fault("env", f"没有环境变量 {name}", "请先设置这个环境变量，再运行")
            continue
        found.append(Password(entry.text("pattern"), os.environ[name] if name else entry.text("password")))
    return tuple(found)


def read_headers(block: Block) -> tuple[Confirmed, ...]:
    found: dict[tuple[str, str, str], Confirmed] = {}
    for entry in block.blocks(HEADERS, ("sender", "source", "header", "column")):
        entry.require("source", "header", "column")
        source = entry.one_of("source", SOURCES)
        column = entry.one_of("column", SOURCES[source].columns if source in SOURCES else ())
        one = Confirmed(entry.text("sender"), source, entry.text("header"), column)
        if (one.sender, one.source, one.header) in found:
            entry.fault(None, f"{one.source} 的表头“{one.header}”写了两次", "请只保留一处")
        found[one.sender, one.source, one.header] = one
    return tuple(found.values())
