"""Hand-offs as a table, and what somebody may do about them: for any page that shows some."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from northing.plan.kinds.hand_off import HandOff
from northing.web.plan.hand_offs import receives
from northing.web.plan.people import called, names_of
from northing.web.plan.rights import may_change
from northing.web.plan.selectors import live_plan, version_of
from northing.web.site.blocks import Cell, Column, Fragment, Row, Table, Tone
from northing.web.site.formats import named

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

_TONES: dict[str, Tone] = {"accepted": "good", "rejected": "bad", "delivered": "warn"}


def hand_off_table(
    context: PageContext, ones: Iterable[HandOff], *, of_initiative: bool = False
) -> Table:
    """Hand-offs with what was promised, what came, and what the receiver said.

    Args:
        context: Who looks, and when.
        ones: The hand-offs.
        of_initiative: Whether all are of one initiative, which then has no column.
    """
    names, plan = names_of(), context.plan

    def row(one: HandOff) -> Row:
        late = one.late(context.as_of)
        return {
            "deliverable": one.deliverable,
            "initiative": Cell(
                plan.initiatives[one.initiative].title,
                href=context.link("initiative", key=one.initiative),
            ),
            "receiver": named(one.receiver),
            "due": Cell(one.due, tone="bad" if late else ""),
            "promised": one.promised,
            "delivered": one.delivered,
            "state": Cell(
                f"{one.state}, late" if late else one.state,
                tone="bad" if late else _TONES.get(one.state, ""),
            ),
            "said": " ".join(
                part for part in (one.reason, f"({called(one.decided_by, names)})") if part != "()"
            ),
        }

    columns = [
        Column("deliverable", "What"),
        Column("initiative", "Initiative"),
        Column("receiver", "To"),
        Column("due", "Due", "date"),
        Column("promised", "Promised", "count"),
        Column("delivered", "Came", "count"),
        Column("state", "State"),
        Column("said", "The receiver"),
    ]
    return Table(
        tuple(one for one in columns if not (of_initiative and one.key == "initiative")),
        [row(one) for one in sorted(ones, key=lambda one: (one.due, one.key))],
        caption="Hand-offs",
        empty="Nothing is handed to another team.",
    )


def hand_off_forms(context: PageContext, ones: Iterable[HandOff]) -> Fragment | None:
    """Forms to deliver for who plans the initiative, to accept and reject for who receives."""
    plan, user = live_plan(), context.user
    entries = []
    for one in ones:
        delivers = one.state in ("promised", "rejected") and may_change(user, "hand_off", one, plan)
        decides = one.state == "delivered" and receives(context.scope, one)
        if user is not None and (delivers or decides):
            entries.append(
                {
                    "one": one,
                    "version": version_of("hand_off", one.key),
                    "delivers": delivers,
                    "decides": decides,
                }
            )
    return Fragment("plan/hand_offs.html", {"entries": entries}) if entries else None
