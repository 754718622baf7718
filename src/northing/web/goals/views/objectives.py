"""Set an objective, change it, agree its funding share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from northing.plan import record_of
from northing.plan.kinds.objective import Objective
from northing.plan.template import TEMPLATES
from northing.web.goals import forms, writing
from northing.web.goals.answering import EDIT, answer, opened, page_of, posted, version_in
from northing.web.plan.selectors import version_of
from northing.web.plan.services import save


@login_required
@require_http_methods(["GET", "POST"])
def new_objective(request: HttpRequest) -> HttpResponse:
    """A new objective, from a template or from nothing."""
    user, context = opened(request, EDIT)
    plan = context.plan
    chosen = TEMPLATES.get(request.GET.get("template", ""))
    start: dict[str, Any] = {"owner": user.email, "starts": context.as_of.replace(day=1)}
    if chosen is not None:
        start |= {name: getattr(chosen, name) for name in ("title", "level", "family", "horizon")}
    form = forms.ObjectiveForm(plan, posted(request), initial=start)

    def write() -> str:
        key = forms.new_key(form.cleaned_data["title"], writing.keys_of(Objective), "objective")
        save(user, "objective", {"key": key, **form.record()})
        messages.success(request, "The objective stands. By which numbers is it judged?")
        return page_of("objective", key)

    lead = chosen.when if chosen else "Where do you want to be, by when, and who answers for it?"
    return answer(request, form, "A new objective", "Set the objective", write, lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def edit_objective(request: HttpRequest, key: str) -> HttpResponse:
    """Change an objective; a change of course keeps the one before, with its reason."""
    user, context = opened(request, EDIT, objective=key)
    plan = context.plan
    one = plan.objectives[key]
    form = forms.ChangeForm(
        plan, posted(request), own=key, initial=forms.initial_of(record_of(one))
    )

    def write() -> str:
        record = form.record()
        reason = str(record.pop("reason", ""))
        kept = ("funding_share", "agreed_by", "agreed_on", "pivots")
        was = {name: value for name, value in record_of(one).items() if name in kept}
        save(user, "objective", {"key": key, **was, **record}, version_in(request), reason)
        messages.success(request, "The objective is changed.")
        return page_of("objective", key)

    return answer(
        request, form, f"Change: {one.title}", "Change it", write,
        version=version_of("objective", key, context.stored), back=page_of("objective", key),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def agree_funding(request: HttpRequest, key: str) -> HttpResponse:
    """Agree an objective's funding share, in finance's name."""
    user, context = opened(request, "agree_funding", objective=key)
    one = context.plan.objectives[key]
    form = forms.FundingForm(posted(request), initial={"funding_share": one.funding_share})

    def write() -> str:
        writing.agree_funding(user, one, form.cleaned_data["funding_share"], version_in(request))
        messages.success(request, "The funding share is agreed.")
        return page_of("objective", key)

    return answer(
        request, form, f"Funding share: {one.title}", "Agree", write,
        version=version_of("objective", key, context.stored), back=page_of("objective", key),
        lead="Of all marketing money. Priority is not money: a top priority can be cheap.",
    )  # fmt: skip
