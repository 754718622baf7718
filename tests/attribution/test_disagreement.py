"""Shares, ranks and the credit that moves between rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.attribution.disagreement import moved, moved_between, ranks, shares

PARTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.01, 100), min_size=1)


def of_one(parts: dict[str, float]) -> dict[str, float]:
    whole = sum(parts.values())
    return {key: part / whole for key, part in parts.items()}


@given(PARTS, PARTS)
def test_what_moves_is_a_share_and_the_same_both_ways(one, other):
    between = moved(of_one(one), of_one(other))
    assert -1e-12 <= between <= 1 + 1e-12
    assert between == pytest.approx(moved(of_one(other), of_one(one)))


@given(PARTS)
def test_nothing_moves_between_a_rule_and_itself(parts):
    assert moved(of_one(parts), of_one(parts)) == 0


def test_everything_moves_between_rules_that_share_no_key():
    assert moved({"email": 1.0}, {"search": 0.5, "social": 0.5}) == 1


def test_each_pair_of_rules_is_told_once():
    found = moved_between({"first": {"a": 1.0}, "last": {"b": 1.0}, "linear": {"a": 0.5, "b": 0.5}})
    assert found == {("first", "last"): 1.0, ("first", "linear"): 0.5, ("last", "linear"): 0.5}


def test_a_total_of_nothing_has_no_shares():
    assert shares({"a": 2.0, "b": -2.0}, 0.0) == {"a": None, "b": None}


def test_last_digits_do_not_make_a_rank():
    assert ranks({"a": 0.1 + 0.2, "b": 0.3}) == {"a": 1, "b": 1}
