"""A sign-in link works once, within the hour, for those who may still come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.test import Client

from northing.web.accounts.links import LINK_SECONDS, one_time_link
from northing.web.accounts.models import User
from northing.web.place import SitePlace


def path_of(user: User) -> str:
    return urlsplit(one_time_link(user)).path


def test_a_link_signs_in_once(company: SitePlace, cast: Callable[[str], User]) -> None:
    path = path_of(cast("owner"))
    first, second = Client(), Client()

    assert first.get(path)["Location"] == "/"
    assert first.get("/").status_code == 200
    assert second.get(path).status_code == 404
    assert second.get("/").status_code == 302


def test_a_link_is_void_after_an_hour(cast: Callable[[str], User]) -> None:
    path = path_of(cast("owner"))
    import time

    late = time.time() + timedelta(seconds=LINK_SECONDS + 1).total_seconds()
    with mock.patch("django.core.signing.time.time", return_value=late):
        assert Client().get(path).status_code == 404


def test_a_link_is_void_once_they_came_in_otherwise(
    cast: Callable[[str], User], signed_in: Callable[[str], Client]
) -> None:
    path = path_of(cast("owner"))
    signed_in("owner")

    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "WzEsIiJd:1xWiT7:AAAA"])
def test_a_made_up_link_signs_nobody_in(db: None, token: str) -> None:
    assert Client().get(f"/accounts/link/{token}").status_code == 404


def test_who_was_shut_out_cannot_come_in_by_a_link(cast: Callable[[str], User]) -> None:
    user = cast("owner")
    path = path_of(user)
    user.is_active = False
    user.save()

    assert Client().get(path).status_code == 404
