"""Links that sign somebody in once: the first owner of a demo, or whoever is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from northing.errors import Missing

if TYPE_CHECKING:
    from northing.web.accounts.models import User

LINK_SECONDS = 3_600
_SALT = "northing.one-time-link"


def one_time_link(user: User) -> str:
    """An address that signs a person in, once and within the hour.

    It names when they last came in; coming in by it, or in any other way, makes it void.
    """
    token = signing.dumps([user.pk, _last(user)], salt=_SALT, compress=True)
    return settings.SITE_URL.rstrip("/") + reverse("one-time-link", kwargs={"token": token})


def user_of(token: str) -> User:
    """The person of a link, which is used up by this.

    Raises:
        Missing: If it is void, too old, used, or no link of this site.
    """
    from northing.web.accounts.models import User

    try:
        key, last = signing.loads(token, salt=_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        raise _void() from None
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None or _last(user) != last:
        raise _void()
    used = User.objects.filter(pk=key, last_login=user.last_login)
    if not used.update(last_login=timezone.now()):  # somebody else used it in the same moment
        raise _void()
    user.refresh_from_db()
    return user


def _last(user: User) -> str:
    return user.last_login.isoformat() if user.last_login else ""


def _void() -> Missing:
    return Missing("This sign-in link is used or too old. Ask for a new one.")
