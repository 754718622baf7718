"""What people fill in: an invitation, another role, a password."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from northing.web.accounts.roles import ROLES

PERSONAL_DATA = "May see personal data, such as one deal's journey"


class LimitsForm(forms.Form):
    """A role and what limits it."""

    role = forms.ChoiceField(choices=list(ROLES.items()), initial="viewer")
    partner = forms.CharField(
        max_length=200,
        required=False,
        help_text="For an agency: as the table campaigns names it.",
    )
    countries = forms.CharField(
        max_length=400, required=False, help_text="Codes such as DE, FR; empty for all."
    )
    team = forms.CharField(
        max_length=40,
        required=False,
        help_text="Such as sales or customer_success; a lead decides what is handed to it.",
    )
    personal_data = forms.BooleanField(required=False, label=PERSONAL_DATA)

    def clean_countries(self) -> list[str]:
        """The codes, parted by commas or spaces."""
        return [one for one in re.split(r"[,;\s]+", self.cleaned_data["countries"]) if one]


class InviteForm(LimitsForm):
    """Who is invited, as what."""

    email = forms.EmailField(max_length=254, label="E-mail")
    name = forms.CharField(max_length=120, required=False)
    field_order = ("email", "name", "role", "partner", "countries", "team", "personal_data")


def choose_password_form(*args: Any, **named: Any) -> Any:
    """Two fields for a password, checked as everywhere."""
    from allauth.account.forms import SetPasswordForm

    return SetPasswordForm(*args, **named)
