"""Web analytics: sessions and the conversions that it counted in them."""

from __future__ import annotations

from collections.abc import Iterable

from northing.calendar import Period
from northing.workspace.health.check import Look
from northing.workspace.health.reconcile import within
from northing.workspace.health.statement import Statement, System
from northing.workspace.health.wording import among, listed
from northing.workspace.rates import local_day

_VISITS = ("visit", "click")


def _states(look: Look, period: Period) -> Iterable[Statement]:
    rows = look.query(
        f"""SELECT source, sum(sessions) AS sessions, sum(conversions) AS conversions
            FROM sessions WHERE {within(period)} GROUP BY source ORDER BY source""",
        "sessions",
    )
    for row in rows:
        yield from _of(look, period, row, alone=len(rows) == 1)


def _of(look: Look, period: Period, row: dict[str, object], *, alone: bool) -> Iterable[Statement]:
    source = str(row["source"] or "web analytics")
    if look.holds("touches") and alone:
        day = local_day('"at"', True, look.settings.time_zone)
        seen = look.query(
            f"""SELECT count(*) AS n FROM (
                    SELECT DISTINCT person_id, "at" FROM touches
                    WHERE {among("kind", _VISITS)} AND {within(period, day)}
                )""",
            "touches",
        )[0]["n"]
        yield Statement(
            f"sessions/{source}", f"{source}: sessions, beside visits in the log", "visits",
            float(str(row["sessions"])), float(seen), None,
            note="Web analytics may count visits that leave no touch, such as those without "
            "consent; the two need not agree.",
        )  # fmt: skip
    kinds = [
        one["kind"]
        for one in look.query(
            f"""SELECT DISTINCT kind FROM conversions_daily
                WHERE {among("kind", look.limits.platform_kinds)} ORDER BY kind""",
            "conversions_daily",
        )
    ]
    if row["conversions"] is not None and kinds:
        own = look.query(
            f"""SELECT coalesce(sum(conversions), 0) AS n FROM conversions_daily
                WHERE {among("kind", kinds)} AND {within(period)}""",
            "conversions_daily",
        )[0]["n"]
        yield Statement(
            f"conversions/{source}", f"{source}: conversions", "conversions",
            float(str(row["conversions"])), float(own), look.limits.tolerance,
            note=f"Northing counts {listed(kinds)}.",
        )  # fmt: skip


ENTRY = System(title="Web analytics", states=_states, needs=("sessions",))
