"""The roles, and what each sees and may do; see also the hand-written table in the tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Role = Literal[
    "owner",
    "analyst",
    "planner",
    "finance",
    "executive",
    "lead",
    "viewer",
    "board",
    "agency",
]

ROLES: Mapping[str, str] = {
    "owner": "Owner (CMO): everything, and who else comes in",
    "analyst": "Analyst: loads and measures",
    "planner": "Planner: plans own initiatives",
    "finance": "Finance: money, approvals, locks",
    "executive": "Executive: reads, approves, questions",
    "lead": "Lead of a team: shared key results and hand-offs",
    "viewer": "Viewer: reads",
    "board": "Board: packs only",
    "agency": "Agency: its own campaigns only",
}

PERMISSIONS: Mapping[str, str] = {
    "see_home": "see how the company stands",
    "see_measures": "see metrics and credit",
    "see_journeys": "see the paths of all journeys together",
    "see_data": "see sources, health and quarantine",
    "see_definitions": "see definitions and their locks",
    "see_people": "see personal data, such as one deal's journey",
    "see_packs": "see packs",
    "see_audit": "see who did what",
    "export": "take tables out",
    "load": "load files, correct mappings, take loads back",
    "refresh": "refresh",
    "propose_definition": "propose a definition",
    "lock_definition": "lock a definition as one of two",
    "manage_people": "invite people, give roles, take them away",
    "erase": "erase a person",
}

_READ = frozenset({"see_home", "see_measures", "see_journeys", "see_definitions", "see_packs"})

GRANTS: Mapping[str, frozenset[str]] = {
    "owner": frozenset(PERMISSIONS) - {"see_people"},
    "analyst": _READ | {"see_data", "export", "load", "refresh", "propose_definition"},
    "planner": _READ | {"see_data", "export"},
    "finance": _READ | {"see_data", "export", "propose_definition", "lock_definition"},
    "executive": _READ | {"export", "lock_definition"},
    "lead": _READ | {"export"},
    "viewer": _READ,
    "board": frozenset({"see_packs"}),
    "agency": frozenset({"see_measures", "export"}),
}
"""Personal data are a permission of their own, given to a person and not to a role."""


def permissions_of(role: str, *, personal_data: bool = False) -> frozenset[str]:
    """What somebody of a role may do.

    Examples:
        >>> sorted(permissions_of("board"))
        ['see_packs']
        >>> "see_people" in permissions_of("analyst", personal_data=True)
        True
    """
    granted = GRANTS.get(role, frozenset())
    return granted | {"see_people"} if personal_data and granted else granted
