"""Initiatives: what is done, when, by whom, and which objectives it serves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from northing.errors import BadInput
from northing.plan.sheets.amounts import Mark, read_amount
from northing.plan.sheets.column import Column, choice, day, keys, text
from northing.plan.sheets.form import Form

_PART = re.compile(
    r"(?P<objective>[a-z0-9][a-z0-9_-]*)(?:[ :]+(?P<percent>\d+(?:[.,]\d+)?) ?%?)?"
    r"(?: from (?P<since>\d{4}-\d{2}-\d{2}))?"
)


def _read(cell: Any, _mark: Mark | None) -> list[dict[str, str]]:
    return [_part(one.strip()) for one in re.split(r"[;\n]", str(cell)) if one.strip()]


def _part(written: str) -> dict[str, str]:
    found = _PART.fullmatch(written)
    if not found:
        raise BadInput(
            f"{written!r} names no objective; expected its key and a percentage, such as "
            "'grow 60; known 40', or 'grow 100 from 2026-07-01'."
        )
    amount = read_amount(found["percent"] or "100", ".")
    part = {"objective": found["objective"], "percent": str(amount.value if amount else 100)}
    return {**part, "since": found["since"]} if found["since"] else part


def _show(parts: Sequence[Mapping[str, str]]) -> str:
    return "; ".join(
        f"{one['objective']} {one['percent']}"
        + (f" from {one['since']}" if one.get("since") else "")
        for one in parts
    )


ENTRY = Form(
    "Initiatives",
    (
        text("key"),
        text("title", synonyms=("initiative", "name")),
        choice("kind", synonyms=("type",)),
        text("owner", synonyms=("responsible",)),
        day("starts", synonyms=("start", "start_date")),
        day("ends", synonyms=("end", "end_date")),
        choice("state", synonyms=("status",)),
        text("theme"),
        Column(
            "objectives",
            ("contributions",),
            _read,
            _show,
            synonyms=("objective", "contributions", "serves"),
        ),
        keys("key_results", synonyms=("key_result",)),
        text("partner", synonyms=("agency",)),
        text("message"),
    ),
)
