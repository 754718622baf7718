"""What needs somebody: roadblocks and opportunities, each a file in `exceptions/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from northing.catalog import Catalog
from northing.errors import NorthingError

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext


@dataclass(frozen=True)
class Finding:
    """One thing that needs somebody.

    Attributes:
        text: A sentence: what, where, how much, since when.
        stake: Money at stake in the reporting currency; None where it cannot be known.
        href: Where to look closer, or do something about it.
        action: What the link says.
    """

    text: str
    stake: Decimal | float | None = None
    href: str | None = None
    action: str = "Look closer"


@dataclass(frozen=True)
class ExceptionRule:
    """A way of finding what needs somebody.

    Attributes:
        title: What it watches for.
        kind: A roadblock costs, an opportunity would earn.
        threshold: From when on it speaks, in words.
        owner: The role whose matter it is.
        find: Makes the findings; an error of the data means that it has none.
        permission: Who may read them.
    """

    title: str
    kind: Literal["roadblock", "opportunity"]
    threshold: str
    owner: str
    find: Callable[[PageContext], Iterable[Finding]]
    permission: str = "see_measures"


EXCEPTIONS: Catalog[ExceptionRule] = Catalog(
    "northing.web.site.exceptions", "exception", ExceptionRule
)


def findings(context: PageContext) -> list[tuple[str, ExceptionRule, Finding]]:
    """Everything that the rules find, the most money first; what is not known comes last."""
    found = []
    for key, rule in EXCEPTIONS.items():
        if not context.scope.may(rule.permission):
            continue
        try:
            found += [(key, rule, finding) for finding in rule.find(context)]
        except NorthingError:
            continue  # a table that is not there says so on its own page
    return sorted(found, key=lambda one: -float(one[2].stake or 0))
