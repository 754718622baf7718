"""Let people in, change what they may do, take it away: checked, written down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction

from northing.errors import BadInput, Conflict, Unknown
from northing.web.accounts.audit import record
from northing.web.accounts.models import Membership, User
from northing.web.accounts.roles import ROLES
from northing.web.accounts.two_person import require

_MANAGE = "manage_people"
_DOING = "invite people or change what they may do"


def add_person(
    email: str,
    role: str,
    *,
    name: str = "",
    partner: str = "",
    countries: Iterable[str] = (),
    team: str = "",
    personal_data: bool = False,
    by: User | None = None,
) -> User:
    """Give somebody a role; they come in by a link or by single sign-on.

    Args:
        email: Their address.
        role: One of `ROLES`.
        name: What they are called.
        partner: Whose campaigns an agency sees.
        countries: Two-letter codes; none for all.
        team: Which team they belong to, such as sales.
        personal_data: Whether they may see personal data.
        by: Who invites; None for the command line.

    Raises:
        PermissionDenied: If who invites may not.
        BadInput: If the address, the partner, a country or the team cannot be.
        Unknown: If there is no such role.
        Conflict: If they have a role already.
    """
    if by is not None:
        require(by, _MANAGE, _DOING)
    limits = checked_limits(role, partner, countries, team)
    address = _address(email)
    with transaction.atomic():
        user = User.objects.filter(email=address).first()
        if user is not None and Membership.objects.filter(user=user).exists():
            raise Conflict(f"{address} is {user.membership.role} already.")
        if user is None:
            user = User.objects.create_user(address, name=name.strip())
        else:
            user.is_active, user.name = True, name.strip() or user.name
            user.save()
        Membership.objects.create(
            user=user, role=role, personal_data=personal_data, given_by=by, **limits
        )
        record(by, "invite", address, role=role, personal_data=personal_data, **limits)
    return user


def change_role(
    user: User,
    role: str,
    *,
    by: User,
    partner: str = "",
    countries: Iterable[str] = (),
    team: str = "",
    personal_data: bool | None = None,
) -> Membership:
    """Give somebody another role or other limits.

    Raises:
        PermissionDenied: If who does it may not, or it is their own role.
        Conflict: If nobody would be owner any more.
        BadInput: If the limits cannot be.
        Unknown: If there is no such role.
    """
    require(by, _MANAGE, _DOING)
    if user.pk == by.pk:
        raise PermissionDenied("You may not change your own role; another owner can.")
    limits = checked_limits(role, partner, countries, team)
    with transaction.atomic():
        if role != "owner":
            _keep_an_owner(user)
        membership = Membership.objects.select_for_update().get(user=user)
        was = membership.role
        membership.role = role
        membership.partner = limits["partner"]
        membership.countries = limits["countries"]
        membership.team = limits["team"]
        if personal_data is not None:
            membership.personal_data = personal_data
        membership.save()
        record(
            by, "change role", user.email, was=was, role=role,
            personal_data=membership.personal_data, **limits,
        )  # fmt: skip
    return membership


def remove_person(user: User, *, by: User) -> None:
    """Take somebody's role, password, second factor and sessions away; what they did stays.

    Raises:
        PermissionDenied: If who does it may not, or it is themselves.
        Conflict: If it is the last owner.
    """
    require(by, _MANAGE, _DOING)
    if user.pk == by.pk:
        raise PermissionDenied("You may not remove yourself; another owner can.")
    with transaction.atomic():
        _keep_an_owner(user)
        shut_out(user)
        record(by, "remove person", user.email)


def shut_out(user: User) -> None:
    """End everything by which somebody comes in."""
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    Membership.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.links.all().delete()
    user.is_active = False
    user.set_unusable_password()  # every session holds a digest of the password: they end
    user.save()


def checked_limits(
    role: str, partner: str, countries: Iterable[str], team: str = ""
) -> dict[str, Any]:
    """The limits of a role and its team, if they can be.

    Raises:
        Unknown: If there is no such role.
        BadInput: If an agency has no partner, another role has one, a country is no code, or
            the team is no key.

    Examples:
        >>> checked_limits("viewer", "", ["de", "FR"])
        {'partner': '', 'countries': ['DE', 'FR'], 'team': ''}
    """
    if role not in ROLES:
        raise Unknown("role", role, ROLES)
    partner = partner.strip()
    if role == "agency" and not partner:
        raise BadInput("An agency needs its partner, as the table campaigns names it.")
    if role != "agency" and partner:
        raise BadInput(f"Only an agency has a partner; the role is {role}.")
    codes = sorted({code.strip().upper() for code in countries if code.strip()})
    for code in codes:
        if not re.fullmatch("[A-Z]{2}", code):
            raise BadInput(f"The country is {code!r}; expected a code of two letters, such as DE.")
    named = team.strip().lower().replace(" ", "_")
    if named and not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", named):
        raise BadInput(f"The team is {team!r}; expected a word such as sales or customer_success.")
    return {"partner": partner, "countries": codes, "team": named}


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadInput(f"{email!r} is no e-mail address.") from None
    return address


def _keep_an_owner(user: User) -> None:
    owners = Membership.objects.select_for_update().filter(role="owner", user__is_active=True)
    others = [one for one in owners if one.user_id != user.pk]
    if not others and any(one.user_id == user.pk for one in owners):
        raise Conflict(f"{user} is the last owner; make somebody else owner first.")
