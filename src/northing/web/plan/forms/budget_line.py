"""A budget line and its money by month, as people fill it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from northing.calendar import Period
from northing.errors import BadInput
from northing.plan import Plan, record_of
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.values import STATES, Amount, Money
from northing.web.plan.views.answering import decimal_of

CATEGORIES = (
    "media", "people", "tools", "agency", "events", "research", "production", "reserve", "other",
)  # fmt: skip
BETS = ("proven", "growing", "exploring")
BOOKED: tuple[Money, ...] = ("committed", "actual")
"""States that only those write who may book money."""


class BudgetLineForm(forms.Form):
    """What a line is for; its months stand below it."""

    title = forms.CharField(max_length=200, label="What for")
    owner = forms.EmailField(max_length=254, help_text="The e-mail address of who answers for it.")
    category = forms.ChoiceField(choices=[(one, one) for one in CATEGORIES])
    initiative = forms.ChoiceField(required=False, help_text="Without one it serves no objective.")
    channel = forms.CharField(max_length=100, required=False)
    country = forms.CharField(max_length=2, required=False, help_text="Empty for all.")
    account = forms.CharField(max_length=100, required=False, help_text="As the ledger names it.")
    cost_centre = forms.CharField(max_length=100, required=False)
    bet = forms.ChoiceField(choices=[(one, one) for one in BETS])
    promise_metric = forms.CharField(
        max_length=200, required=False, help_text="What it is to bring, such as new_customers."
    )
    promise_low = forms.DecimalField(required=False)
    promise_high = forms.DecimalField(required=False)
    note = forms.CharField(max_length=1_000, required=False)
    currency = forms.CharField(max_length=3)
    reason = forms.CharField(
        max_length=500, required=False, label="Why this change", help_text="Kept in its history."
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, plan: Plan, *args: Any, **named_args: Any) -> None:
        super().__init__(*args, **named_args)
        field = self.fields["initiative"]
        if isinstance(field, forms.ChoiceField):
            known = sorted((one.title, key) for key, one in plan.initiatives.items())
            field.choices = [("", "none"), *((key, title) for title, key in known)]

    def record(self, key: str) -> dict[str, Any]:
        """The record of the line without its money."""
        given = {
            name: value for name, value in self.cleaned_data.items() if value not in ("", None)
        }
        for name in ("reason", "version", "currency"):
            given.pop(name, None)
        promise = {name: given.pop(f"promise_{name}", None) for name in ("metric", "low", "high")}
        if promise["metric"] or promise["low"] is not None or promise["high"] is not None:
            given["promise"] = {n: str(v) for n, v in promise.items() if v is not None}
        if "country" in given:
            given["country"] = given["country"].upper()
        return {"key": key, **given}


def initial_of(line: BudgetLine, currency: str) -> dict[str, Any]:
    """What the form shows of a line."""
    shown: dict[str, Any] = {**record_of(line), "currency": currency}
    if line.promise is not None:
        shown |= {
            "promise_metric": line.promise.metric,
            "promise_low": line.promise.low,
            "promise_high": line.promise.high,
        }
    return shown


def months_of(line: BudgetLine | None, period: Period) -> tuple[date, ...]:
    """The months that a form shows: those of a period, and every other one with money."""
    found = {one.month for one in line.amounts} if line else set()
    month = period.start.replace(day=1)
    while month < period.end:
        found.add(month)
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return tuple(sorted(found))


def grid_of(
    line: BudgetLine | None, months: tuple[date, ...], typed: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Rows of the form's months, with what is there or what was typed."""
    held = {(one.month, one.state): one for one in line.amounts} if line else {}

    def text(month: date, state: Money) -> str:
        name = field_of(month, state)
        if typed is not None and name in typed:
            return typed[name]
        found = held.get((month, state))
        return "" if found is None else plainly(found.amount)

    return [
        {
            "month": f"{month:%Y-%m}",
            "cells": [
                {"name": field_of(month, state), "state": state, "value": text(month, state)}
                for state in STATES
            ],
        }
        for month in months
    ]


def amounts_in(
    posted: Mapping[str, str], line: BudgetLine | None, currency: str
) -> Iterator[dict[str, Any]]:
    """The money of a posted form; what was left as it stood keeps its currency.

    Raises:
        BadInput: If a cell is no amount; the message names its month and state.
    """
    held = {(one.month, one.state): one for one in line.amounts} if line else {}
    named = {field_of(month, state) for month, state in held}
    for month, state in sorted(_places(posted) | set(held), key=str):
        name = field_of(month, state)
        before = held.get((month, state))
        text = posted.get(name, "").strip() if name in posted or name not in named else None
        if text is None:  # the form did not show it
            yield _record(before)
            continue
        if not text:
            continue
        if before is not None and text == plainly(before.amount):
            yield _record(before)
            continue
        amount = decimal_of(text, f"{state} amount of {month:%Y-%m}")
        yield {
            "month": month.isoformat(),
            "state": state,
            "amount": str(amount),
            "currency": currency,
        }


def _places(posted: Mapping[str, str]) -> set[tuple[date, Money]]:
    found: set[tuple[date, Money]] = set()
    for name in posted:
        for state in STATES:
            head = f"{state}-"
            if name.startswith(head):
                found.add((_month(name.removeprefix(head)), state))
    return found


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadInput(f"{text!r} is no month; expected one such as 2026-03.") from None


def _record(amount: Amount | None) -> dict[str, Any]:
    if amount is None:
        raise BadInput("The line has no such amount any more; open the form again.")
    return {
        "month": amount.month.isoformat(),
        "state": amount.state,
        "amount": str(amount.amount),
        "currency": amount.currency,
    }


def field_of(month: date, state: str) -> str:
    """The name of a cell of the form."""
    return f"{state}-{month:%Y-%m}"


def plainly(amount: Decimal) -> str:
    """An amount without zeros that say nothing.

    Examples:
        >>> plainly(Decimal("1000.0000")), plainly(Decimal("0.5000")), plainly(Decimal("1.2345"))
        ('1000', '0.50', '1.2345')
    """
    text = f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"
    whole, point, rest = text.partition(".")
    return f"{whole}.{rest.ljust(2, '0')}" if point else whole
