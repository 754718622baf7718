"""Mail that the site sends about coming in."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from northing.errors import BadInput

if TYPE_CHECKING:
    from northing.web.accounts.models import User

VARIABLE = "NORTHING_SMTP_URL"
_LOG = logging.getLogger(__name__)


def mail_settings(url: str) -> dict[str, object]:
    """Django's settings for mail, from one address; without one, mail is written to the log.

    Raises:
        BadInput: If the address is of no mail server.

    Examples:
        >>> mail_settings("smtp://ada:se%2Fcret@mail.example.com:587?from=n@example.com")["EMAIL_PORT"]
        587
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadInput(
            f"${VARIABLE} starts with {parts.scheme!r}; expected smtp://user:password@host:587 or "
            "smtps://user:password@host:465, then ?from=an.address@example.com."
        )
    secure = parts.scheme == "smtps"
    sender = parse_qs(parts.query).get("from", [unquote(parts.username or "")])[0]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and parts.hostname not in ("127.0.0.1", "localhost"),
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender or "northing@localhost",
    }


def send_invitation(user: User, by: User, link: str) -> bool:
    """Mail an invitation; whether there was a mail server that took it."""
    from django.conf import settings
    from django.core.mail import send_mail
    from django.template.loader import render_to_string

    from northing.web.measure.workspace import site_workspace

    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return False
    company = site_workspace().settings.name
    values = {"person": user, "by": by, "link": link, "company": company}
    text = render_to_string("accounts/invitation.txt", values)
    subject = f"{by} invites you to the marketing of {company}"
    try:
        send_mail(" ".join(subject.split()), text, None, [user.email])
    except (OSError, SMTPException) as error:
        _LOG.warning("the invitation of %s was not sent: %s", user.pk, error)
        return False
    return True
