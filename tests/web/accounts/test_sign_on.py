"""Single sign-on lets in whom somebody invited, by an address that the provider has verified."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, running

from northing.errors import BadInput
from northing.web.accounts import services
from northing.web.accounts.models import AuditEntry, Membership, User
from northing.web.accounts.sign_on import sign_on_origins, single_sign_on

START = "/accounts/oidc/sso/login/"
PERSON = {"sub": "u-1", "email": "viewer@example.com", "email_verified": True, "name": "Vi"}
pytestmark = pytest.mark.usefixtures("company")
Cast = Callable[[str], User]


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """A real provider that this site knows; it says that the viewer has signed in."""
    with running() as provider:
        provider.claims = dict(PERSON)
        settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(environment(provider.issuer))
        yield provider


def environment(issuer: str) -> dict[str, str]:
    return {
        "NORTHING_OIDC_ISSUER": issuer,
        "NORTHING_OIDC_CLIENT_ID": CLIENT_ID,
        "NORTHING_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "NORTHING_OIDC_NAME": "Acme ID",
    }


class Stay(urllib.request.HTTPRedirectHandler):
    """Look at where a redirect leads instead of going there."""

    def redirect_request(self, *_given: Any) -> None:
        return None


def sign_on(browser: Client) -> HttpResponse:
    """Go the whole way: this site, the provider, and back."""
    sent = browser.post(START)
    assert sent.status_code == 302
    try:
        urllib.request.build_opener(Stay).open(sent["Location"], timeout=5)
    except urllib.request.HTTPError as error:
        with error:
            back = urlsplit(error.headers["Location"])
    return browser.get(f"{back.path}?{back.query}")  # type: ignore[return-value]


def is_in(browser: Client) -> bool:
    return browser.get("/metrics/").status_code == 200


def test_who_was_invited_comes_in(provider: Provider, cast: Cast) -> None:
    cast("viewer")
    browser = Client()

    assert sign_on(browser)["Location"] == "/"
    assert is_in(browser)
    assert AuditEntry.objects.get(action="sign in").detail["by"] == "socialaccount"


def test_the_password_of_who_comes_by_it_stays(provider: Provider, cast: Cast) -> None:
    user = cast("viewer")
    sign_on(Client())

    assert User.objects.get(pk=user.pk).password == user.password


def test_a_second_time_the_provider_names_the_person_by_its_own_id(
    provider: Provider, cast: Cast
) -> None:
    cast("viewer")
    sign_on(Client())
    provider.claims["email"] = "new.name@example.com"
    browser = Client()
    sign_on(browser)

    assert is_in(browser)
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"email": "stranger@example.com"}, "nobody invited them"),
        ({"email_verified": False}, "the provider has not verified the address"),
        ({"email_verified": None}, "the provider says nothing of it"),
        ({"email": "outsider@example.com"}, "they have no role"),
    ],
)
def test_nobody_else_comes_in(
    changed: dict[str, Any], why: str, provider: Provider, cast: Cast
) -> None:
    cast("viewer"), cast("outsider")
    provider.claims |= changed
    browser = Client()

    assert sign_on(browser).status_code == 403, why
    assert not is_in(browser)
    assert not User.objects.filter(email="stranger@example.com").exists()
    assert not SocialAccount.objects.exists()
    assert AuditEntry.objects.get(action="sign in").refused


def test_who_was_removed_stays_out(provider: Provider, cast: Cast) -> None:
    user = cast("viewer")
    sign_on(Client())
    services.remove_person(User.objects.get(pk=user.pk), by=cast("owner"))
    browser = Client()

    assert sign_on(browser).status_code == 403
    assert not is_in(browser)


def test_a_token_for_somebody_else_is_refused(provider: Provider, cast: Cast) -> None:
    cast("viewer")
    provider.audience = "another site"
    browser = Client()

    assert sign_on(browser).status_code in (200, 401)
    assert not is_in(browser)


def test_who_declines_at_the_provider_is_told_so(provider: Provider, cast: Cast) -> None:
    cast("viewer")
    provider.refuses = True
    browser = Client()
    answer = sign_on(browser)

    assert answer.status_code in (200, 302)
    assert not is_in(browser)


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(
    provider: Provider, cast: Cast
) -> None:
    cast("viewer")
    mine, other = Client(), Client()
    sent = mine.post(START)
    state = dict(part.split("=") for part in urlsplit(sent["Location"]).query.split("&"))["state"]
    other.get(f"{START}callback/?code=x&state={state}")

    assert not is_in(other)


def test_a_domain_that_the_site_trusts_needs_no_word_of_the_provider(
    provider: Provider, cast: Cast, settings: Any
) -> None:
    cast("viewer")
    provider.claims["email_verified"] = None
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(
        {**environment(provider.issuer), "NORTHING_OIDC_TRUSTED_DOMAINS": "example.com"}
    )
    browser = Client()
    sign_on(browser)

    assert is_in(browser)


def test_the_sign_in_page_offers_it_by_name(provider: Provider, db: None) -> None:
    said = Client().get("/accounts/login/").content.decode()

    assert "Sign in with Acme ID" in said


def test_without_a_provider_there_is_none(db: None) -> None:
    assert Client().post(START).status_code == 404


@pytest.mark.parametrize(
    "environment",
    [
        {"NORTHING_OIDC_ISSUER": "https://id.example.com"},
        {
            "NORTHING_OIDC_ISSUER": "http://id.example.com",
            "NORTHING_OIDC_CLIENT_ID": "a",
            "NORTHING_OIDC_CLIENT_SECRET": "b",
        },
    ],
)
def test_half_a_provider_and_one_without_https_are_refused(environment: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="NORTHING_OIDC"):
        single_sign_on(environment)


def test_the_form_may_lead_to_the_provider_and_nowhere_else() -> None:
    origins = sign_on_origins({"NORTHING_OIDC_ISSUER": "https://id.example.com/realms/acme"})

    assert origins == ["https://id.example.com"]


def test_an_account_of_the_provider_is_not_connected_to_another_person(
    provider: Provider, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("owner")
    browser.post(f"{START}?process=connect")

    assert browser.get("/accounts/3rdparty/").status_code == 404
    assert not Membership.objects.filter(user__socialaccount__isnull=False).exists()
