"""People: everybody with a role, its limits, when they last came in."""

from __future__ import annotations

from django.urls import reverse

from northing.web.accounts.selectors import limits_in_words, members, with_second_factor
from northing.web.site.blocks import Cell, Column, Row, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext

COLUMNS = (
    Column("person", "Person"),
    Column("email", "E-mail"),
    Column("role", "Role", help="Its name leads to where it is changed"),
    Column("limits", "Limited to", help="A partner's campaigns, or countries"),
    Column("personal_data", "Personal data", "flag"),
    Column("second_factor", "Second factor", "flag"),
    Column("last_sign_in", "Last came in", "date"),
)


def _build(_context: PageContext) -> Table:
    protected = with_second_factor()
    rows: list[Row] = []
    for one in members():
        user = one.user
        rows.append(
            {
                "person": user.name or user.email,
                "email": user.email,
                "role": Cell(one.role, href=reverse("change-role", args=[user.pk])),
                "limits": limits_in_words(one),
                "personal_data": one.personal_data,
                "second_factor": user.pk in protected,
                "last_sign_in": Cell(
                    user.last_login.date() if user.last_login else None, title="not yet"
                ),
            }
        )
    return Table(COLUMNS, rows, caption="People with a role")


ENTRY = Section(page="people", title="Who may come in", build=_build, order=10, own=True)
