"""`where` in mappings."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.errors import BadMapping
from northing.sources.condition import parse_condition

ROWS = {
    "stage": pa.array(["won", "lost", None, "it's"]),
    "amount": pa.array(["10", "2.5", "", "x"]),
    "count": pa.array([1, 2, None, 4]),
    "deal stage": pa.array(["a", "b", "c", "d"]),
    "deleted": pa.array(["FALSE", "True", None, "no"]),
}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("stage = 'won'", [0]),
        ("stage = 'it''s'", [3]),
        ("stage != 'won'", [1, 3]),
        ("amount > 3", [0]),
        ("amount >= 2.5 and stage <> 'won'", [1]),
        ("stage = 'won' or count = 2", [0, 1]),
        ("not (stage = 'won' or count = 2)", [2, 3]),
        ("stage is null", [2]),
        ("amount is not null", [0, 1, 3]),
        ("stage in ('won', 'lost')", [0, 1]),
        ("stage not in ('won')", [1, 3]),
        ("count in (1, 4)", [0, 3]),
        ("\"deal stage\" = 'c'", [2]),
        ("deleted = false", [0]),
        ("deleted = true", [1]),
    ],
)
def test_keeps_the_rows_that_meet_it(text: str, kept: list[int]) -> None:
    mask = parse_condition(text).mask(ROWS).to_pylist()
    assert [at for at, keep in enumerate(mask) if keep] == kept


@pytest.mark.parametrize(
    "text",
    ["", "stage", "stage =", "stage = won", "(stage = 'won'", "stage = 'won' stage", "1 = 1",
     "stage; drop", "read_csv('/etc/passwd') = 1", "stage is 3", "stage in 'won'"],
)  # fmt: skip
def test_refuses_anything_else(text: str) -> None:
    with pytest.raises(BadMapping):
        parse_condition(text)


@given(text=st.text(alphabet="ab'\"=<>() andornot1.", max_size=30))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parse_condition(text)
    except BadMapping as error:
        assert "where" in str(error)  # noqa: PT017
