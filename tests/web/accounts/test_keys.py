"""A rotation of the key can be killed anywhere and goes on; nothing is lost or locked out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.signing import Signer

from northing.errors import BadInput, Conflict
from northing.web.accounts import keys
from northing.web.accounts.models import KeyMark, User
from northing.web.place import SitePlace

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of nobody


class Killed(BaseException):
    """As if the process had been killed."""


@pytest.fixture
def place(
    own_company: SitePlace, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None
) -> SitePlace:
    """A site with a key file of its own, in force, known to its database."""
    monkeypatch.delenv("NORTHING_SECRET_KEY")
    own_company.create_key()
    load(own_company, settings)
    keys.check_key()
    return own_company


def load(place: SitePlace, settings: Any) -> None:
    """Start again: read the keys as the settings do."""
    settings.SECRET_KEY = place.read_key()
    settings.SECRET_KEY_FALLBACKS = place.read_previous_keys()


def secrets() -> list[str]:
    return [keys.decrypt(one.data["secret"]) for one in Authenticator.objects.order_by("pk")]


@pytest.fixture
def protected(place: SitePlace, cast: Callable[[str], User]) -> list[User]:
    """Three people with a second factor."""
    people = [cast(role) for role in ("owner", "finance", "viewer")]
    for user in people:
        TOTP.activate(user, SECRET)
    return people


def test_second_factors_are_kept_encrypted(protected: list[User]) -> None:
    assert SECRET not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secrets() == [SECRET] * 3


@pytest.mark.parametrize("step", range(6))
def test_a_rotation_that_is_killed_goes_on(
    step: int, place: SitePlace, protected: list[User], settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    signed = Signer(salt="a link").sign("x")
    old, countdown = place.read_key(), [step]

    def fragile(whole: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            if countdown[0] == 0:
                raise Killed
            countdown[0] -= 1
            return whole(*given, **named)

        return run

    with monkeypatch.context() as killing:
        killing.setattr("northing.web.place.write_secret", fragile(_write()))
        killing.setattr(Authenticator, "save", fragile(Authenticator.save))
        killing.setattr(KeyMark.objects, "get_or_create", fragile(KeyMark.objects.get_or_create))
        with pytest.raises(Killed):
            keys.rotate()
    load(place, settings)
    keys.check_key()
    assert secrets() == [SECRET] * 3

    assert keys.rotate() == 3
    load(place, settings)
    assert place.read_key() != old
    assert Signer(salt="a link").unsign(signed) == "x"
    keys.forget_earlier()
    load(place, settings)
    keys.check_key()
    assert secrets() == [SECRET] * 3


def _write() -> Callable[..., Any]:
    from northing.web.place import write_secret

    return write_secret


def test_earlier_keys_are_not_forgotten_before_the_end(
    place: SitePlace, protected: list[User], settings: Any
) -> None:
    place.replace_key()
    load(place, settings)

    with pytest.raises(Conflict, match="cut off"):
        keys.forget_earlier()
    assert place.read_previous_keys()


def test_another_key_is_refused(place: SitePlace, protected: list[User], settings: Any) -> None:
    settings.SECRET_KEY = place.read_key()[::-1]

    with pytest.raises(BadInput, match="nothing was overwritten"):
        keys.check_key()
    with pytest.raises(BadInput, match="key that is lost"):
        secrets()


def test_a_key_in_the_environment_is_changed_there(
    place: SitePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NORTHING_SECRET_KEY", place.read_key())

    with pytest.raises(Conflict, match=r"previous\.keys"):
        keys.rotate()
