"""Metric: one metric, its course, its parts, its definition and what lies behind it."""

from __future__ import annotations

from northing.web.measure.selectors import metric_entry
from northing.web.site.page import Page
from northing.web.site.page_context import PageContext


def _heading(context: PageContext) -> str:
    return metric_entry(context).title


def _check(context: PageContext) -> None:
    _ = metric_entry(context)


ENTRY = Page(
    title="Metric",
    question="How is it, and can I believe it?",
    path="metrics/<slug:name>/",
    permission="see_measures",
    group="Measure",
    filters=("period", "compare", "grain", "split", "variant", "metricrule"),
    heading=_heading,
    check=_check,
    menu="metrics",
)
