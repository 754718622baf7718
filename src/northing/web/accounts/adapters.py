"""What allauth asks of this site: who may come in, what links name, how secrets are kept."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from northing.web.accounts import keys
from northing.web.accounts.audit import record
from northing.web.accounts.models import Membership, User

_NOT_INVITED = (
    "Nobody here has invited {email}. An owner of this site can; then come in the same way again."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Sign-in by e-mail; nobody signs up by themselves."""

    def is_open_for_signup(self, *_request: Any) -> bool:
        """Never: people are invited."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in a mail comes from the settings, never from the request's host."""
        parts = {"uidb36": key.partition("-")[0], "key": key.partition("-")[2]}
        address = reverse("account_reset_password_from_key", kwargs=parts)
        return str(settings.SITE_URL).rstrip("/") + address

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask for the password before a change, of those who have one.

        Who comes in by single sign-on alone has nothing to enter here.
        """
        from allauth.account.internal.flows.reauthentication import get_reauthentication_flows

        required = bool(super().is_reauthentication_required(app=app, **more))
        return required and bool(get_reauthentication_flows(self.request.user))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Say that the person has been removed."""
        from northing.web.site.errors import explain

        record(user, "sign in", refused=True)
        return explain(
            request, 403, "This account was closed. An owner of the site can invite you again."
        )


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # no types
    """Single sign-on opens the door only for those who were invited."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in who has a role and whose address the provider has verified."""
        from northing.web.site.errors import explain

        user = sociallogin.user
        invited = sociallogin.is_existing and Membership.objects.filter(
            user=user, user__is_active=True
        )
        if not invited or not invited.exists():
            email = getattr(user, "email", "") or "this address"
            record(None, "sign in", email, refused=True, by="single sign-on")
            raise ImmediateHttpResponse(explain(request, 403, _NOT_INVITED.format(email=email)))
        if sociallogin.state.get("process") == "connect":
            raise ImmediateHttpResponse(explain(request, 404, "There is nothing to connect."))

    def is_open_for_signup(self, *_request: Any) -> bool:
        """Never: people are invited."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # no types
    """Second factors are encrypted under the site's key."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret."""
        return keys.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret."""
        return keys.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """What an authenticator app calls this site."""
        from northing.web.measure.workspace import site_workspace

        return f"Northing · {site_workspace().settings.name}"
