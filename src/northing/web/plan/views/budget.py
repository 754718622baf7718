"""Add a budget line, change its money, remove it; agree the shares of the whole."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from northing.plan.keys import key_of
from northing.plan.kinds.budget_line import BudgetLine
from northing.web.accounts.two_person import require
from northing.web.measure.workspace import site_workspace
from northing.web.plan.approvals import currency_of
from northing.web.plan.forms.budget_line import (
    BudgetLineForm,
    amounts_in,
    grid_of,
    initial_of,
    months_of,
)
from northing.web.plan.rights import may_change
from northing.web.plan.selectors import live_plan, plan_for, version_of
from northing.web.plan.services import SHARE_NAMES, remove, save, set_shares
from northing.web.plan.views.answering import done, found, needed, number, seen, version_in
from northing.web.plan.views.entry_form import entry_form
from northing.web.site.views import context_for


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Add a budget line."""
    user, scope = seen(request, "see_money")
    if not any(scope.may(one) for one in ("edit_money", "edit_plan", "edit_own_plan")):
        raise PermissionDenied("Your role may not plan money.")
    initial = {
        "owner": user.email,
        "initiative": request.GET.get("initiative", ""),
        "currency": site_workspace().settings.currency,
        "country": scope.countries[0] if len(scope.countries) == 1 else "",
    }
    form = BudgetLineForm(
        plan_for(user), request.POST if request.method == "POST" else None, initial=initial
    )

    def write(given: dict[str, Any]) -> str:
        key = key_of(given["title"], live_plan().budget_lines)
        record = form.record(key)
        record["amounts"] = list(amounts_in(request.POST.dict(), None, given["currency"]))
        save(user, "budget_line", record, None, given["reason"])
        return reverse("budget_line", args=[key])

    return entry_form(
        request,
        form,
        title="A new budget line",
        write=write,
        said="It stands in the budget.",
        back=reverse("budget"),
        action=reverse("new-budget-line"),
        grid=_grid(request, None),
        template="plan/budget_line_form.html",
    )


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change a budget line and its money."""
    user, _ = seen(request, "see_money")
    plan = plan_for(user)
    line = found(plan.budget_lines, key)
    if not may_change(user, "budget_line", line, live_plan()):
        raise PermissionDenied(f"Your role may not change the budget line {line.title}.")
    version = version_of("budget_line", key)
    initial = {**initial_of(line, currency_of(line)), "version": version}
    form = BudgetLineForm(plan, request.POST if request.method == "POST" else None, initial=initial)

    def write(given: dict[str, Any]) -> str:
        record = form.record(key)
        record["amounts"] = list(amounts_in(request.POST.dict(), line, given["currency"]))
        save(user, "budget_line", record, given["version"] or 0, given["reason"])
        return reverse("budget_line", args=[key])

    return entry_form(
        request,
        form,
        title=f"Edit {line.title}",
        write=write,
        said="Changed.",
        back=reverse("budget_line", args=[key]),
        action=reverse("edit-budget-line", args=[key]),
        grid=_grid(request, line),
        template="plan/budget_line_form.html",
    )


@require_POST
@login_required
def take_out(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a budget line from the plan."""
    user, _ = seen(request, "see_money")
    line = found(plan_for(user).budget_lines, key)
    version, reason = version_in(request), request.POST.get("reason", "")

    def write() -> None:
        remove(user, "budget_line", key, version, needed(reason))

    return done(request, write, f"{line.title} is out of the budget.", "budget")


@require_POST
@login_required
def agree_shares(request: HttpRequest) -> HttpResponse:
    """Agree the shares of all marketing money."""
    user, _ = seen(request, "see_money")
    require(user, "agree_funding", "agree funding shares")

    def write() -> None:
        shares = {
            name: number(request, name) if request.POST.get(name, "").strip() else None
            for name in SHARE_NAMES
        }
        set_shares(
            user,
            **shares,
            expected_version=version_in(request),
            reason=needed(request.POST.get("reason", "")),
        )

    return done(request, write, "The shares are agreed.", "budget")


def _grid(request: HttpRequest, line: BudgetLine | None) -> list[dict[str, Any]]:
    from northing.workspace.alignment import fiscal_year

    context = context_for(request, "budget")
    year = fiscal_year(context.as_of, context.calendar)
    typed = request.POST.dict() if request.method == "POST" else None
    return grid_of(line, months_of(line, year), typed)
