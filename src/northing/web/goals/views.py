"""Forms of objectives, key results and who answers for them; each answers with a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from northing.errors import BadInput, NorthingError
from northing.plan import Plan, record_of
from northing.plan.kinds.decision_right import DecisionRight
from northing.plan.kinds.issue import Issue
from northing.plan.kinds.key_result import KeyResult
from northing.plan.kinds.objective import Objective
from northing.plan.kinds.responsibility import Responsibility
from northing.plan.template import TEMPLATES, KeyResultDraft, Template
from northing.web.accounts.models import User
from northing.web.goals import forms, writing
from northing.web.goals.allowed import check_may_check_in
from northing.web.goals.result_form import KeyResultForm, part_values
from northing.web.goals.selectors import gauge_of, plan_of
from northing.web.goals.words import LETTERS
from northing.web.plan.people import called, names_of
from northing.web.plan.rights import may_change
from northing.web.plan.selectors import live_plan, version_of
from northing.web.plan.services import remove as remove_entry
from northing.web.plan.services import save
from northing.web.site.page_context import PageContext
from northing.web.site.views import context_for, person_of

EDIT = "edit_goals"


@login_required
@require_http_methods(["GET", "POST"])
def new_objective(request: HttpRequest) -> HttpResponse:
    """A new objective, from a template or from nothing."""
    user, context = _opened(request, EDIT)
    plan = plan_of(context)
    chosen = TEMPLATES.get(request.GET.get("template", ""))
    start: dict[str, Any] = {"owner": user.email, "starts": context.as_of.replace(day=1)}
    if chosen is not None:
        start |= {name: getattr(chosen, name) for name in ("title", "level", "family", "horizon")}
    form = forms.ObjectiveForm(plan, _posted(request), initial=start)

    def write() -> str:
        key = forms.new_key(form.cleaned_data["title"], writing.keys_of(Objective), "objective")
        save(user, "objective", {"key": key, **form.record()})
        messages.success(request, "The objective stands. By which numbers is it judged?")
        return _of("objective", key)

    lead = chosen.when if chosen else "Where do you want to be, by when, and who answers for it?"
    return _answer(request, form, "A new objective", "Set the objective", write, lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def edit_objective(request: HttpRequest, key: str) -> HttpResponse:
    """Change an objective; a change of course keeps the one before, with its reason."""
    user, context = _opened(request, EDIT, objective=key)
    plan = plan_of(context)
    one = plan.objectives[key]
    form = forms.ChangeForm(
        plan, _posted(request), own=key, initial=forms.initial_of(record_of(one))
    )

    def write() -> str:
        record = form.record()
        reason = str(record.pop("reason", ""))
        kept = ("funding_share", "agreed_by", "agreed_on", "pivots")
        was = {name: value for name, value in record_of(one).items() if name in kept}
        save(user, "objective", {"key": key, **was, **record}, _version(request), reason)
        messages.success(request, "The objective is changed.")
        return _of("objective", key)

    return _answer(
        request, form, f"Change: {one.title}", "Change it", write,
        version=version_of("objective", key), back=_of("objective", key),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def agree_funding(request: HttpRequest, key: str) -> HttpResponse:
    """Agree an objective's funding share, in finance's name."""
    user, context = _opened(request, "agree_funding", objective=key)
    one = plan_of(context).objectives[key]
    form = forms.FundingForm(_posted(request), initial={"funding_share": one.funding_share})

    def write() -> str:
        writing.agree_funding(user, one, form.cleaned_data["funding_share"], _version(request))
        messages.success(request, "The funding share is agreed.")
        return _of("objective", key)

    return _answer(
        request, form, f"Funding share: {one.title}", "Agree", write,
        version=version_of("objective", key), back=_of("objective", key),
        lead="Of all marketing money. Priority is not money: a top priority can be cheap.",
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def new_key_result(request: HttpRequest, key: str) -> HttpResponse:
    """A new key result of an objective, perhaps from a template's draft."""
    user, context = _opened(request, EDIT, objective=key)
    plan = plan_of(context)
    objective = plan.objectives[key]
    start: dict[str, Any] = {"starts": objective.starts or context.as_of.replace(day=1)}
    draft = _draft(request)
    if draft is not None:
        names = ("title", "metric", "kind", "better", "leads", "window")
        start |= {name: getattr(draft, name) for name in names}
    form = KeyResultForm(_posted(request), initial=start, measured=_says(context))

    def write() -> str:
        own = forms.new_key(form.cleaned_data["title"], writing.keys_of(KeyResult), "key-result")
        save(user, "key_result", {"key": own, "objective": key, **form.record()})
        messages.success(request, "The key result stands.")
        return _of("objective", key)

    return _answer(
        request, form, "A new key result", "Set the key result", write,
        lead=f"Of the objective: {objective.title}. Without number, date and owner it is refused.",
        template="goals/key_result_form.html", back=_of("objective", key),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def edit_key_result(request: HttpRequest, key: str) -> HttpResponse:
    """Change a key result; a change of its course needs a reason."""
    user, context = _opened(request, EDIT, key_result=key)
    one = plan_of(context).key_results[key]
    start = {**forms.initial_of(record_of(one)), **part_values(one.parts)}
    form = KeyResultForm(_posted(request), initial=start, measured=_says(context))
    form.fields["reason"] = forms.text("Why it changes", help_text="Needed where its course does.")

    def write() -> str:
        record = form.record()
        reason = str(record.pop("reason", ""))
        was = {name: value for name, value in record_of(one).items() if name == "reported"}
        changed = {"key": key, "objective": one.objective, **was, **record}
        save(user, "key_result", changed, _version(request), reason)
        messages.success(request, "The key result is changed.")
        return _of("key_result", key)

    return _answer(
        request, form, f"Change: {one.title}", "Change it", write,
        template="goals/key_result_form.html", version=version_of("key_result", key),
        back=_of("key_result", key),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, key: str) -> HttpResponse:
    """Check in on a key result."""
    user, context = _opened(request, None, key_result=key)
    check_may_check_in(user, key)
    form = forms.CheckInForm(_posted(request))

    def write() -> str:
        writing.check_in(user, context, key, form.cleaned_data)
        messages.success(request, "You have checked in.")
        return _of("key_result", key)

    return _answer(request, form, "Check in", "Check in", write, back=_of("key_result", key))


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Report a value that no metric gives."""
    user, context = _opened(request, EDIT, key_result=key)
    form = forms.ReportedForm(_posted(request))

    def write() -> str:
        one = plan_of(context).key_results[key]
        writing.report(user, one, form.record(), _version(request))
        messages.success(request, "The value is reported.")
        return _of("key_result", key)

    return _answer(
        request, form, "Report a value", "Report", write,
        version=version_of("key_result", key), back=_of("key_result", key),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def raise_issue(request: HttpRequest, key: str) -> HttpResponse:
    """Say what stands in an objective's way."""
    user, _ = _opened(request, "raise_issue", objective=key)
    form = forms.IssueForm(_posted(request))

    def write() -> str:
        writing.raise_issue(user, key, form.record())
        messages.success(request, "The issue is raised.")
        return _of("objective", key)

    return _answer(request, form, "Raise an issue", "Raise it", write, back=_of("objective", key))


@login_required
@require_safe
def show_issue(request: HttpRequest, key: str) -> HttpResponse:
    """An issue, with the forms to close and to escalate it."""
    _, one = _issue(request, key)
    values = {
        "issue": one,
        "title": one.title,
        "version": version_of("issue", key),
        "back": _of("objective", one.objective) if one.objective else reverse("objectives"),
        "owner": called(one.owner, names_of()),
    }
    return render(request, "goals/issue.html", values)


@require_POST
@login_required
def settle_issue(request: HttpRequest, key: str, how: str) -> HttpResponse:
    """Close an issue with its outcome, or escalate it."""
    user, one = _issue(request, key)
    with _told(request):
        writing.settle_issue(user, one, how, request.POST.get("outcome", ""), _version(request))
        messages.success(request, "The issue is closed." if how == "close" else "It is escalated.")
    return redirect(_of("objective", one.objective) if one.objective else reverse("objectives"))


@login_required
@require_http_methods(["GET", "POST"])
def answer_for(request: HttpRequest, key: str) -> HttpResponse:
    """Name somebody responsible, accountable, consulted or informed."""
    user, context = _opened(request, EDIT, objective=key)
    form = forms.ResponsibilityForm(_posted(request))

    def write() -> str:
        writing.answer_for(user, key, form.cleaned_data)
        messages.success(request, "It is written down.")
        return _of("objective", key)

    known = [one for one in plan_of(context).all(Responsibility) if one.objective == key]
    removable = [
        ("responsibility", one.key, f"{LETTERS[one.letter]}, {called(one.who, names_of())}")
        for one in known
    ]
    return _answer(
        request, form, "Who answers for it", "Add", write,
        back=_of("objective", key), removable=removable,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def add_right(request: HttpRequest) -> HttpResponse:
    """Write down who decides in a domain."""
    user, context = _opened(request, EDIT)
    form = forms.DecisionRightForm(_posted(request))

    def write() -> str:
        writing.add_right(user, form.record())
        messages.success(request, "The right is written down.")
        return reverse("objectives")

    known = plan_of(context).all(DecisionRight)
    return _answer(
        request, form, "Who decides what", "Add", write,
        removable=[("decision_right", one.key, one.domain) for one in known],
    )  # fmt: skip


@require_POST
@login_required
def take_out(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Take a responsibility or a decision right out of the plan."""
    user, context = _opened(request, EDIT)
    if kind not in ("responsibility", "decision_right"):
        raise Http404
    one = plan_of(context).entries.get(kind, {}).get(key)
    if one is None:
        raise Http404
    with _told(request):
        remove_entry(user, kind, key, _version(request))
        messages.success(request, "It is taken out.")
    objective = getattr(one, "objective", None)
    return redirect(_of("objective", objective) if objective else reverse("objectives"))


class _told:  # noqa: N801 - reads as a word where it stands
    """Say what Northing refuses as a message of the page that follows."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> bool:
        if isinstance(error, NorthingError):
            messages.error(self.request, str(error))
            return True
        return False


def _opened(
    request: HttpRequest,
    permission: str | None,
    *,
    objective: str | None = None,
    key_result: str | None = None,
) -> tuple[User, PageContext]:
    """Who asks and what they see, where they see the object and may do this.

    Raises:
        Http404: If there is no such object for this person.
        PermissionDenied: If there is, and they may not.
    """
    context = context_for(request, "objectives")
    if not context.scope.may("see_goals"):
        raise Http404
    plan = plan_of(context)
    if objective is not None and objective not in plan.objectives:
        raise Http404
    if key_result is not None and key_result not in plan.key_results:
        raise Http404
    if permission is not None and not context.scope.may(permission):
        raise PermissionDenied("Your role may not do that.")
    return person_of(request), context


def _answer(
    request: HttpRequest,
    form: Any,
    title: str,
    action: str,
    write: Callable[[], str],
    *,
    lead: str = "",
    version: int | None = None,
    back: str = "",
    template: str = "goals/form.html",
    removable: Iterable[tuple[str, str, str]] = (),
) -> HttpResponse:
    """Write what is filled in and go on, or show the form with what was typed and what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(write())
        except NorthingError as error:
            form.add_error(None, str(error))
    values = {
        "form": form,
        "title": title,
        "action": action,
        "lead": lead,
        "version": request.POST.get("version", version),
        "back": back or reverse("objectives"),
        "people": names_of(),
        "removable": [(*one, version_of(one[0], one[1])) for one in removable],
    }
    return render(request, template, values, status=422 if form.errors else 200)


def _posted(request: HttpRequest) -> Any:
    """What was filled in; None where the form is only asked for."""
    return request.POST if request.method == "POST" else None


def _issue(request: HttpRequest, key: str) -> tuple[User, Issue]:
    """Who asks, and an issue that they may settle.

    Raises:
        Http404: If there is no such issue for this person.
        PermissionDenied: If there is, and it is not theirs.
    """
    user, context = _opened(request, "raise_issue")
    one = _found(plan_of(context), Issue, key)
    if not may_change(user, "issue", one, live_plan()):
        raise PermissionDenied("An issue is settled by its owner or by who raised it.")
    return user, one


def _version(request: HttpRequest) -> int:
    """The version that the form was made of.

    Raises:
        BadInput: If the form names none.
    """
    stated = request.POST.get("version", "")
    if not stated.isdigit():
        raise BadInput("The form does not say which version it changes; open the page again.")
    return int(stated)


def _found(plan: Plan, kind: type[Any], key: str) -> Any:
    found = {one.key: one for one in plan.all(kind)}
    if key not in found:
        raise Http404
    return found[key]


def _of(page: str, key: str) -> str:
    return reverse(page, kwargs={"key": key})


def _draft(request: HttpRequest) -> KeyResultDraft | None:
    template: Template | None = TEMPLATES.get(request.GET.get("template", ""))
    place = request.GET.get("draft", "")
    if template is None or not place.isdigit() or int(place) >= len(template.key_results):
        return None
    return template.key_results[int(place)]


def _says(context: PageContext) -> Callable[[Mapping[str, Any]], str]:
    """A way of saying what a metric's value is now, for a form that lacks its baseline."""
    from northing.align.reading import read_value
    from northing.web.goals.words import in_words

    def measured(given: Mapping[str, Any]) -> str:
        draft = KeyResult(
            "draft", "draft", "draft", "draft", "hold", given.get("target") or Decimal(1),
            given.get("starts") or context.as_of, given.get("due") or context.as_of,
            metric=given["metric"], window=given.get("window") or "", vanity_reason="draft",
        )  # fmt: skip
        reading = read_value(replace(draft, due=max(draft.due, context.as_of)), gauge_of(context))
        return in_words(draft, reading.value, context.currency) if reading.value else ""

    return measured
