"""Set a key result, change it, check in, report a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from northing.plan import record_of
from northing.plan.kinds.key_result import KeyResult
from northing.plan.template import TEMPLATES, KeyResultDraft, Template
from northing.web.goals import forms, writing
from northing.web.goals.allowed import check_may_check_in
from northing.web.goals.answering import EDIT, answer, opened, page_of, posted, version_in
from northing.web.goals.result_form import KeyResultForm, part_values
from northing.web.goals.selectors import gauge_of
from northing.web.plan.selectors import version_of
from northing.web.plan.services import save
from northing.web.site.page_context import PageContext


@login_required
@require_http_methods(["GET", "POST"])
def new_key_result(request: HttpRequest, key: str) -> HttpResponse:
    """A new key result of an objective, perhaps from a template's draft."""
    user, context = opened(request, EDIT, objective=key)
    plan = context.plan
    objective = plan.objectives[key]
    start: dict[str, Any] = {"starts": objective.starts or context.as_of.replace(day=1)}
    draft = _draft(request)
    if draft is not None:
        names = ("title", "metric", "kind", "better", "leads", "window")
        start |= {name: getattr(draft, name) for name in names}
    form = KeyResultForm(posted(request), initial=start, measured=_says(context))

    def write() -> str:
        own = forms.new_key(form.cleaned_data["title"], writing.keys_of(KeyResult), "key-result")
        save(user, "key_result", {"key": own, "objective": key, **form.record()})
        messages.success(request, "The key result stands.")
        return page_of("objective", key)

    return answer(
        request, form, "A new key result", "Set the key result", write,
        lead=f"Of the objective: {objective.title}. Without number, date and owner it is refused.",
        template="goals/key_result_form.html", back=page_of("objective", key),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def edit_key_result(request: HttpRequest, key: str) -> HttpResponse:
    """Change a key result; a change of its course needs a reason."""
    user, context = opened(request, EDIT, key_result=key)
    one = context.plan.key_results[key]
    start = {**forms.initial_of(record_of(one)), **part_values(one.parts)}
    form = KeyResultForm(posted(request), initial=start, measured=_says(context))
    form.fields["reason"] = forms.text("Why it changes", help_text="Needed where its course does.")

    def write() -> str:
        record = form.record()
        reason = str(record.pop("reason", ""))
        changed = {"key": key, "objective": one.objective, **record, **_kept(one, record)}
        save(user, "key_result", changed, version_in(request), reason)
        messages.success(request, "The key result is changed.")
        return page_of("key_result", key)

    return answer(
        request, form, f"Change: {one.title}", "Change it", write,
        version=version_of("key_result", key, context.stored), back=page_of("key_result", key),
        template="goals/key_result_form.html",
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, key: str) -> HttpResponse:
    """Check in on a key result."""
    user, context = opened(request, None, key_result=key)
    check_may_check_in(user, key)
    form = forms.CheckInForm(posted(request))

    def write() -> str:
        writing.check_in(user, context, key, form.cleaned_data)
        messages.success(request, "You have checked in.")
        return page_of("key_result", key)

    return answer(request, form, "Check in", "Check in", write, back=page_of("key_result", key))


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Report a value that no metric gives."""
    user, context = opened(request, EDIT, key_result=key)
    form = forms.ReportedForm(posted(request))

    def write() -> str:
        one = context.plan.key_results[key]
        writing.report(user, one, form.record(), version_in(request))
        messages.success(request, "The value is reported.")
        return page_of("key_result", key)

    return answer(
        request, form, "Report a value", "Report", write,
        version=version_of("key_result", key, context.stored), back=page_of("key_result", key),
    )  # fmt: skip


def _kept(one: KeyResult, record: Mapping[str, Any]) -> dict[str, Any]:
    """What the form does not ask for: reported values, what parts are measured by, the unit.

    The unit stands as long as its metric does: its numbers are in it.
    """
    was = record_of(one)
    kept = {name: value for name, value in was.items() if name == "reported"}
    if record.get("metric", "") == one.metric and (record["kind"], one.unit) != ("lift", "points"):
        kept["unit"] = one.unit
    scopes = {part["team"]: part["scope"] for part in was.get("parts", ()) if "scope" in part}
    if "parts" in record:
        kept["parts"] = [
            {**part, "scope": scopes[part["team"]]} if part["team"] in scopes else part
            for part in record["parts"]
        ]
    return kept


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
