"""References to metrics: one value, one text form, equal when they mean the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.errors import BadInput
from northing.metrics import MetricRef

names = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
keys = names.filter(lambda name: name not in ("where", "version"))
refs = st.builds(
    lambda name, parameters, where, version: MetricRef.of(
        name, where=where, version=version, **parameters
    ),
    names,
    st.dictionaries(keys, st.text() | st.integers(), max_size=3),
    st.dictionaries(names, st.none() | st.text() | st.lists(st.text(), min_size=1), max_size=3),
    st.none() | st.integers(1, 999),
)


@given(refs)
def test_the_text_form_reads_back(ref: MetricRef) -> None:
    assert MetricRef.parse(str(ref)) == ref
    assert hash(MetricRef.parse(str(ref))) == hash(ref)


def test_order_and_repetition_do_not_matter() -> None:
    one = MetricRef.of("roas", rule="linear", kind="won", where={"channel": ["b", "a", "a"]})
    other = MetricRef.of("roas", kind="won", rule="linear", where={"channel": ("a", "b")})
    assert one == other
    assert len({one, other}) == 1


def test_whole_numbers_and_their_text_are_the_same() -> None:
    assert MetricRef.of("cpl", lookback_days=30) == MetricRef.of("cpl", lookback_days="30")


@pytest.mark.parametrize(
    "text",
    ["", "ROAS", "roas@", "roas@x", "roas@1.5", "roas?rule=a&rule=b", "ro as", "roas?where=x"],
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        MetricRef.parse(text)


@pytest.mark.parametrize("wanted", [{"a": 1}, 7, [], [1], [["x"]]])
def test_objects_where_values_are_expected_are_refused(wanted) -> None:
    with pytest.raises(BadInput):
        MetricRef.of("roas", where={"channel": wanted})


@given(st.text(max_size=40))
def test_any_text_is_a_reference_or_a_sentence(text: str) -> None:
    try:
        ref = MetricRef.parse(text)
    except BadInput:
        return
    assert MetricRef.parse(str(ref)) == ref
