"""Read the plan: whole for library work, limited for whoever looks; and its history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from northing.errors import Missing
from northing.plan import Plan
from northing.shelf import Shelf
from northing.web.accounts.scope import Scope, scope_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from northing.web.accounts.models import User
    from northing.web.plan.models import PlanChange
    from northing.web.plan.store import Stored

_LIMITED: Shelf[Plan] = Shelf(200)


def live_plan() -> Plan:
    """The whole plan as it stands: for computing, never to be shown to a limited role."""
    from northing.web.plan.store import stored

    return stored().plan


def plan_for(who: Scope | User | None, now: Stored | None = None) -> Plan:
    """The plan as far as somebody may see it.

    Args:
        who: A scope, or the person whose scope it is.
        now: The state that was read already; read where it is not given.
    """
    from northing.web.plan.limiting import limited_plan
    from northing.web.plan.store import stored

    scope = who if isinstance(who, Scope) else scope_of(getattr(who, "membership", None))
    now = now or stored()
    key: tuple[UUID, str] = (now.mark, scope.key)
    return _LIMITED.get(key, lambda: limited_plan(now.plan, scope))


def live_plan_of(folder: str | Path) -> Plan:
    """The whole plan of a workspace, from outside its site, such as the command line.

    Where there is no site, the plan is the file `plan.yaml`; nothing is made by asking.
    """
    from northing.web.place import SitePlace
    from northing.workspace.plan_file import read_plan_file

    place = SitePlace(Path(folder).expanduser().resolve())
    if not place.has_database:
        return read_plan_file(place.workspace)
    from northing.web.prepare import ready

    ready(place.workspace)
    return live_plan()


def version_of(kind: str, key: str, now: Stored | None = None) -> int:
    """The version of an entry, to be named by who changes it.

    Args:
        kind: Of the entry.
        key: Its own.
        now: The state that a form shows, so that it never names a newer version than it holds;
            read where it is not given.

    Raises:
        Missing: If there is no such entry.
    """
    from northing.web.plan.store import SHARES, stored

    now = now or stored()
    if kind == SHARES:
        return now.shares_version
    if (kind, key) not in now.versions:
        raise Missing(f"There is no {kind.replace('_', ' ')} {key!r} in the plan.")
    return now.versions[kind, key]


def history_of(kind: str, key: str) -> QuerySet[PlanChange]:
    """The changes of an entry, the newest first, with what it was before and after each."""
    from northing.web.plan.models import PlanChange

    return PlanChange.objects.filter(kind=kind, key=key).order_by("-id")
