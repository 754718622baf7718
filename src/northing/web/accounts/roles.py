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
    "see_goals": "see objectives, key results and whether the money serves them",
    "see_plan": "see objectives, initiatives and hand-offs",
    "see_money": "see budgets, requests for money and who holds them",
    "edit_goals": "set objectives, key results, who answers for them and who decides what",
    "edit_plan": "plan every initiative",
    "edit_own_plan": "plan the initiatives they own, and the money of those",
    "check_in": "check in on key results they answer for",
    "edit_money": "plan the money of every line",
    "book_money": "book committed and actual money by hand",
    "ask_money": "ask for money",
    "approve_money": "approve or decline money up to the limit of the role",
    "set_limits": "set up to how much each role approves",
    "agree_funding": "agree funding shares, in finance's name",
    "decide_hand_offs": "accept or reject what is handed to their team",
    "raise_issue": "raise issues and questions",
    "manage_people": "invite people, give roles, take them away",
    "erase": "erase a person",
}

_READ = frozenset(
    {
        "see_home",
        "see_measures",
        "see_journeys",
        "see_definitions",
        "see_packs",
        "see_goals",
        "see_plan",
        "see_money",
    }
)
OF_THE_OTHER_SIDE = frozenset({"agree_funding", "decide_hand_offs"})
"""What marketing asks of others, so that its owner cannot grant it to itself."""

GRANTS: Mapping[str, frozenset[str]] = {
    "owner": frozenset(PERMISSIONS) - OF_THE_OTHER_SIDE - {"see_people"},
    "analyst": _READ
    | {"see_data", "export", "load", "refresh", "propose_definition"}
    | {"raise_issue"},
    "planner": _READ
    | {"see_data", "export", "edit_own_plan", "check_in", "ask_money", "raise_issue"},
    "finance": _READ
    | {"see_data", "export", "propose_definition", "lock_definition"}
    | {"edit_money", "book_money", "approve_money", "set_limits"}
    | {"agree_funding", "decide_hand_offs", "raise_issue"},
    "executive": _READ | {"export", "lock_definition", "approve_money", "raise_issue"},
    "lead": _READ | {"export", "check_in", "decide_hand_offs", "raise_issue"},
    "viewer": _READ,
    "board": frozenset({"see_packs"}),
    "agency": frozenset({"see_measures", "see_plan", "export"}),
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
