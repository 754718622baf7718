"""A link with UTM parameters, as people fill it in."""

from __future__ import annotations

from typing import Any

from django import forms

from northing.align.utm import NamePattern
from northing.plan import Plan


class TagLinkForm(forms.Form):
    """What the link leads to and what the data are to know of its visits."""

    initiative = forms.ChoiceField()
    url = forms.CharField(max_length=2_000, label="Where it leads")
    source = forms.CharField(max_length=100, help_text="Such as newsletter or google.")
    medium = forms.CharField(max_length=100, help_text="Such as email or cpc.")
    channel = forms.CharField(
        max_length=100, required=False, help_text="For rules that name one; empty for any."
    )
    content = forms.CharField(
        max_length=100, required=False, help_text="What tells two links of the campaign apart."
    )

    def __init__(self, plan: Plan, pattern: NamePattern, *args: Any, **named_args: Any) -> None:
        super().__init__(*args, **named_args)
        self.pattern = pattern
        choices = [(key, one.title) for key, one in plan.initiatives.items()]
        field = self.fields["initiative"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        for name in pattern.fields:
            if name != "initiative":
                self.fields[f"name_{name}"] = forms.CharField(
                    max_length=60, label=f"{name.capitalize()}, in the campaign's name"
                )

    def campaign(self) -> str:
        """The campaign's name in the company's pattern.

        Raises:
            BadInput: If a part has no letters or digits.
        """
        values = {
            name: self.cleaned_data["initiative" if name == "initiative" else f"name_{name}"]
            for name in self.pattern.fields
        }
        return self.pattern.name(values)
