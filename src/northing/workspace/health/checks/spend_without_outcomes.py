"""Money was spent, and nothing was loaded that could say what came of it."""

from __future__ import annotations

from collections.abc import Iterable

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding, Selection
from northing.workspace.health.wording import listed, money

_SQL = "SELECT sum(amount) AS amount, min(date) AS first, max(date) AS last FROM spend_daily"


def _look(look: Look) -> Iterable[Finding]:
    lacking = [table for table in ("touches", "conversions") if not look.holds(table)]
    if look.holds("orders") or look.holds("deals"):  # both become conversions
        lacking = [table for table in lacking if table != "conversions"]
    if not lacking:
        return
    (row,) = look.query(_SQL, "spend_daily")
    why = (
        "nothing was loaded that came of it"
        if "conversions" in lacking
        else "no touch leads from it to what was sold"
    )
    yield Finding(
        "",
        "amber",
        f"Spend without outcomes: {money(row['amount'], look.currency)} from {row['first']} to "
        f"{row['last']}, and {why}. No campaign can be credited.",
        f"Load {listed(lacking)}: visits with their campaign tags, and leads, deals or orders.",
        None,
        row["amount"],
        {"lacking": lacking, "first": row["first"], "last": row["last"]},
        Selection("spend_daily"),
    )


ENTRY = Check(
    title="Spend without outcomes",
    fine="Beside the spend stand touches and conversions.",
    look=_look,
    needs=("spend_daily",),
    trap="Only what is lacking altogether; single campaigns without touches are another check.",
)
