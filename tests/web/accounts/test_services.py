"""Who may let whom in, and what nobody can do to themselves or to the last owner."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from northing.errors import BadInput, Conflict, Unknown
from northing.web.accounts import services
from northing.web.accounts.models import AuditEntry, Membership, User

Cast = Callable[[str], User]


@pytest.fixture
def owners(cast: Cast) -> tuple[User, User]:
    """Two owners."""
    second = services.add_person("second@example.com", "owner")
    return cast("owner"), second


def test_the_command_line_lets_the_first_owner_in(db: None) -> None:
    user = services.add_person(" Ada@Example.COM ", "owner", name="Ada")

    assert (user.email, user.membership.role) == ("ada@example.com", "owner")
    assert not user.has_usable_password()
    assert AuditEntry.objects.get().who == "system"


@pytest.mark.parametrize("role", ["analyst", "planner", "finance", "executive", "viewer", "agency"])
def test_only_owners_invite(role: str, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        services.add_person("new@example.com", "viewer", by=cast(role))
    assert not User.objects.filter(email="new@example.com").exists()


def test_somebody_with_a_role_is_not_invited_again(owners: tuple[User, User]) -> None:
    with pytest.raises(Conflict, match="owner already"):
        services.add_person("Second@example.com", "viewer", by=owners[0])


@pytest.mark.parametrize(
    ("role", "limits", "error"),
    [
        ("king", {}, Unknown),
        ("agency", {}, BadInput),
        ("viewer", {"partner": "Brightline"}, BadInput),
        ("viewer", {"countries": ["Germany"]}, BadInput),
    ],
)
def test_limits_that_cannot_be_are_refused(
    role: str, limits: dict[str, str], error: type[Exception], db: None
) -> None:
    with pytest.raises(error):
        services.add_person("new@example.com", role, **limits)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["", "ada", "ada@", "a b@example.com"])
def test_what_is_no_address_is_refused(address: str, db: None) -> None:
    with pytest.raises(BadInput):
        services.add_person(address, "viewer")


def test_nobody_changes_their_own_role_or_removes_themselves(owners: tuple[User, User]) -> None:
    with pytest.raises(PermissionDenied, match="own role"):
        services.change_role(owners[0], "owner", personal_data=True, by=owners[0])
    with pytest.raises(PermissionDenied, match="yourself"):
        services.remove_person(owners[0], by=owners[0])


def test_two_owners_cannot_end_with_none(owners: tuple[User, User]) -> None:
    first, second = owners
    services.change_role(first, "viewer", by=second)

    with pytest.raises(PermissionDenied):
        services.remove_person(User.objects.get(pk=second.pk), by=User.objects.get(pk=first.pk))
    assert Membership.objects.filter(role="owner").count() == 1


@pytest.mark.parametrize(
    "end", [services.remove_person, partial(services.change_role, role="viewer")]
)
def test_the_last_owner_stays(end: Callable[..., None], owners: tuple[User, User]) -> None:
    first, second = owners
    Membership.objects.filter(user=first).update(role="analyst")  # as if in the same moment

    with pytest.raises(Conflict, match="last owner"):
        end(second, by=first_as_owner(first))


def first_as_owner(user: User) -> User:
    """A person whose role was read before it was taken away."""
    user.membership.role = "owner"
    return user


def test_a_change_is_written_down_with_what_was_before(owners: tuple[User, User]) -> None:
    first, second = owners
    services.change_role(second, "lead", countries=["de"], personal_data=True, by=first)

    entry = AuditEntry.objects.get(action="change role")
    assert (entry.who, entry.what) == ("owner@example.com", "second@example.com")
    assert (entry.detail["was"], entry.detail["role"]) == ("owner", "lead")
    assert entry.detail["countries"] == ["DE"]


def test_who_is_removed_is_out_at_once(
    owners: tuple[User, User], company: object, signed_in: Callable[[str], Client]
) -> None:
    services.change_role(owners[0], "owner", by=owners[1])
    browser = signed_in("owner")
    assert browser.get("/").status_code == 200

    services.remove_person(User.objects.get(pk=owners[0].pk), by=owners[1])
    assert browser.get("/").status_code == 302
    assert User.objects.get(pk=owners[0].pk).links.count() == 0
    assert AuditEntry.objects.filter(action="sign in", who="owner@example.com").exists()


def test_who_was_removed_can_be_invited_again(owners: tuple[User, User]) -> None:
    services.remove_person(owners[1], by=owners[0])
    again = services.add_person("second@example.com", "viewer", by=owners[0])

    assert again.pk == owners[1].pk
    assert User.objects.get(pk=again.pk).membership.role == "viewer"
    assert again.is_active
