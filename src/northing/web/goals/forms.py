"""What people fill in about objectives: each form makes the record of one entry of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import slugify

from northing.plan import Plan
from northing.web.accounts.roles import ROLES

_DAY = forms.DateInput(attrs={"type": "date"})
_PERSON = forms.TextInput(attrs={"list": "people", "autocomplete": "off"})
_ROLE_CHOICES = [(key, title.partition(":")[0]) for key, title in ROLES.items()]


class PlanForm(forms.Form):
    """A form whose sentences stand beside its fields, also in browsers that would say their own."""

    use_required_attribute = False

    def record(self) -> dict[str, Any]:
        """The fields that hold something, as a record of the plan."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def day(label: str, sentence: str = "", help_text: str = "") -> forms.DateField:
    """A day; needed where there is a sentence that says so."""
    messages = {"required": sentence, "invalid": "That is no day; expected one as 2026-12-31."}
    return forms.DateField(
        label=label,
        widget=_DAY,
        required=bool(sentence),
        error_messages=messages,
        help_text=help_text,
    )


def number(label: str, sentence: str = "", help_text: str = "") -> forms.DecimalField:
    """A number; needed where there is a sentence that says so."""
    messages = {"required": sentence, "invalid": "That is no number; expected one as 1200 or 12.5."}
    return forms.DecimalField(
        label=label,
        required=bool(sentence),
        error_messages=messages,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def text(label: str, sentence: str = "", help_text: str = "", most: int = 300) -> forms.CharField:
    """A line; needed where there is a sentence that says so."""
    return forms.CharField(
        label=label,
        required=bool(sentence),
        max_length=most,
        error_messages={"required": sentence},
        help_text=help_text,
    )


def person(label: str, sentence: str = "") -> forms.CharField:
    """Somebody, by their address."""
    return forms.CharField(
        label=label,
        required=bool(sentence),
        max_length=254,
        error_messages={"required": sentence},
        widget=_PERSON,
        help_text="Their e-mail address.",
    )


class ObjectiveForm(PlanForm):
    """An objective; its funding share is finance's to agree, on its page."""

    title = text("Objective", "An objective needs a sentence: where do you want to be?")
    level = forms.ChoiceField(
        choices=[("company", "Company"), ("marketing", "Marketing"), ("team", "Team")],
        initial="marketing",
    )
    parent = forms.ChoiceField(
        label="Serves", required=False, help_text="The objective above; the company's have none."
    )
    team = text("Team", help_text="At the level of a team: which.")
    owner = person("Owner", "An objective needs an owner: who answers for it?")
    family = forms.ChoiceField(
        choices=[
            (one, one.capitalize())
            for one in ("growth", "profitability", "retention", "brand", "experience", "capability")
        ]
    )
    horizon = forms.ChoiceField(
        choices=[("short", "Short: within a year"), ("long", "Long term")], label="Horizon"
    )
    starts = day("Starts")
    due = day("Due")
    vision = text("Vision", help_text="The chief executive's, for an objective of the company.")
    country = text("Countries", help_text="Codes such as DE, FR; empty for all.")
    segment = text("Segments", help_text="Parted by commas; empty for all.")
    channel = text("Channels", help_text="Parted by commas; empty for all.")

    def __init__(self, plan: Plan, *args: Any, own: str = "", **named: Any) -> None:
        super().__init__(*args, **named)
        others = [(k, one.title) for k, one in plan.objectives.items() if k != own]
        self.fields["parent"].choices = [("", "no other objective"), *others]  # type: ignore[attr-defined]

    def record(self) -> dict[str, Any]:
        """The objective's record."""
        return with_scope(super().record())


class ChangeForm(ObjectiveForm):
    """A change of an objective: also whether it goes on, and why it changes."""

    state = forms.ChoiceField(
        choices=[("active", "Active"), ("done", "Done"), ("dropped", "Dropped")]
    )
    reason = text("Why it changes", help_text="Needed where its course changes; it is kept.")


class FundingForm(PlanForm):
    """The funding share that finance agrees."""

    funding_share = number(
        "Funding share in percent", "A share needs a number: how many percent of all money?"
    )


class CheckInForm(PlanForm):
    """How sure the owner is, and why."""

    confidence = forms.TypedChoiceField(
        label="How sure are you that it will be reached?",
        choices=[("", "choose"), *((str(n), f"{n} %") for n in range(0, 101, 10))],
        coerce=int,
        error_messages={"required": "A check-in needs to say how sure you are."},
    )
    note = text("What happened, what is next", "A check-in needs a note: what happened?", most=1000)


class ReportedForm(PlanForm):
    """A value that no metric gives."""

    on = day("Day", "A reported value needs the day that it is of.")
    value = number("Value", "A reported value needs its number.", "1 for a milestone that is done.")
    document = text("Document", "A reported value needs its document: where does it stand?")
    signatory = person("Signed by", "A reported value needs somebody who signs for it.")
    team = text("Team's part", help_text="Empty for the whole.")


class IssueForm(PlanForm):
    """What stands in the way."""

    title = text("What stands in the way", "An issue needs a sentence: what is it?")
    owner = person("Who removes it", "An issue needs an owner: who removes it?")
    due = day("By", "An issue needs a deadline: by when?")
    escalate_to = forms.ChoiceField(
        label="If late, it goes to", choices=_ROLE_CHOICES, initial="owner"
    )


class ResponsibilityForm(PlanForm):
    """One letter of RACI."""

    who = person("Who", "Somebody must be named.")
    letter = forms.ChoiceField(
        label="Is",
        choices=[
            ("R", "Responsible: does it"),
            ("A", "Accountable: answers for it"),
            ("C", "Consulted: is asked before"),
            ("I", "Informed: is told after"),
        ],
    )


class DecisionRightForm(PlanForm):
    """Who decides in a domain."""

    domain = text("Domain", "A right needs its domain, such as pricing or brand.")
    decides = forms.ChoiceField(label="Decides", choices=_ROLE_CHOICES)
    asks = forms.MultipleChoiceField(
        label="Asked before",
        choices=_ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def with_scope(record: dict[str, Any]) -> dict[str, Any]:
    """Put the fields of a scope together.

    Examples:
        >>> with_scope({"title": "Grow", "country": "de, FR"})
        {'title': 'Grow', 'scope': {'country': ['DE', 'FR']}}
    """
    scope = {
        name: split(record.pop(name), upper=name == "country")
        for name in ("segment", "channel", "country")
        if name in record
    }
    if scope:
        record["scope"] = scope
    return record


def split(values: str, *, upper: bool = False) -> list[str]:
    """Values parted by commas."""
    found = [one.strip() for one in re.split(r"[,;]", values) if one.strip()]
    return [one.upper() for one in found] if upper else found


def new_key(title: str, taken: Iterable[str], otherwise: str) -> str:
    """A key for something new, made of its title.

    Examples:
        >>> new_key("Grow in DACH!", {"grow-in-dach"}, "objective")
        'grow-in-dach-2'
    """
    stem = (slugify(title)[:60].strip("-_") or otherwise).lower()
    known, key, number_ = set(taken), stem, 1
    while key in known:
        number_ += 1
        key = f"{stem}-{number_}"
    return key


def initial_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form's fields, from a record of the plan."""
    values = {name: value for name, value in record.items() if name != "scope"}
    scope: Mapping[str, Any] = record.get("scope", {})
    return {**values, **{name: ", ".join(kept) for name, kept in scope.items()}}
