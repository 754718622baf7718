"""Links let one person in, once, for a while; programs that look at links do not use them up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from northing.web.accounts import links
from northing.web.accounts.models import AuditEntry, EntryLink, User
from northing.web.place import SitePlace

pytestmark = pytest.mark.usefixtures("company")
Cast = Callable[[str], User]
LINKS = [links.sign_in_link, lambda user: links.invitation_link(user, None)]


def path_of(link: str) -> str:
    assert link.startswith("http://testserver/accounts/link/")
    return urlsplit(link).path


@pytest.mark.parametrize("make", LINKS)
def test_a_link_signs_in_once_and_then_asks_for_a_password(
    make: Callable[[User], str], cast: Cast
) -> None:
    path = path_of(make(cast("owner")))
    browser = Client()

    assert browser.get(path).status_code == 200
    answer = browser.post(path)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/choose/")
    assert browser.get(answer["Location"]).status_code == 200
    assert Client().post(path).status_code == 404


def test_looking_at_a_link_does_not_use_it_up(cast: Cast) -> None:
    path = path_of(links.sign_in_link(cast("owner")))

    assert [Client().get(path).status_code for _ in range(3)] == [200, 200, 200]
    assert Client().head(path).status_code == 405


def test_the_link_of_a_demo_opens_the_first_page_at_once(cast: Cast) -> None:
    path = path_of(links.one_time_link(cast("owner")))
    browser = Client()

    assert browser.get(path)["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("make", "lasts"), [(LINKS[0], timedelta(hours=1)), (LINKS[1], timedelta(days=7))]
)
def test_a_link_ends_after_its_time(
    make: Callable[[User], str], lasts: timedelta, cast: Cast
) -> None:
    path = path_of(make(cast("owner")))
    end = timezone.now() + lasts
    assert abs(EntryLink.objects.get().expires_at - end) < timedelta(minutes=1)

    EntryLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(path).status_code == 404


def test_a_new_invitation_ends_the_one_before(cast: Cast) -> None:
    first, second = (path_of(links.invitation_link(cast("viewer"), None)) for _ in range(2))

    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_a_changed_or_invented_token_opens_nothing(cast: Cast) -> None:
    path = path_of(links.sign_in_link(cast("owner")))

    for wrong in (path[:-1] + ("A" if path[-1] != "A" else "B"), "/accounts/link/x", path + "x"):
        assert Client().post(wrong).status_code == 404


def test_the_database_keeps_no_token(cast: Cast) -> None:
    token = path_of(links.sign_in_link(cast("owner"))).rsplit("/", 1)[1]

    assert token.partition(":")[0] not in str(EntryLink.objects.values_list())


def test_somebody_removed_does_not_come_in_by_an_old_link(cast: Cast) -> None:
    path = path_of(links.sign_in_link(cast("viewer")))
    User.objects.filter(email="viewer@example.com").update(is_active=False)

    assert Client().post(path).status_code == 404


def test_who_came_by_a_link_chooses_a_password_without_the_old_one(cast: Cast) -> None:
    browser = Client()
    browser.post(path_of(links.sign_in_link(cast("analyst"))))
    chosen = {"password1": "seven wild horses", "password2": "seven wild horses"}

    assert browser.post("/accounts/password/choose/", chosen)["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert User.objects.get(email="analyst@example.com").check_password("seven wild horses")
    assert AuditEntry.objects.filter(action="choose password").exists()
    assert browser.get("/accounts/password/choose/")["Location"] == "/accounts/password/change/"


@pytest.mark.parametrize("weak", ["short", "password1234", "analyst@example.com"])
def test_a_weak_password_is_refused(weak: str, cast: Cast) -> None:
    browser = Client()
    browser.post(path_of(links.sign_in_link(cast("analyst"))))

    answer = browser.post("/accounts/password/choose/", {"password1": weak, "password2": weak})
    assert answer.status_code == 422


def test_who_came_by_a_password_needs_it_to_change_it(
    signed_in: Callable[[str], Client], company: SitePlace
) -> None:
    answer = signed_in("owner").post(
        "/accounts/password/choose/", {"password1": "seven wild horses"}
    )

    assert answer["Location"] == "/accounts/password/change/"


def test_a_link_ends_another_persons_session_in_the_same_browser(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("viewer")
    browser.post(path_of(links.sign_in_link(cast("owner"))))

    assert browser.get("/people/").status_code == 200
    assert browser.get("/accounts/password/choose/").status_code == 200
