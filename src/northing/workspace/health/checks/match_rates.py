"""How many conversions name somebody whose journey can be followed."""

from __future__ import annotations

from collections.abc import Iterable

from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding
from northing.workspace.health.wording import share
from northing.workspace.matching import match_rates


def _look(look: Look) -> Iterable[Finding]:
    rates = match_rates(look.workspace, look.snapshot)
    named = rates["conversions_to_journey"]
    if named is None:
        return
    people = rates["touches_to_person"]
    also = f" {share(people, 1)} of touches join to a known person." if people else ""
    bad = named < look.limits.match_rate
    yield Finding(
        "",
        "amber" if bad else "green",
        f"{share(named, 1)} of conversions name somebody whose journey can be followed.{also}",
        "Map the column that names the customer, or load the links between ids." if bad else "",
        about=rates,
    )


ENTRY = Check(
    title="Who is who",
    fine="There is nothing to match.",
    look=_look,
    needs=("journey_conversions",),
    trap="Anonymous visitors keep the rate of touches low in every company.",
)
