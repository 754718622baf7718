"""Draft: every difference between the file and the plan, and the form to apply them."""

from __future__ import annotations

from northing.plan import KINDS
from northing.plan.differences import Difference, money_moved
from northing.web.plan.drafts import differences_of, draft_for, refused_by
from northing.web.site.blocks import Block, Column, Fragment, Notice, Row, Table
from northing.web.site.formats import show
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    draft, user = draft_for(context.user, context.arguments["draft"]), context.user
    if draft is None or user is None:
        return None
    plan = context.plan  # a key that is guessed shows nothing of what it names
    found = differences_of(draft, plan)
    refused = refused_by(draft, user, plan)
    moved = ", ".join(
        f"{one.state} {'+' if one.amount > 0 else ''}{show(one.amount, 'money', one.currency)}"
        for one in money_moved(found)
    )
    blocks: list[Block] = [Notice(sentence, "bad") for sentence in refused]
    blocks += [Notice(note, "muted") for note in draft.notes]
    blocks.append(
        Table(
            (
                Column("what", "What"),
                Column("title", "Entry"),
                Column("field", "Field"),
                Column("before", "Before"),
                Column("after", "After"),
            ),
            [_row(one) for one in found],
            caption=f"What {draft.name} would change",
            empty="It would change nothing any more.",
            notes=(f"Money that moves: {moved}.",) if moved else (),
            most=100,
        )
    )
    values = {"draft": draft.pk, "name": draft.name, "may": not refused and bool(found)}
    return (*blocks, Fragment("plan/apply_draft.html", values))


def _row(one: Difference) -> Row:
    return {
        "what": f"{KINDS[one.kind].title if one.kind in KINDS else 'plan'} {one.change}",
        "title": f"{one.title} ({one.key})" if one.key else "",
        "field": one.field.replace("_", " "),
        "before": one.before,
        "after": one.after
        or ", ".join(f"{m.state} {m.amount:,.2f} {m.currency}" for m in one.money),
    }


ENTRY = Section(
    page="draft",
    title="Differences",
    lead="Nothing has changed yet.",
    build=_build,
    order=10,
    own=True,
)
