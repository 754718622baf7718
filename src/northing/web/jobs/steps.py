"""What a refresh or a load says of its steps, in words and in parts of the whole."""

from __future__ import annotations

from collections.abc import Callable

from northing.web.jobs.kind import Tell
from northing.workspace.step import STEPS, ordered

_ORDER = {name: place for place, name in enumerate(ordered(STEPS), start=2)}
TOTAL = len(_ORDER) + 3
"""Parts of a refresh: what arrived, one a step, publishing, removing old versions."""

_WORDS = {
    "refresh:lock": "Waiting for its turn",
    "refresh:restore": "Reading what is published",
    "refresh:publish": "Publishing",
    "refresh:published": "Removing versions no longer kept",
    "refresh:done": "Published",
    "refresh:unchanged": "Nothing has changed",
}


def told(tell: Tell) -> Callable[[str], None]:
    """A workspace's `progress` that tells people."""

    def progress(step: str) -> None:
        tell(words(step), *parts(step))

    return progress


def words(step: str) -> str:
    """A step in the reader's words.

    Examples:
        >>> words("refresh:ingest:touches"), words("refresh:step:credit")
        ('Bringing in touches', 'Working out credit')
    """
    if step in _WORDS:
        return _WORDS[step]
    head, _, name = step.rpartition(":")
    what = name.replace("_", " ")
    verbs = {"refresh:ingest": "Bringing in", "refresh:ingested": "Brought in"}
    return f"{verbs.get(head, 'Working out')} {what}"


def parts(step: str) -> tuple[int | None, int | None]:
    """How much of a refresh is done when a step begins.

    Examples:
        >>> parts("refresh:lock")[0], parts("refresh:publish")[0] == TOTAL - 2
        (0, True)
    """
    if step in ("refresh:done", "refresh:unchanged"):
        return TOTAL, TOTAL
    if step.startswith("refresh:step:"):
        return _ORDER.get(step.removeprefix("refresh:step:"), 2) - 1, TOTAL
    late = {"refresh:publish": TOTAL - 2, "refresh:published": TOTAL - 1}
    return late.get(step, 0), TOTAL
