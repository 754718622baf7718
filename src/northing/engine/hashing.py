"""The one hash that says which partition a person belongs to, on every engine."""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np


@nb.njit(cache=True, nogil=True)
def splitmix64(key: Any) -> Any:
    """Mix the bits of a 64-bit key; different keys give different results.

    Source:
        Steele, Lea, Flood (2014), Fast Splittable Pseudorandom Number Generators.

    Examples:
        >>> hex(splitmix64(0))
        '0xe220a8397b1dcdaf'
    """
    mixed = np.uint64(key) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
