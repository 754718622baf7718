"""E-mail and password, lockout, a new session, the second factor, a forgotten password."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client

from northing.web.accounts.models import AuditEntry, User

LOGIN = "/accounts/login/"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of the cast, on no real site
NEW = "seven wild horses"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of nobody
pytestmark = pytest.mark.usefixtures("company")
Cast = Callable[[str], User]


@pytest.fixture(autouse=True)
def no_failures(db: None) -> None:
    """Nobody is locked out yet."""
    cache.clear()


def sign_in(browser: Client, email: str, password: str = PASSWORD) -> Any:
    return browser.post(LOGIN, {"login": email, "password": password})


def is_in(browser: Client) -> bool:
    return browser.get("/metrics/").status_code == 200


def test_a_password_lets_in(cast: Cast) -> None:
    browser = Client()

    assert sign_in(browser, cast("viewer").email)["Location"] == "/"
    assert is_in(browser)


@pytest.mark.parametrize("email", ["viewer@example.com", "nobody@example.com"])
def test_a_wrong_password_says_no_more_than_that(email: str, cast: Cast) -> None:
    cast("viewer")
    said = sign_in(Client(), email, "wrong").content.decode()

    assert "not correct" in said
    assert AuditEntry.objects.get(action="sign in").refused


def test_five_failures_lock_the_address_out(cast: Cast) -> None:
    user = cast("viewer")
    for _ in range(5):
        sign_in(Client(), user.email, "wrong")
    browser = Client()
    answer = sign_in(browser, user.email)

    assert answer.status_code == 200
    assert "Too many" in answer.content.decode()
    assert not is_in(browser)


def test_a_lockout_of_one_address_leaves_others_alone(cast: Cast) -> None:
    cast("owner")
    for _ in range(5):
        sign_in(Client(), cast("viewer").email, "wrong")
    browser = Client()
    sign_in(browser, "owner@example.com")

    assert is_in(browser)


def test_the_session_is_a_new_one_after_signing_in(cast: Cast) -> None:
    browser = Client()
    session = browser.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    sign_in(browser, cast("viewer").email)

    assert browser.session.session_key != before


def test_signing_out_needs_a_post_and_ends_the_session(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("viewer")
    browser.get("/accounts/logout/")
    assert is_in(browser)

    browser.post("/accounts/logout/")
    assert not is_in(browser)


def test_nobody_signs_up(db: None) -> None:
    form = {"email": "x@example.com", "password1": PASSWORD, "password2": PASSWORD}

    assert Client().post("/accounts/signup/", form).status_code == 404
    assert Client().get("/accounts/signup/").status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "3rdparty/", "3rdparty/signup/", "login/code/confirm/"]
)
def test_what_allauth_offers_besides_is_closed(
    path: str, signed_in: Callable[[str], Client]
) -> None:
    assert signed_in("owner").get(f"/accounts/{path}").status_code == 404


def test_a_forgotten_password_is_chosen_anew_by_a_mailed_link(cast: Cast) -> None:
    user = cast("viewer")
    # Whoever asks names a host; the link must name the site's own.
    Client(headers={"host": "localhost"}).post("/accounts/password/reset/", {"email": user.email})
    (sent,) = mail.outbox
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", sent.body)
    assert found, sent.body
    browser = Client()
    form = browser.get(found[1])["Location"]
    chosen = {"password1": "seven wild horses", "password2": "seven wild horses"}

    assert browser.post(form, chosen).status_code == 302
    sign_in(browser, user.email, "seven wild horses")
    assert is_in(browser)
    assert "had its day" in Client().get(found[1]).content.decode()


def test_a_stranger_who_forgot_a_password_gets_no_mail_and_the_same_answer(cast: Cast) -> None:
    known, unknown = (
        Client().post("/accounts/password/reset/", {"email": address})
        for address in (cast("viewer").email, "nobody@example.com")
    )

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [sent.to for sent in mail.outbox] == [["viewer@example.com"]]


def test_a_new_password_ends_the_other_sessions(cast: Cast) -> None:
    mine, other = Client(), Client()
    for browser in (mine, other):
        sign_in(browser, cast("viewer").email)
    answer = mine.post(
        "/accounts/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "seven wild horses",
            "password2": "seven wild horses",
        },
    )

    assert answer.status_code == 302
    assert is_in(mine)
    assert not is_in(other)


def code_now() -> str:
    """What an authenticator app shows."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


def test_the_second_factor_is_set_up_in_the_browser(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    browser = Client()
    sign_in(browser, cast("viewer").email)
    asked = browser.get("/accounts/2fa/totp/activate/")["Location"]
    assert asked.startswith("/accounts/reauthenticate/")
    browser.post(asked, {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/accounts/2fa/totp/activate/", {"code": code})
    assert answer.status_code == 302
    kinds = set(Authenticator.objects.values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert AuditEntry.objects.filter(action="second factor on").exists()


def test_who_has_no_password_sets_up_a_second_factor_without(cast: Cast) -> None:
    user = cast("viewer")
    user.set_unusable_password()
    user.save()
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert browser.get("/accounts/2fa/totp/activate/").status_code == 200


def test_with_a_second_factor_the_password_alone_lets_nobody_in(cast: Cast) -> None:
    user = cast("viewer")
    TOTP.activate(user, SECRET)
    browser = Client()

    assert sign_in(browser, user.email)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(browser)
    browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not is_in(browser)
    browser.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert is_in(browser)


def test_a_recovery_code_lets_in_once(cast: Cast) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = cast("viewer")
    TOTP.activate(user, SECRET)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, user.email)
        browser.post("/accounts/2fa/authenticate/", {"code": code})

    assert is_in(first)
    assert not is_in(second)


def test_a_link_does_not_go_round_the_second_factor(cast: Cast) -> None:
    from northing.web.accounts.links import one_time_link

    user = cast("viewer")
    TOTP.activate(user, SECRET)
    browser = Client()
    path = one_time_link(user).removeprefix("http://testserver")

    assert browser.get(path)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(browser)


def test_turning_the_second_factor_off_asks_who_one_is(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("viewer")
    TOTP.activate(User.objects.get(email="viewer@example.com"), SECRET)

    assert "reauthenticate" in browser.post("/accounts/2fa/totp/deactivate/")["Location"]
    assert Authenticator.objects.exists()


def test_sessions_are_listed_and_the_others_ended(cast: Cast) -> None:
    mine, other = Client(), Client()
    for browser in (mine, other):
        sign_in(browser, cast("viewer").email)
        is_in(browser)
    assert mine.get("/accounts/sessions/").content.decode().count("127.0.0.1") == 2

    mine.post("/accounts/sessions/")
    assert is_in(mine)
    assert not is_in(other)
