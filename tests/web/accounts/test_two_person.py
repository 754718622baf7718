"""Two named people: the second is another one, and both hold the permission at that moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from northing.web.accounts.models import Membership, User
from northing.web.accounts.two_person import check_second, is_locked

LOCK = "lock_definition"
Cast = Callable[[str], User]


def test_owner_and_finance_are_two(cast: Cast) -> None:
    check_second(cast("owner"), cast("finance"), LOCK)
    assert is_locked([cast("owner"), cast("finance")], LOCK)


def test_one_person_twice_is_not_two(cast: Cast) -> None:
    same = User.objects.get(pk=cast("owner").pk)
    with pytest.raises(PermissionDenied, match="second person"):
        check_second(cast("owner"), same, LOCK)
    assert not is_locked([cast("owner"), same], LOCK)


@pytest.mark.parametrize("role", ["analyst", "planner", "lead", "viewer", "board", "agency"])
def test_who_has_not_the_permission_is_neither_first_nor_second(role: str, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        check_second(cast("owner"), cast(role), LOCK)
    with pytest.raises(PermissionDenied):
        check_second(cast(role), cast("owner"), LOCK)


def test_a_first_signature_ends_with_the_role_of_who_gave_it(cast: Cast) -> None:
    first = cast("finance")
    Membership.objects.filter(user=first).delete()

    for gone in (User.objects.get(pk=first.pk), None):
        with pytest.raises(PermissionDenied, match="may no longer"):
            check_second(gone, cast("owner"), LOCK)
