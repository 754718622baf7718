"""Campaign: its months beside what its channel usually reaches; what repeated misses ask for."""

from __future__ import annotations

from collections.abc import Iterator

from northing.errors import NorthingError
from northing.metrics.benchmark import Benchmark
from northing.metrics.verdict import verdict_on
from northing.web.measure.selectors import limits, measure, narrowed
from northing.web.plan.campaigns import campaign_named
from northing.web.site.blocks import Block, Cell, Column, Notice, Row, Table, Tone
from northing.web.site.formats import UNIT_KINDS
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

JUDGED = ("roas", "cpl", "cpa", "cpc", "ctr")
_TONES: dict[str, Tone] = {"keep": "good", "fix": "warn", "replace": "bad", "wait": "muted"}


def _build(context: PageContext) -> tuple[Block, ...]:
    name = context.arguments["name"]
    channels = dict.fromkeys(one.campaign.channel for one in campaign_named(context, name))
    rows = [row for channel in channels for row in _rows(context, name, channel)]
    table = Table(
        (
            Column("metric", "Metric"),
            Column("channel", "Channel", "name"),
            Column("newest", "Newest month", "number"),
            Column("usual", "Usual", "number", help="Half of the channel's months lie between"),
            Column("missed", "Missed", "count", help="Of the last three months"),
            Column("advice", "Advice"),
            Column("why", "Why"),
        ),
        rows,
        caption="Benchmarks of its channel",
        empty="None of its metrics has a month with a value.",
        notes=(
            "A month misses where it is worse than three quarters of the channel's months: two of "
            "the last three ask for a fix, all three for a replacement.",
        ),
    )
    harsh = [row for row in rows if row["advice"].value in ("fix", "replace")]
    if not harsh:
        return (table,)
    worst = "Replace" if any(row["advice"].value == "replace" for row in harsh) else "Fix"
    names = " and ".join(str(row["metric"].value) for row in harsh)
    return (Notice(f"{worst} it: {names} missed its channel's benchmark repeatedly.", "bad"), table)


def _rows(context: PageContext, name: str, channel: str) -> Iterator[Row]:
    allowed = limits(context)
    where = narrowed({"campaign": name, "channel": channel}, allowed)
    for metric in JUDGED:
        try:
            table = measure(context, metric, by="month", period="last-12-months", where=where)
            usual = context.workspace.benchmark(
                metric, snapshot=context.snapshot, where=dict(allowed)
            )
        except NorthingError:
            continue
        values = [
            float(row.value)
            for row in table.rows
            if row.value is not None and not (row.note or "").endswith("days")
        ]
        if not values:
            continue
        mine: Benchmark | None = next((one for one in usual.rows if one.channel == channel), None)
        said = verdict_on(values, mine, "down" if table.good == "down" else "up")
        kind = UNIT_KINDS[table.unit]
        yield {
            "metric": Cell(table.title, href=context.link("metric", name=metric)),
            "channel": channel,
            "newest": Cell(values[-1], kind=kind),
            "usual": Cell(
                mine.median if mine else None,
                kind=kind,
                low=mine.p25 if mine else None,
                high=mine.p75 if mine else None,
                title=mine.note if mine else None,
            ),
            "missed": said.missed if said.judged else None,
            "advice": Cell(said.advice, tone=_TONES[said.advice]),
            "why": said.why,
        }


ENTRY = Section(
    page="campaign",
    title="Beside its channel",
    build=_build,
    order=40,
    slow=True,
    needs=("spend_daily",),
)
