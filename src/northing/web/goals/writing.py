"""Write what forms about objectives hold, through the services of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from northing.errors import BadInput
from northing.plan import record_of
from northing.plan.kinds.check_in import CheckIn
from northing.plan.kinds.decision_right import DecisionRight
from northing.plan.kinds.issue import Issue
from northing.plan.kinds.key_result import KeyResult, Reported
from northing.plan.kinds.objective import Objective
from northing.plan.kinds.responsibility import Responsibility
from northing.web.goals.forms import new_key
from northing.web.goals.selectors import key_result_standing
from northing.web.plan.selectors import live_plan
from northing.web.plan.services import save

if TYPE_CHECKING:
    from northing.web.accounts.models import User
    from northing.web.site.page_context import PageContext


def check_in(user: User, context: PageContext, key: str, given: Mapping[str, Any]) -> CheckIn:
    """Check in on a key result, beside the value that it has now.

    Raises:
        PermissionDenied: If it is not theirs to check in on.
    """
    today = timezone.localdate()
    made = CheckIn(
        _free(f"{key[:60]}-{today:%Y%m%d}", keys_of(CheckIn)),
        key,
        today,
        Decimal(given["confidence"]) / 100,
        given["note"],
        user.email,
        key_result_standing(context, key).progress.reading.value,
    )
    save(user, "check_in", record_of(made))
    return made


def report(user: User, one: KeyResult, given: Mapping[str, Any], version: int) -> None:
    """Add a reported value to a key result.

    Raises:
        PermissionDenied: If the role may not.
        BadInput: If a metric gives its value, or no team of that name shares it.
        Conflict: If somebody else changed it meanwhile.
    """
    made = Reported(**given)
    teams = {part.team for part in one.parts}
    if made.team and made.team not in teams:
        raise BadInput(f"No team {made.team!r} shares it; expected {', '.join(sorted(teams))}.")
    if one.metric and not made.team:
        raise BadInput("Its value comes from its metric; only a team's part can be reported.")
    changed = replace(one, reported=(*one.reported, made))
    save(user, "key_result", record_of(changed), version)


def agree_funding(user: User, one: Objective, share: Decimal, version: int) -> None:
    """Agree an objective's funding share.

    Raises:
        PermissionDenied: If the role may not agree it.
        OutOfRange: If it is no percentage.
        Conflict: If somebody else changed the objective meanwhile.
    """
    agreed = replace(one, funding_share=share, agreed_by=user.email, agreed_on=timezone.localdate())
    save(user, "objective", record_of(agreed), version)


def raise_issue(user: User, of: Mapping[str, Any], given: Mapping[str, Any]) -> Issue:
    """Raise an issue.

    Args:
        user: Who says so.
        of: The key of the objective or the initiative, by its kind.
        given: What the form asks for.

    Raises:
        PermissionDenied: If the role may not.
    """
    made = Issue(
        new_key(given["title"], keys_of(Issue), "issue"),
        raised_by=user.email,
        raised_on=timezone.localdate(),
        **of,
        **given,
    )
    save(user, "issue", record_of(made))
    return made


def settle_issue(user: User, one: Issue, how: str, outcome: str, version: int) -> None:
    """Close an issue with its outcome, or escalate it to the role that it names.

    Raises:
        PermissionDenied: If it is not theirs.
        BadInput: If it is closed without an outcome.
        Conflict: If somebody else changed it meanwhile.
    """
    if how == "close" and not outcome.strip():
        raise BadInput("An issue is closed with its outcome; expected a sentence.")
    if how == "close":
        changed = replace(one, state="closed", outcome=outcome.strip()[:500])
    else:
        changed = replace(one, state="escalated")
    save(user, "issue", record_of(changed), version)


def answer_for(user: User, objective: str, given: Mapping[str, Any]) -> None:
    """Name somebody in one letter of RACI; one person at most is accountable.

    Raises:
        PermissionDenied: If the role may not.
        BadInput: If somebody else is accountable already.
    """
    known = [one for one in live_plan().all(Responsibility) if one.objective == objective]
    holder = next((one.who for one in known if one.letter == "A"), None)
    if given["letter"] == "A" and holder is not None:
        raise BadInput(f"{holder} is accountable already; one person is, or nobody feels it.")
    stem = f"{objective[:50]}-{given['letter'].lower()}"
    made = Responsibility(
        _free(stem, keys_of(Responsibility)), objective, given["who"], given["letter"]
    )
    save(user, "responsibility", record_of(made))


def add_right(user: User, given: Mapping[str, Any]) -> None:
    """Write down who decides in a domain.

    Raises:
        PermissionDenied: If the role may not.
        BadInput: If somebody decides there already.
    """
    known = list(live_plan().all(DecisionRight))
    same = [one for one in known if one.domain.casefold() == given["domain"].casefold()]
    if same:
        raise BadInput(
            f"{same[0].decides} decides on {same[0].domain} already; take that out first."
        )
    key = new_key(given["domain"], [one.key for one in known], "right")
    save(
        user,
        "decision_right",
        record_of(
            DecisionRight(key, given["domain"], given["decides"], tuple(given.get("asks", ())))
        ),
    )


def keys_of(kind: type[Any]) -> list[str]:
    """The keys of all entries of a kind, also of those that this person may not see."""
    return [one.key for one in live_plan().all(kind)]


def _free(stem: str, taken: Iterable[str]) -> str:
    known, key, number = set(taken), stem, 1
    while key in known:
        number += 1
        key = f"{stem}-{number}"
    return key
