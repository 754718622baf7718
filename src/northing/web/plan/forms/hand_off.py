"""A hand-off, as people fill it in."""

from __future__ import annotations

from typing import Any, get_args

from django import forms

from northing.plan.kinds.hand_off import Receiver
from northing.web.site.formats import named


class HandOffForm(forms.Form):
    """What is promised to whom, by when."""

    deliverable = forms.CharField(max_length=200, label="What")
    receiver = forms.ChoiceField(
        choices=[(one, named(one)) for one in get_args(Receiver)], label="To whom"
    )
    promised = forms.IntegerField(
        min_value=1, required=False, label="How many", help_text="Empty where it is one thing."
    )
    due = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="By when")

    def record(self, key: str, initiative: str) -> dict[str, Any]:
        """The record of the hand-off."""
        given = {
            name: value for name, value in self.cleaned_data.items() if value not in ("", None)
        }
        return {"key": key, "initiative": initiative, **given}
