"""People as the plan names them: by their address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from northing.web.accounts.scope import Scope, scope_of

if TYPE_CHECKING:
    from northing.web.accounts.models import User


def scope_of_user(user: User | None) -> Scope:
    """What somebody may see and do now; nothing for who has been removed."""
    if user is None or not user.is_active:
        return scope_of(None)
    return scope_of(getattr(user, "membership", None))


def is_person(user: User | None, named: str) -> bool:
    """Whether the plan means this person; an address is compared in small letters.

    Examples:
        >>> from northing.web.accounts.models import User
        >>> is_person(User(email="mara@example.com"), "Mara@Example.com")
        True
    """
    return user is not None and bool(user.email) and named.strip().lower() == user.email


def names_of() -> dict[str, str]:
    """What the people of the site are called, by address."""
    from northing.web.accounts.models import User

    found = User.objects.exclude(name="").values_list("email", "name")
    return dict(found)


def called(named: str, names: dict[str, str]) -> str:
    """What to call somebody whom the plan names.

    Examples:
        >>> called("mara@example.com", {"mara@example.com": "Mara"}), called("Jo", {})
        ('Mara', 'Jo')
    """
    return names.get(named.strip().lower(), named)


def scopes_of_people() -> dict[str, Scope]:
    """The scope of everybody who may come in, by address."""
    from northing.web.accounts.models import Membership

    found = Membership.objects.filter(user__is_active=True).select_related("user")
    return {one.user.email: scope_of(one) for one in found}
