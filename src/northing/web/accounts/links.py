"""Links that let somebody in, once: invitations, and what the command line prints."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from northing.errors import Missing

if TYPE_CHECKING:
    from northing.web.accounts.models import EntryLink, User

SIGN_IN_FOR = timedelta(hours=1)
INVITED_FOR = timedelta(days=7)
_SALT = "northing.entry-link"


def one_time_link(user: User) -> str:
    """An address that signs a person in at once, for who started the site on this machine."""
    return _link(user, "here", SIGN_IN_FOR, None)


def sign_in_link(user: User) -> str:
    """An address that signs a person in within the hour, then asks for a password."""
    return _link(user, "sign_in", SIGN_IN_FOR, None)


def invitation_link(user: User, by: User | None) -> str:
    """An address that lets an invited person in within a week; older invitations end."""
    user.links.filter(purpose="invitation", used_at=None).update(expires_at=timezone.now())
    return _link(user, "invitation", INVITED_FOR, by)


def look_up(token: str) -> EntryLink:
    """The link of a token, if it still lets somebody in.

    Raises:
        Missing: If it is used, too old, or no link of this site.
    """
    from northing.web.accounts.models import EntryLink

    try:
        plain = Signer(salt=_SALT).unsign(token)
    except BadSignature:
        raise _void() from None
    link = EntryLink.objects.filter(digest=_digest(plain)).select_related("user").first()
    if link is None or link.used_at or link.expires_at <= timezone.now():
        raise _void()
    if not link.user.is_active:
        raise _void()
    return link


def use(link: EntryLink) -> User:
    """Use a link up; of two who try at once one comes in.

    Raises:
        Missing: If somebody else was quicker.
    """
    from northing.web.accounts.models import EntryLink

    with transaction.atomic():
        unused = EntryLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=timezone.now())
        if not unused.update(used_at=timezone.now()):
            raise _void()
    return link.user


def _link(user: User, purpose: str, lasts: timedelta, by: User | None) -> str:
    from northing.web.accounts.models import EntryLink

    plain = secrets.token_urlsafe(32)
    EntryLink.objects.create(
        user=user,
        digest=_digest(plain),
        purpose=purpose,
        made_by=by,
        expires_at=timezone.now() + lasts,
    )
    token = Signer(salt=_SALT).sign(plain)
    return str(settings.SITE_URL).rstrip("/") + reverse("one-time-link", kwargs={"token": token})


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


def _void() -> Missing:
    return Missing("This link was used before or is too old. Ask for a new one.")
