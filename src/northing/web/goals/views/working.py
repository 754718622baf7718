"""Issues, who answers for an objective, who decides in a domain."""

from __future__ import annotations

from typing import Literal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from northing.plan.kinds.decision_right import DecisionRight
from northing.plan.kinds.issue import Issue
from northing.plan.kinds.responsibility import Responsibility
from northing.web.accounts.models import User
from northing.web.goals import forms, writing
from northing.web.goals.answering import (
    EDIT,
    answer,
    found_in,
    opened,
    page_of,
    posted,
    told,
    version_in,
)
from northing.web.goals.words import LETTERS
from northing.web.plan.people import called, names_of
from northing.web.plan.rights import may_change
from northing.web.plan.selectors import live_plan, version_of
from northing.web.plan.services import remove as remove_entry


@login_required
@require_http_methods(["GET", "POST"])
def raise_issue(
    request: HttpRequest, of: Literal["objective", "initiative"], key: str
) -> HttpResponse:
    """Say what stands in the way of an objective or an initiative."""
    user, _ = opened(request, "raise_issue", **{of: key})
    form = forms.IssueForm(posted(request))

    def write() -> str:
        writing.raise_issue(user, {of: key}, form.record())
        messages.success(request, "The issue is raised.")
        return page_of(of, key)

    return answer(request, form, "Raise an issue", "Raise it", write, back=page_of(of, key))


def _back(one: Issue) -> str:
    if one.objective:
        return page_of("objective", one.objective)
    return page_of("initiative", one.initiative) if one.initiative else reverse("objectives")


@login_required
@require_safe
def show_issue(request: HttpRequest, key: str) -> HttpResponse:
    """An issue, with the forms to close and to escalate it."""
    _, one = _issue(request, key)
    values = {
        "issue": one,
        "title": one.title,
        "version": version_of("issue", key),
        "back": _back(one),
        "owner": called(one.owner, names_of()),
    }
    return render(request, "goals/issue.html", values)


@require_POST
@login_required
def settle_issue(request: HttpRequest, key: str, how: str) -> HttpResponse:
    """Close an issue with its outcome, or escalate it."""
    user, one = _issue(request, key)
    with told(request):
        writing.settle_issue(user, one, how, request.POST.get("outcome", ""), version_in(request))
        messages.success(request, "The issue is closed." if how == "close" else "It is escalated.")
    return redirect(page_of("objective", one.objective) if one.objective else reverse("objectives"))


@login_required
@require_http_methods(["GET", "POST"])
def answer_for(request: HttpRequest, key: str) -> HttpResponse:
    """Name somebody responsible, accountable, consulted or informed."""
    user, context = opened(request, EDIT, objective=key)
    form = forms.ResponsibilityForm(posted(request))

    def write() -> str:
        writing.answer_for(user, key, form.cleaned_data)
        messages.success(request, "It is written down.")
        return page_of("objective", key)

    known = [one for one in context.plan.all(Responsibility) if one.objective == key]
    removable = [
        ("responsibility", one.key, f"{LETTERS[one.letter]}, {called(one.who, names_of())}")
        for one in known
    ]
    return answer(
        request, form, "Who answers for it", "Add", write,
        back=page_of("objective", key), removable=removable,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def add_right(request: HttpRequest) -> HttpResponse:
    """Write down who decides in a domain."""
    user, context = opened(request, EDIT)
    form = forms.DecisionRightForm(posted(request))

    def write() -> str:
        writing.add_right(user, form.record())
        messages.success(request, "The right is written down.")
        return reverse("objectives")

    known = context.plan.all(DecisionRight)
    return answer(
        request, form, "Who decides what", "Add", write,
        removable=[("decision_right", one.key, one.domain) for one in known],
    )  # fmt: skip


@require_POST
@login_required
def take_out(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Take a responsibility or a decision right out of the plan."""
    user, context = opened(request, EDIT)
    if kind not in ("responsibility", "decision_right"):
        raise Http404
    one = context.plan.entries.get(kind, {}).get(key)
    if one is None:
        raise Http404
    with told(request):
        remove_entry(user, kind, key, version_in(request))
        messages.success(request, "It is taken out.")
    objective = getattr(one, "objective", None)
    return redirect(page_of("objective", objective) if objective else reverse("objectives"))


def _issue(request: HttpRequest, key: str) -> tuple[User, Issue]:
    """Who asks, and an issue that they may settle.

    Raises:
        Http404: If there is no such issue for this person.
        PermissionDenied: If there is, and it is not theirs.
    """
    user, context = opened(request, "raise_issue")
    one = found_in(context.plan, Issue, key)
    if not may_change(user, "issue", one, live_plan()):
        raise PermissionDenied("An issue is settled by its owner or by who raised it.")
    return user, one
