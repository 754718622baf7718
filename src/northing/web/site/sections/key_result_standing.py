"""Key result: its value, its target, its pace, and why its status is what it is."""

from __future__ import annotations

from northing.align.progress import RULE
from northing.web.goals.selectors import key_result_standing
from northing.web.goals.tables import check_in_text
from northing.web.goals.words import aim, as_shown, kind_of, status_cell
from northing.web.plan.people import called, names_of
from northing.web.site.blocks import Block, Facts, Notice, Prose, Tile, Tiles
from northing.web.site.formats import show_date
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    standing = key_result_standing(context, context.arguments["key"])
    one, progress = standing.key_result, standing.progress
    objective = context.plan.objectives[one.objective]
    cell, kind = status_cell(progress.status), kind_of(one)
    tiles = [
        Tile("Value to date", as_shown(one, progress.reading.value), kind),
        Tile("Target", as_shown(one, progress.target), kind, note=f"by {show_date(one.due)}"),
    ]
    if progress.expected is not None:
        tiles.append(
            Tile(
                "Should be by now",
                as_shown(one, progress.expected),
                kind,
                note=f"on the {progress.shape} course",
            )
        )
    if progress.pace is not None:
        tiles.append(Tile("Pace", progress.pace, "number", note="1 is as planned"))
    facts = [
        ("Objective", objective.title),
        ("Aim", aim(one, context.currency)),
        ("Owner", called(one.owner, names_of())),
        ("From", show_date(one.starts)),
        ("Commitment", one.commitment),
        ("It", f"{'leads' if one.leads == 'leading' else 'lags'}"),
        ("Last check-in", check_in_text(standing)),
        ("Metric", one.metric or "none: the value is reported"),
    ]
    if one.scope:
        kept = (f"{name} {', '.join(values)}" for name, values in one.scope.filters().items())
        facts.append(("Only", "; ".join(kept)))
    if progress.reading.document:
        facts.append(("Document", progress.reading.document))
        facts.append(("Signed by", called(progress.reading.signatory, names_of())))
    if one.vanity_reason:
        facts.append(("Why this metric", one.vanity_reason))
    blocks: list[Block] = [Notice(f"{cell.value}. {progress.reason}", cell.tone)]
    if progress.reading.note and progress.reading.note != progress.reason:
        blocks.append(Notice(progress.reading.note, "muted"))
    course = _course(progress.shape)
    blocks += [Tiles(tuple(tiles)), Facts(tuple(facts)), Prose((f"{course}{RULE}",))]
    return tuple(blocks)


def _course(shape: str) -> str:
    if shape == "seasonal":
        return "The course is seasonal: as the same metric grew a year before. "
    if shape == "linear":
        return "The course is linear: there is no year before to take its season from. "
    return ""


ENTRY = Section(
    page="key_result",
    title="Where it stands",
    build=_build,
    order=10,
)
