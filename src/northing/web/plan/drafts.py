"""Plans that somebody brought in and has not applied yet: their differences, then all or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from northing.errors import BadFile, BadInput, Conflict
from northing.plan import Plan, read_plan, read_record, record_of
from northing.plan.differences import Difference, differences
from northing.plan.sheets import read_sheet
from northing.web.accounts.audit import record as audit
from northing.web.plan.change import Change
from northing.web.plan.importing import changes_to, together
from northing.web.plan.limiting import with_unseen
from northing.web.plan.models import PlanDraft
from northing.web.plan.people import names_of
from northing.web.plan.pivots import with_pivots
from northing.web.plan.rights import check_change
from northing.web.plan.selectors import plan_for
from northing.web.plan.services import (
    SHARE_NAMES,
    check_shares,
    lock_plan,
    plan_after,
    write,
    write_shares,
)
from northing.web.plan.store import stored

if TYPE_CHECKING:
    from northing.web.accounts.models import User

MOST_BYTES = 5_000_000
YAML = (".yaml", ".yml")


def propose(user: User, name: str, content: bytes, *, currency: str) -> PlanDraft:
    """Read a file and keep what it would change, with the versions that it would change.

    Args:
        user: Who brings it.
        name: The file's; .yaml is a plan, anything else a sheet.
        content: Its bytes.
        currency: Of amounts where a sheet names none.

    Raises:
        BadFile: If it cannot be read or is too large.
        BadInput: If what it says cannot be, or it would change nothing.
    """
    if len(content) > MOST_BYTES:
        raise BadFile(f"{name} has {len(content):,} bytes; expected at most {MOST_BYTES:,}.")
    now, seen = stored(), plan_for(user)
    notes: tuple[str, ...] = ()
    if name.lower().endswith(YAML):
        wanted = read_plan(_text(content, name))
    else:
        people = {called: address for address, called in names_of().items()}
        reading = read_sheet(
            content, name, seen, currency=currency, owner=user.email, people=people
        )
        wanted, notes = reading.plan, reading.notes
    changes = changes_to(seen, wanted)
    shares = {
        name: str(share)
        for name in SHARE_NAMES
        if (share := getattr(wanted, name)) is not None and share != getattr(now.plan, name)
    }
    if not changes and not shares:
        raise BadInput(f"{name} would change nothing: the plan says the same already.")
    return PlanDraft.objects.create(
        user=user,
        name=name[:200],
        notes=list(notes),
        changes=[
            {
                "kind": one.kind,
                "record": record_of(one.after),
                "version": now.versions.get((one.kind, one.key))
                if one.before is not None
                else None,
            }
            for one in changes
        ],
        shares=shares,
        shares_version=now.shares_version,
    )


def draft_for(user: User | None, draft: int) -> PlanDraft | None:
    """A draft of one's own that waits to be applied."""
    if user is None:
        return None
    return PlanDraft.objects.filter(pk=draft, user=user, state="open").first()


def differences_of(draft: PlanDraft, plan: Plan) -> list[Difference]:
    """What a draft would change of a plan."""
    after = plan_after(plan, _changes(draft, plan))
    shares: dict[str, Any] = {name: Decimal(share) for name, share in draft.shares.items()}
    return differences(plan, replace(after, **shares))


def refused_by(draft: PlanDraft, user: User, plan: Plan) -> list[str]:
    """What of a draft this person may not change, a sentence each."""
    from django.core.exceptions import PermissionDenied

    said = []
    for change in together(_changes(draft, plan), plan):
        try:
            check_change(user, change)
        except PermissionDenied as error:
            said.append(str(error))
    if draft.shares:
        try:
            check_shares(user)
        except PermissionDenied as error:
            said.append(str(error))
    return list(dict.fromkeys(said))


@transaction.atomic
def apply(user: User, draft: int, reason: str) -> int:
    """Make the changes of a draft, all or none.

    Returns:
        How many entries changed.

    Raises:
        Conflict: If the draft is gone, or somebody changed one of its entries meanwhile.
        PermissionDenied: If one of them is not for this person.
        BadInput: If there is no reason, or the outcome would not hold together.
    """
    now = lock_plan()
    found = PlanDraft.objects.select_for_update().filter(pk=draft, user=user, state="open").first()
    if found is None:
        raise Conflict("These differences were applied or put aside already.")
    if not reason.strip():
        raise BadInput("Differences are applied with a reason; expected a sentence.")
    _check_versions(found, now.versions, now.shares_version)
    changes = _with_unseen(_changes(found, now.plan), plan_for(user))
    for change in together(changes, now.plan):
        check_change(user, change)
    if found.shares:
        check_shares(user)
        kept = {name: getattr(now.plan, name) for name in SHARE_NAMES}
        write_shares(
            user, now, {**kept, **{n: Decimal(s) for n, s in found.shares.items()}}, reason
        )
    write(user, with_pivots(changes, reason, timezone.localdate()), reason)
    found.state = "applied"
    found.save()
    audit(user, "apply plan file", found.name, changes=len(changes))
    return len(changes) + bool(found.shares)


def put_aside(user: User, draft: int) -> None:
    """Forget a draft."""
    PlanDraft.objects.filter(pk=draft, user=user, state="open").update(state="put aside")


def _changes(draft: PlanDraft, plan: Plan) -> list[Change]:
    found = []
    for one in draft.changes:
        value = read_record(one["kind"], one["record"])
        before = plan.entries.get(one["kind"], {}).get(value.key)
        found.append(Change(one["kind"], before, value, plan))
    return found


def _with_unseen(changes: list[Change], seen: Plan) -> list[Change]:
    return [
        replace(one, after=with_unseen(one.after, one.before, seen))
        if one.kind == "initiative"
        else one
        for one in changes
    ]


def _check_versions(
    draft: PlanDraft, versions: Mapping[tuple[str, str], int], shares_version: int
) -> None:
    changed = [
        one["record"]["key"]
        for one in draft.changes
        if versions.get((one["kind"], one["record"]["key"])) != one["version"]
    ]
    if draft.shares and draft.shares_version != shares_version:
        changed.append("the shares")
    if changed:
        raise Conflict(
            f"Somebody else has changed {', '.join(changed)} since the file was read; bring it in "
            "again. Nothing was changed."
        )


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(f"{name} is not UTF-8 text.") from None
