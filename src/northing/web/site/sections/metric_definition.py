"""Metric: its definition, and everything the value was computed under."""

from __future__ import annotations

from collections.abc import Mapping

from northing.metrics import describe_metric
from northing.web.measure.definitions import standing_of
from northing.web.measure.selectors import measure_page
from northing.web.site.blocks import Facts
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Facts:
    name = context.arguments["name"]
    about = describe_metric(name, context.metrics)
    # As the course above asks, so that it is computed once.
    table = measure_page(context, by=context.filters["grain"], compare=context.compare)
    facts = [
        ("Definition", table.definition),
        ("Agreement", standing_of(context, name).sentence),
        ("Known trap", table.trap),
        ("Unit", about["unit"]),
        ("Good direction", {"none": "neither"}.get(about["good"], about["good"])),
        ("Grain", about["grain"]),
        ("Can be added over", ", ".join(about["additive"]) or "nothing: it is a ratio"),
        ("Can be split by", ", ".join(about["dimensions"])),
        ("Owner", about["owner"]),
        ("Version", about["version"]),
        ("Source", about["source"]),
        *(
            (f"Computed with {key.replace('_', ' ')}", value)
            for key, value in table.parameters.items()
        ),
        ("Snapshot", table.snapshot),
        ("Named in programs", name),
    ]
    return Facts(tuple((label, spelled(value)) for label, value in facts))


def spelled(value: object) -> str:
    """A parameter in words: a list by commas, a mapping by its pairs.

    Examples:
        >>> spelled({"order": 90, "won": 365}), spelled(["order", "won"]), spelled(1)
        ('order 90, won 365', 'order, won', '1')
    """
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {part}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


ENTRY = Section(page="metric", title="What it means", build=_build, order=30)
