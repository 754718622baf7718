"""The owner of a demo's site: invented, without a password, in by a one-time link."""

from __future__ import annotations

from northing.web.accounts.models import Membership, User

DEMO_EMAIL = "ada@example.com"


def demo_owner() -> User:
    """The owner, made where there is none; its people are simulated, so it may see them."""
    user = User.objects.filter(email=DEMO_EMAIL).first()
    if user is None:
        user = User.objects.create_user(DEMO_EMAIL, name="Demo owner")
    Membership.objects.get_or_create(user=user, defaults={"role": "owner", "personal_data": True})
    return user
