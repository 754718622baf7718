"""Tables written beside the work, one after another: whoever needs one waits for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

MOST_WAITING = 2


class Writing:
    """Writes that are under way; an error comes up where one is waited for.

    Within a `with`, so that none outlives the lock that its writer holds: what has not begun
    when an error ends it never will.

    Args:
        most: How many may be under way or wait; each holds its rows in memory.

    Examples:
        >>> with Writing() as writing:
        ...     writing.start("spend", lambda: 7)
        ...     writing.wait("spend"), writing.wait("spend")
        (7, None)
    """

    def __init__(self, most: int = MOST_WAITING) -> None:
        self.most = most
        self._pool = ThreadPoolExecutor(1, "writing")
        self._under_way: dict[str, Future[int]] = {}

    def __enter__(self) -> Writing:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def under_way(self) -> tuple[str, ...]:
        """The tables that nobody has waited for yet, the longest under way first."""
        return tuple(self._under_way)

    def start(self, name: str, write: Callable[[], int]) -> None:
        """Begin to write a table that is not under way; `write` says its new version."""
        self._under_way[name] = self._pool.submit(write)

    @property
    def is_full(self) -> bool:
        """Whether one must be waited for before another is begun."""
        return len(self._under_way) >= self.most

    def wait(self, name: str) -> int | None:
        """Wait until a table is written and return its version; None where it is not under way.

        Raises:
            Exception: Whatever stopped the write.
        """
        found = self._under_way.pop(name, None)
        return None if found is None else found.result()
