"""Write down who came in, who failed, and what they changed about how they come in."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from northing.web.accounts.audit import record


@receiver(user_logged_in)
def came_in(user: Any, request: Any = None, **_more: Any) -> None:
    """Somebody signed in."""
    record(user, "sign in", by=_methods(request))


@receiver(user_logged_out)
def left(user: Any, **_more: Any) -> None:
    """Somebody signed out."""
    if user is not None:
        record(user, "sign out")


@receiver(user_login_failed)
def failed(credentials: Any, **_more: Any) -> None:
    """A password was wrong."""
    tried = str(credentials.get("email") or credentials.get("username") or "")
    record(None, "sign in", tried, refused=True)


@receiver([password_changed, password_set, password_reset])
def new_password(user: Any, **_more: Any) -> None:
    """Somebody chose a password."""
    record(user, "choose password")


@receiver(authenticator_added)
def factor_on(user: Any, authenticator: Any, **_more: Any) -> None:
    """Somebody set up a second factor or recovery codes."""
    record(user, "second factor on", str(authenticator.type))


@receiver(authenticator_removed)
def factor_off(user: Any, authenticator: Any, **_more: Any) -> None:
    """Somebody took a second factor away."""
    record(user, "second factor off", str(authenticator.type))


def _methods(request: Any) -> str:
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY

    session = getattr(request, "session", {})
    known = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return ", ".join(dict.fromkeys(str(one.get("method")) for one in known)) or "link"
