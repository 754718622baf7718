"""What was asked for last, kept in this process; the one longest unasked goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Value = TypeVar("Value")
_SHELVES: WeakSet[Shelf[Any]] = WeakSet()


class Shelf(Generic[Value]):
    """The values last asked for; the one longest unasked goes first.

    Args:
        most: How many are kept.

    Examples:
        >>> shelf = Shelf[str](most=2)
        >>> shelf.get("a", lambda: "made"), shelf.get("a", lambda: "not made again")
        ('made', 'made')
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()
        _SHELVES.add(self)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made where it is not there."""
        found = self.peek(key)
        return self.put(key, make()) if found is None else found

    def peek(self, key: Hashable) -> Value | None:
        """The value of a key, if it is there."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Hashable, value: Value) -> Value:
        """Keep a value."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self.most:
                self._values.popitem(last=False)
        return value

    def __len__(self) -> int:
        return len(self._values)

    def clear(self) -> None:
        """Forget everything, as when a person is erased."""
        with self._lock:
            self._values.clear()


def clear_shelves() -> None:
    """Forget everything on every shelf of this process."""
    for shelf in list(_SHELVES):
        shelf.clear()
