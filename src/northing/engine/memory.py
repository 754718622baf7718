"""How much memory there is to use."""

from __future__ import annotations

import os
import re

from northing.errors import BadInput

_UNITS = {
    "B": 1,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "KIB": 2**10,
    "MIB": 2**20,
    "GIB": 2**30,
    "TIB": 2**40,
}


def available_bytes(memory_limit: str | None = None) -> int:
    """Return the limit in bytes, or half of the machine's memory where none is set.

    Raises:
        BadInput: If the limit is not a size.

    Examples:
        >>> available_bytes("1.5 GB")
        1500000000
    """
    if memory_limit is None:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?I?B)\s*", memory_limit, re.IGNORECASE)
    if match is None:
        raise BadInput(f"memory_limit is {memory_limit!r}; expected a size such as '4GB'.")
    return int(float(match[1]) * _UNITS[match[2].upper()])
