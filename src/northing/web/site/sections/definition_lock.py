"""Definition: who locked it, and the forms to propose, sign and decline."""

from __future__ import annotations

from northing.web.measure.definitions import open_proposal, references_of, standing_of
from northing.web.measure.models import DefinitionProposal
from northing.web.site.blocks import Block, Fragment, Notice
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...]:
    name = context.arguments["name"]
    standing, proposal = standing_of(context, name), open_proposal(name)
    mine = proposal is not None and context.user is not None
    signed = mine and proposal.signatures.filter(user=context.user).exists()  # type: ignore[union-attr]
    values = {
        "name": name,
        "ways": references_of(name),
        "proposal": proposal,
        "signatures": list(proposal.signatures.all()) if proposal else [],
        "may_propose": context.scope.may("propose_definition") and proposal is None,
        "may_sign": context.scope.may("lock_definition") and mine and not signed,
        "may_decline": mine
        and (
            context.scope.may("lock_definition") or proposal.proposed_by == context.user  # type: ignore[union-attr]
        ),
        "signed": signed,
        "history": DefinitionProposal.objects.filter(metric=name).exclude(state="open")[:20],
    }
    return (
        Notice(standing.sentence, standing.tone),
        Fragment("measure/definition_lock.html", values),
    )


ENTRY = Section(page="definition", title="The lock", build=_build, order=20, own=True)
