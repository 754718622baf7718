"""The people of a demo's site: invented, without a password, in by one-time links."""

from __future__ import annotations

from northing.simulate.strategy.cast import CAST
from northing.web.accounts.models import Membership, User
from northing.web.accounts.services import add_person

DEMO_EMAIL = CAST[0].email


def demo_owner() -> User:
    """The owner, made where there is none; its people are simulated, so it may see them."""
    user = User.objects.filter(email=DEMO_EMAIL).first()
    if user is None:
        user = User.objects.create_user(DEMO_EMAIL, name=CAST[0].name)
    limits = {"role": "owner", "personal_data": True, "team": CAST[0].team}
    Membership.objects.get_or_create(user=user, defaults=limits)
    return user


def demo_cast() -> list[User]:
    """Everybody whom the demo's plan names; who was taken out by hand stays out."""
    users = [demo_owner()]
    for person in CAST[1:]:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            user = add_person(
                person.email,
                person.role,
                name=person.name,
                partner=person.partner,
                team=person.team,
            )
        users.append(user)
    return users
