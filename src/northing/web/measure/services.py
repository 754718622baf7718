"""Write: propose a definition, sign it, decline it. Two signatures lock it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from northing.errors import BadInput, Conflict, Unknown
from northing.metrics import METRICS, MetricRef
from northing.web.accounts.audit import record
from northing.web.accounts.two_person import check_second, holds, require
from northing.web.jobs.services import start
from northing.web.measure.definitions import references_of
from northing.web.measure.models import DefinitionProposal
from northing.web.measure.workspace import site_workspace
from northing.web.site.version import renew_version
from northing.workspace.locks import Lock, digest_of, read_locks, write_locks

if TYPE_CHECKING:
    from northing.web.accounts.models import User

SIGN = "lock_definition"
NEEDED = 2


@transaction.atomic
def propose(user: User, reference: str, reason: str) -> DefinitionProposal:
    """Propose a way of measuring; whoever may lock signs with it.

    Raises:
        PermissionDenied: If the role may not propose.
        BadInput: If there is no reason, or the reference is none.
        Unknown: If there is no such metric or way.
        Conflict: If another proposal for the metric is open.
    """
    require(user, "propose_definition", "propose a definition")
    metric = METRICS[MetricRef.parse(reference).name]
    name = MetricRef.parse(reference).name
    known = [one for one, _, _ in references_of(name)]
    if reference not in known:
        raise Unknown(f"way of measuring {metric.title}", reference, known)
    if not reason.strip():
        raise BadInput("A definition is proposed with its reason; expected a sentence.")
    if DefinitionProposal.objects.filter(metric=name, state="open").exists():
        raise Conflict(f"Another definition of {metric.title} waits for signatures already.")
    proposal = DefinitionProposal.objects.create(
        metric=name,
        reference=reference,
        digest=digest_of(reference) or "",
        reason=reason.strip()[:500],
        proposed_by=user,
    )
    record(user, "propose definition", reference, reason=proposal.reason)
    if holds(user, SIGN):
        _sign(user, proposal)
    renew_version()
    return proposal


@transaction.atomic
def sign(user: User, proposal_id: int) -> DefinitionProposal:
    """Put one's name under a proposal; the second name locks it.

    Raises:
        PermissionDenied: If the role may not lock, or the name stands there already.
        Conflict: If it is no longer open, or the definition changed since it was proposed.
    """
    require(user, SIGN, "lock a definition")
    proposal = _open(proposal_id)
    if proposal.digest != digest_of(proposal.reference):
        raise Conflict("The definition has changed since it was proposed; propose it again.")
    first = proposal.signatures.select_related("user").first()
    if first is not None:
        check_second(first.user, user, SIGN, action="lock this definition")
    _sign(user, proposal)
    if proposal.signatures.count() >= NEEDED:
        _lock(user, proposal)
    renew_version()
    return proposal


@transaction.atomic
def decline(user: User, proposal_id: int, why: str) -> DefinitionProposal:
    """Decline a proposal, or take one's own back.

    Raises:
        PermissionDenied: If it is somebody else's and the role may not lock.
        BadInput: If there is no reason.
        Conflict: If it is no longer open.
    """
    proposal = _open(proposal_id)
    if proposal.proposed_by_id != user.pk:
        require(user, SIGN, "decline this definition")
    if not why.strip():
        raise BadInput("A definition is declined with a reason; expected a sentence.")
    proposal.state, proposal.decided_at = "declined", timezone.now()
    proposal.decided_why = why.strip()[:500]
    proposal.save()
    record(user, "decline definition", proposal.reference, reason=proposal.decided_why)
    renew_version()
    return proposal


def _open(proposal_id: int) -> DefinitionProposal:
    proposal = DefinitionProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None or proposal.state != "open":
        raise Conflict("This proposal is no longer open; look at the page again.")
    return proposal


def _sign(user: User, proposal: DefinitionProposal) -> None:
    proposal.signatures.create(user=user, name=str(user))
    record(user, "sign definition", proposal.reference)


def _lock(user: User, proposal: DefinitionProposal) -> None:
    """Make the proposal the company's definition, in place of an earlier one."""
    names = [one.name for one in proposal.signatures.all()]
    earlier = DefinitionProposal.objects.filter(metric=proposal.metric, state="locked")
    earlier.update(state="replaced", decided_at=timezone.now())
    proposal.state, proposal.decided_at = "locked", timezone.now()
    proposal.save()
    folder = site_workspace().folder
    lock = Lock(
        proposal.reference,
        proposal.digest,
        (names[0], names[1]),
        proposal.decided_at.isoformat(timespec="seconds"),
        proposal.reason,
    )
    write_locks(folder, {**read_locks(folder), proposal.metric: lock})
    record(user, "lock definition", proposal.reference, by=names)
    transaction.on_commit(lambda: start("refresh"))  # so that a snapshot records it
