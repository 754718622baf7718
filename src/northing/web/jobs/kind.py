"""What a file in `kinds/` holds: one kind of long work, and who may ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from northing.catalog import Catalog

if TYPE_CHECKING:
    from northing.web.jobs.models import Run

Parameters: TypeAlias = Mapping[str, Any]
Result: TypeAlias = Mapping[str, Any]


class Tell(Protocol):
    """Says how far a run is. Raises where the run must stop, so call it between steps."""

    def __call__(self, step: str, done: int | None = None, total: int | None = None) -> None:
        """Report a step, in the reader's words, and how much of the whole is done."""


@dataclass(frozen=True)
class JobKind:
    """One kind of long work. It must do no harm when it is done twice.

    Attributes:
        title: What people read, made from the parameters; without personal data.
        run: Does the work and returns plain values: `text` is a sentence for people, `snapshot`
            the snapshot it published.
        permission: Needed to ask for it.
        key: Runs that wait under the same key are one run; None keeps each apart.
        after: What is left to do however it ended, such as removing an uploaded file.
    """

    title: Callable[[Parameters], str]
    run: Callable[[Run, Tell], Result]
    permission: str
    key: Callable[[Parameters], str] | None = None
    after: Callable[[Run], None] | None = None


KINDS: Catalog[JobKind] = Catalog("northing.web.jobs.kinds", "kind of job", JobKind)
