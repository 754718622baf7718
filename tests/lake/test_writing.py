"""Writes beside the work: in order, never lost, none outlives its lock."""

from __future__ import annotations

import threading

import pytest

from northing.errors import StorageFailed
from northing.lake import Writing


def test_writes_follow_on_each_other_and_each_says_its_version() -> None:
    begun: list[int] = []

    def write(number: int) -> int:
        begun.append(number)
        return number

    with Writing(most=3) as writing:
        for number in range(3):
            writing.start(f"table {number}", lambda number=number: write(number))  # type: ignore[misc]
        assert writing.is_full
        assert writing.under_way == ("table 0", "table 1", "table 2")
        assert [writing.wait(f"table {number}") for number in (2, 0, 1)] == [2, 0, 1]
    assert begun == [0, 1, 2]


def test_an_error_comes_up_where_its_table_is_waited_for() -> None:
    def refuse() -> int:
        raise StorageFailed("The disk is full.")

    with Writing() as writing:
        writing.start("spend", refuse)
        writing.start("touches", lambda: 4)
        assert writing.wait("touches") == 4
        with pytest.raises(StorageFailed, match="full"):
            writing.wait("spend")


def test_what_has_not_begun_when_an_error_ends_it_never_is() -> None:
    begun, free = threading.Event(), threading.Event()
    late: list[int] = []

    def slow() -> int:
        begun.set()
        free.wait(10)
        return 1

    def write() -> int:
        late.append(2)
        return 2

    def fail() -> None:
        with Writing() as writing:
            writing.start("spend", slow)
            writing.start("touches", write)
            begun.wait(10)
            threading.Timer(0.2, free.set).start()  # once the `with` waits for what has begun
            raise StorageFailed("Elsewhere.")

    with pytest.raises(StorageFailed):
        fail()
    assert free.is_set()
    assert late == []
