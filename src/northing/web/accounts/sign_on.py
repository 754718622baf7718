"""Single sign-on by OpenID Connect, as the environment names its provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from northing.errors import BadInput

ISSUER = "NORTHING_OIDC_ISSUER"
CLIENT = "NORTHING_OIDC_CLIENT_ID"
SECRET = "NORTHING_OIDC_CLIENT_SECRET"  # noqa: S105 - the name of a variable
NAME = "NORTHING_OIDC_NAME"
DOMAINS = "NORTHING_OIDC_TRUSTED_DOMAINS"
ORIGINS = "NORTHING_OIDC_ORIGINS"
PROVIDER = "sso"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def single_sign_on(environment: Mapping[str, str]) -> dict[str, Any]:
    """Allauth's description of the provider; empty where the environment names none.

    Raises:
        BadInput: If only part of it is named, or the provider is reached without https.

    Examples:
        >>> single_sign_on({"NORTHING_OIDC_ISSUER": "http://id.example.com"})
        Traceback (most recent call last):
        northing.errors.BadInput: $NORTHING_OIDC_ISSUER is 'http://id.example.com'; expected https://…
    """
    issuer = environment.get(ISSUER, "").rstrip("/")
    if not issuer:
        return {}
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise BadInput(f"${ISSUER} is {issuer!r}; expected https://…")
    absent = [name for name in (CLIENT, SECRET) if not environment.get(name)]
    if absent:
        raise BadInput(f"${ISSUER} is set, but not ${' and not $'.join(absent)}.")
    app = {
        "provider_id": PROVIDER,
        "name": environment.get(NAME) or "single sign-on",
        "client_id": environment[CLIENT],
        "secret": environment[SECRET],
        "settings": {"server_url": issuer, "verified_email": _listed(environment, DOMAINS)},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def sign_on_origins(environment: Mapping[str, str]) -> list[str]:
    """Where the sign-in form may send a browser, besides this site.

    Examples:
        >>> sign_on_origins({"NORTHING_OIDC_ISSUER": "https://id.example.com/realms/acme"})
        ['https://id.example.com']
    """
    issuer = urlsplit(environment.get(ISSUER, ""))
    own = [f"{issuer.scheme}://{issuer.netloc}"] if issuer.netloc else []
    return [*own, *_listed(environment, ORIGINS)]


def _listed(environment: Mapping[str, str], name: str) -> list[str]:
    return [one.strip() for one in environment.get(name, "").split(",") if one.strip()]
