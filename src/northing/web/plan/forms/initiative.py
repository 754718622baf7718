"""An initiative, as people fill it in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from django import forms

from northing.plan import Plan, record_of
from northing.plan.kinds.initiative import Initiative, InitiativeKind
from northing.web.plan.forms.listed import ListedField
from northing.web.site.formats import named

STATES = ("idea", "planned", "live", "done", "stopped")
_DAY = {"type": "date"}
_STEP = ("name", "due", "state", "owner", "done_on")


class InitiativeForm(forms.Form):
    """Everything of an initiative on one page."""

    title = forms.CharField(max_length=200, label="What is done")
    kind = forms.ChoiceField(choices=[(one, named(one)) for one in get_args(InitiativeKind)])
    theme = forms.CharField(
        max_length=100, required=False, help_text="Under which it stands with others."
    )
    state = forms.ChoiceField(choices=[(one, one) for one in STATES], initial="planned")
    owner = forms.EmailField(max_length=254, help_text="The e-mail address of who answers for it.")
    starts = forms.DateField(widget=forms.DateInput(attrs=_DAY))
    ends = forms.DateField(widget=forms.DateInput(attrs=_DAY))
    message = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    partner = forms.CharField(
        max_length=200,
        required=False,
        help_text="Agency that runs it, as the table campaigns names it; it may see it then.",
    )
    countries = forms.CharField(
        max_length=200, required=False, help_text="Codes such as DE, FR; empty for all."
    )
    contributions = ListedField(
        parts=("objective", "percent", "since"),
        needed=2,
        example="grow | 70",
        label="Objectives that it serves, the primary one first, in percent (they sum to 100)",
        rows=3,
    )
    key_results = forms.MultipleChoiceField(
        required=False, label="Key results that it is to move", widget=forms.CheckboxSelectMultiple
    )
    reach = ListedField(
        parts=("audience", "channel", "kind"),
        needed=2,
        example="founders | paid_search | digital",
        label="Audiences and channels",
    )
    campaigns = ListedField(
        parts=("pattern", "channel"),
        needed=1,
        example="spring-* | paid_search",
        label="Names of its campaigns in the data, * for anything",
    )
    materials = ListedField(
        parts=_STEP,
        needed=2,
        example="Film | 2026-03-01 | draft | jo@example.com",
        label="Materials: what, due, state from brief to made, owner",
    )
    milestones = ListedField(
        parts=_STEP, needed=2, example="Stand booked | 2026-03-01", label="Milestones: what, due"
    )
    reason = forms.CharField(
        max_length=500, required=False, label="Why this change", help_text="Kept in its history."
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, plan: Plan, *args: Any, **named_args: Any) -> None:
        super().__init__(*args, **named_args)
        self.plan = plan
        field = self.fields["key_results"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(key, one.title) for key, one in plan.key_results.items()]
        known = ", ".join(f"{key} ({one.title})" for key, one in plan.objectives.items())
        self.fields[
            "contributions"
        ].help_text = f"One a line, such as: grow | 70. Objectives: {known or 'none yet'}."

    def record(self, key: str) -> dict[str, Any]:
        """The record of the initiative."""
        given = {
            name: value for name, value in self.cleaned_data.items() if value not in ("", None)
        }
        given.pop("reason", None)
        given.pop("version", None)
        codes = re.split(r"[,;\s]+", given.pop("countries", "").strip().upper())
        countries = [code for code in codes if code]
        record = {name: value for name, value in given.items() if value != []}
        if countries:
            record["scope"] = {"country": countries}
        return {"key": key, **record}


def initial_of(one: Initiative) -> dict[str, Any]:
    """What the form shows of an initiative."""
    record = record_of(one)
    shown: dict[str, Any] = {**record, "countries": ", ".join(one.scope.country)}
    for name, field in InitiativeForm.base_fields.items():
        if isinstance(field, ListedField):
            shown[name] = field.shown(record.get(name, ()))
    return shown


def with_rest(
    record: dict[str, Any], before: Initiative, shown: Mapping[str, object]
) -> dict[str, Any]:
    """The record with what the form does not show left as it was.

    Args:
        record: Of the form.
        before: The whole initiative.
        shown: The key results that the form offered.
    """
    hidden = [key for key in before.key_results if key not in shown]
    if hidden:
        record = {**record, "key_results": [*record.get("key_results", ()), *hidden]}
    if before.scope.segment or before.scope.channel:
        kept = {name: list(values) for name, values in before.scope.filters().items()}
        kept["country"] = record.get("scope", {}).get("country", [])
        record = {**record, "scope": kept}
    return record
