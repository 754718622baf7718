"""Data: what health finds, the worst first, with the money at stake and what to do."""

from __future__ import annotations

from typing import Any

from northing.web.data.selectors import health_of
from northing.web.site.blocks import Block, Cell, Column, Notice, Prose, Table, Tone
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext
from northing.workspace.health import Finding, Health

_TONES: dict[str, Tone] = {"green": "good", "amber": "warn", "red": "bad"}
_MARKS = {"green": "✓ fine", "amber": "! look", "red": "✗ wrong"}
_SUMMARY = {
    "green": "Nothing speaks against the figures.",
    "amber": "The figures stand; some things want a look.",
    "red": "Some figures cannot be trusted until this is settled.",
}


def _build(context: PageContext) -> Block | tuple[Block, ...] | None:
    if context.snapshot is None:
        return None
    health = health_of(context)
    urgent = [one for one in health.findings if one.level != "green"]
    fine = [one for one in health.findings if one.level == "green"]
    blocks: list[Block] = [Notice(_SUMMARY[health.level], _TONES[health.level])]
    blocks.append(
        Table(
            _COLUMNS,
            [_row(one) for one in urgent],
            caption="Findings",
            empty="There is nothing to do.",
        )
    )
    blocks.append(Prose((_passed(fine), *_unchecked(health))))
    return tuple(blocks)


def _row(one: Finding) -> dict[str, Any]:
    return {
        "level": Cell(_MARKS[one.level], tone=_TONES[one.level]),
        "sentence": one.sentence,
        "money": one.money,
        "to_do": one.to_do,
        "id": one.id,
    }


def _passed(fine: list[Finding]) -> str:
    return "Fine: " + (" ".join(one.sentence for one in fine) or "nothing.")


def _unchecked(health: Health) -> tuple[str, ...]:
    if not health.not_checked:
        return ()
    names = ", ".join(name.replace("_", " ") for name in health.not_checked)
    return (f"Not checked, because nothing was loaded for it: {names}.",)


_COLUMNS = (
    Column("level", "Level", whole=True),
    Column("sentence", "What"),
    Column("money", "Money at stake", "money"),
    Column("to_do", "What to do"),
)

ENTRY = Section(
    page="data",
    title="Health",
    lead="Gaps, duplicates, late rows, names that match nothing, spend without outcomes.",
    build=_build,
    order=20,
    slow=True,
    lasts=60,
)
