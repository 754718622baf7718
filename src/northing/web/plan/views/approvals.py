"""Ask for money, decide on it, lend approvals, set limits."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from northing.errors import BadInput
from northing.plan import record_of
from northing.plan.kinds.approval_limit import ApprovalLimit
from northing.plan.kinds.delegation import Delegation
from northing.web.accounts.roles import GRANTS
from northing.web.accounts.two_person import require
from northing.web.plan import approvals
from northing.web.plan.selectors import live_plan, plan_for
from northing.web.plan.services import remove, save
from northing.web.plan.views.answering import (
    day,
    decimal_of,
    done,
    found,
    number,
    seen,
    version_in,
)


@require_POST
@login_required
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for money on a budget line."""
    user, _ = seen(request, "see_money")
    found(plan_for(user).budget_lines, key)
    require(user, "ask_money", "ask for money")

    def write() -> None:
        approvals.ask(
            user,
            key,
            number(request, "amount"),
            day(request, "month"),
            request.POST.get("reason", ""),
        )

    return done(
        request, write, "Asked. The page Approvals shows who holds it.", "budget_line", key=key
    )


@require_POST
@login_required
def approve(request: HttpRequest, key: str) -> HttpResponse:
    """Approve a request."""
    user, _ = seen(request, "see_money")
    _request(request, key)
    return done(
        request,
        lambda: approvals.approve(user, key),
        "Approved: it is committed money of its month now.",
        "approvals",
    )


@require_POST
@login_required
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Decline a request."""
    user, _ = seen(request, "see_money")
    _request(request, key)
    why = request.POST.get("why", "")
    return done(request, lambda: approvals.decline(user, key, why), "Declined.", "approvals")


@require_POST
@login_required
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take one's own request back."""
    user, _ = seen(request, "see_money")
    _request(request, key)
    return done(request, lambda: approvals.withdraw(user, key), "Taken back.", "approvals")


@require_POST
@login_required
def delegate(request: HttpRequest) -> HttpResponse:
    """Lend one's approvals."""
    user, _ = seen(request, "see_money")
    require(user, "approve_money", "lend approvals")
    taker = request.POST.get("taker", "")

    def write() -> None:
        approvals.delegate(user, taker, day(request, "starts"), day(request, "ends"))

    return done(request, write, f"{taker} decides in your place on those days.", "approvals")


@require_POST
@login_required
def end_delegation(request: HttpRequest, key: str) -> HttpResponse:
    """Take lent approvals back."""
    user, _ = seen(request, "see_money")
    entries = plan_for(user).entries.get("delegation", {})
    one: Delegation = found(entries, key)
    version = version_in(request)

    def write() -> None:
        remove(user, "delegation", key, version, "Taken back.")

    return done(request, write, f"{one.taker} no longer decides in your place.", "approvals")


@require_POST
@login_required
def limit(request: HttpRequest, role: str) -> HttpResponse:
    """Set up to how much a role approves."""
    user, scope = seen(request, "see_money")
    require(user, "set_limits", "set limits")
    if scope.limited:
        raise PermissionDenied("Limits are of the whole company, and your role sees a part of it.")
    if "approve_money" not in GRANTS.get(role, ()):
        raise Http404
    known = {one.role: one.key for one in live_plan().all(ApprovalLimit)}
    version = version_in(request)
    text = request.POST.get("up_to", "").strip()

    def write() -> None:
        if request.POST.get("what") == "none":
            if role not in known:
                raise BadInput(f"The role {role} has no limit to take away.")
            remove(user, "approval_limit", known[role], version, "Taken away.")
            return
        up_to = decimal_of(text, "limit") if text else None
        one = ApprovalLimit(known.get(role, role), role, up_to)
        save(user, "approval_limit", record_of(one), version or None)

    return done(request, write, f"The limit of the role {role} is set.", "approvals")


def _request(request: HttpRequest, key: str) -> None:
    from northing.web.site.views import scope_for

    found(plan_for(scope_for(request)).entries.get("approval", {}), key)
