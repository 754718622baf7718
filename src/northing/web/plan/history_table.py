"""Changes of plan entries as a table: when, who, what, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from northing.plan import KINDS
from northing.plan.values import STATES
from northing.web.plan.models import PlanChange
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Column, Row, Table

MOST = 200


def history_table(entries: Iterable[tuple[str, str]]) -> Table:
    """The changes of some entries, the newest first."""
    wanted = Q(pk__in=())
    for kind, key in entries:
        wanted |= Q(kind=kind, key=key)
    names = names_of()
    rows: list[Row] = [
        {
            "at": change.at,
            "who": called(change.who, names),
            "what": f"{KINDS[change.kind].title} {change.key}",
            "change": in_words(change.before, change.after),
            "reason": change.reason,
        }
        for change in PlanChange.objects.filter(wanted).order_by("-id")[:MOST]
        if change.kind in KINDS
    ]
    return Table(
        (
            Column("at", "When", "date"),
            Column("who", "Who"),
            Column("what", "What"),
            Column("change", "Change"),
            Column("reason", "Why"),
        ),
        rows,
        caption="Changes, the newest first",
        empty="It has not been changed yet.",
        most=10,
    )


def in_words(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """What differs between two records of one entry, in words.

    Examples:
        >>> in_words({"title": "Tour"}, {"title": "Tour", "theme": "Presence"})
        'theme: nothing → Presence'
        >>> in_words(None, {"title": "Tour"}), in_words({"title": "Tour"}, None)
        ('added', 'removed')
    """
    if before is None or after is None:
        return "added" if before is None else "removed"
    said = []
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) == after.get(name):
            continue
        if name == "amounts":
            said += _amounts(before.get(name) or [], after.get(name) or [])
        else:
            was, becomes = _text(before.get(name)), _text(after.get(name))
            said.append(f"{name.replace('_', ' ')}: {was} → {becomes}")
    return "; ".join(said)


def _amounts(before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> list[str]:
    was = {(one["month"][:7], one["state"]): one for one in before}
    now = {(one["month"][:7], one["state"]): one for one in after}
    places = sorted({*was, *now}, key=lambda place: (place[0], STATES.index(place[1])))
    return [
        f"{state} {month}: {_amount(was.get((month, state)))} → {_amount(now.get((month, state)))}"
        for month, state in places
        if was.get((month, state)) != now.get((month, state))
    ]


def _amount(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return "nothing"
    number = f"{float(one['amount']):,.2f}".removesuffix(".00")
    return f"{number} {one['currency']}"


def _text(value: Any) -> str:
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values())
    return str(value)
