"""People: what each role sees and may do."""

from __future__ import annotations

from northing.web.accounts.roles import GRANTS, PERMISSIONS, ROLES
from northing.web.site.blocks import Column, Table
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(_context: PageContext) -> Table:
    rows = [
        {
            "role": text,
            "may": "; ".join(PERMISSIONS[one] for one in PERMISSIONS if one in GRANTS[key]),
        }
        for key, text in ROLES.items()
    ]
    return Table(
        (Column("role", "Role"), Column("may", "May")),
        rows,
        caption="What each role may do",
        notes=("Personal data are given to a person, never to a role.",),
    )


ENTRY = Section(page="people", title="What each role may do", build=_build, order=30, width="half")
