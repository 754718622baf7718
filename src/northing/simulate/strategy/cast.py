"""The people of the company who plan, by what they do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody invented.

    Attributes:
        email: Their address, by which the plan names them.
        name: What they are called.
        role: On the site.
        team: Their team.
        partner: The agency they work for.
    """

    email: str
    name: str
    role: str
    team: str = ""
    partner: str = ""


CMO = "ada@example.com"
CEO = "erik@example.com"
FINANCE = "frida@example.com"
SALES = "lars@example.com"
PRODUCT = "paula@example.com"
SUCCESS = "cora@example.com"
PLANNER = "mara@example.com"
CAMPAIGNER = "tom@example.com"
ANALYST = "anton@example.com"
AGENCY = "nora@agency-north.example"

CAST = (
    Person(CMO, "Ada Nilsson", "owner", "marketing"),
    Person(ANALYST, "Anton Berg", "analyst", "marketing"),
    Person(PLANNER, "Mara Weiss", "planner", "marketing"),
    Person(CAMPAIGNER, "Tom Okafor", "planner", "marketing"),
    Person(FINANCE, "Frida Roth", "finance", "finance"),
    Person(CEO, "Erik Lund", "executive"),
    Person(SALES, "Lars Meyer", "lead", "sales"),
    Person(PRODUCT, "Paula Costa", "lead", "product"),
    Person(SUCCESS, "Cora Jansen", "lead", "customer_success"),
    Person(AGENCY, "Nora Dahl", "agency", partner="agency_north"),
)
"""The owner first."""
