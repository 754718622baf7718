"""Cells that say "nothing here", as people and platforms write it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

MARKS = pa.array(
    ["", "--", "---", "-", "–", "—", "n/a", "N/A", "#N/A", "null", "NULL", "Null", "nan", "NaN"]
)
# Google's "(not set)" means missing for a name, but is a value for a channel.
NAME_MARKS = pa.array([*MARKS.to_pylist(), "(not set)", "(not provided)"])


def blank_out(cells: pa.Array, marks: pa.Array = MARKS) -> pa.Array:
    """Trim the cells and turn missing marks into nulls.

    Examples:
        >>> blank_out(pa.array([" --", " 12 ", "n/a"])).to_pylist()
        [None, '12', None]
    """
    trimmed = pc.utf8_trim_whitespace(cells)
    return pc.if_else(pc.is_in(trimmed, value_set=marks), pa.scalar(None, pa.string()), trimmed)
