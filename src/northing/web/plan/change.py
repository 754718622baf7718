"""A change to one entry, before it is written: what was, what is to be, and what differs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from northing.plan import KINDS, Plan


@dataclass(frozen=True)
class Change:
    """A change.

    Attributes:
        kind: A name of `northing.plan.KINDS`.
        before: The entry as it is; None where it is new.
        after: As it is to be; None where it is removed.
        plan: The whole plan before the change.
    """

    kind: str
    before: Any
    after: Any
    plan: Plan

    @property
    def key(self) -> str:
        key: str = (self.after if self.after is not None else self.before).key
        return key

    @property
    def named(self) -> str:
        """The entry for messages, such as "the objective grow"."""
        return f"the {KINDS[self.kind].title} {self.key}"

    @property
    def changed(self) -> frozenset[str]:
        """Names of the fields that differ; all of them where the entry is new or removed."""
        names = {one.name for one in fields(KINDS[self.kind].value)}
        if self.before is None or self.after is None:
            return frozenset(names)
        return frozenset(
            name for name in names if getattr(self.before, name) != getattr(self.after, name)
        )

    def both(self, attribute: str) -> list[Any]:
        """A field's values before and after, as far as there are any."""
        return [getattr(one, attribute) for one in (self.before, self.after) if one is not None]

    def value(self, attribute: str) -> tuple[Any, Any]:
        """A field before and after; None where there is no entry."""
        return getattr(self.before, attribute, None), getattr(self.after, attribute, None)
