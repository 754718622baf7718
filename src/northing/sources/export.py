"""What is known of one product's export: where it is found, and what its headings mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from northing.sources import headings as spelling
from northing.sources.mapping import TableMapping

Signature = tuple[tuple[str, ...], ...]
"""Groups of headings; a file fits where it has one of each group."""


@dataclass(frozen=True)
class Part:
    """One file that a query reads, with its columns under names of our own.

    Attributes:
        needs: Name in the query → headings; the file must have one of each.
        may: Name in the query → headings; null in every row where the file has none.
        required: Whether the query makes sense without this file; an absent one has no rows.
        named: What the file's name must contain, where headings cannot tell two files apart.
        rest: Whether the file's other columns are there too, under their own names.
        headings: What every other heading must match (a regular expression), where such are known
            by their form alone.
    """

    needs: Mapping[str, tuple[str, ...]]
    may: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: bool = False
    named: tuple[str, ...] = ()
    rest: bool = False
    headings: str | None = None

    @property
    def can_be(self) -> bool:
        """Whether any file can be this part; one that no product has stands empty."""
        return all("\0" not in names for names in self.needs.values())

    def fits(self, headings: Sequence[str], file: str) -> bool:
        """Whether a file of this name, with these headings, can be this part."""
        if self.named and not any(word in file.lower() for word in self.named):
            return False
        if not all(spelling.find(names, headings) for names in self.needs.values()):
            return False
        return self.headings is None or self._fits_by_form(headings)

    def _fits_by_form(self, headings: Sequence[str]) -> bool:
        taken = {spelling.find(names, headings)[0] for names in self.needs.values()}
        others = [heading for heading in headings if heading not in taken]
        return bool(others) and all(re.search(self.headings or "", one) for one in others)


def part(needs: str, may: str = "", *, required: bool = False, named: tuple[str, ...] = ()) -> Part:
    """A part whose columns keep the names they have, written in one line each.

    Examples:
        >>> part("id name", "currency").may
        {'currency': ('currency',)}
    """
    return Part(
        {name: (name,) for name in needs.split()},
        {name: (name,) for name in may.split()},
        required,
        named,
    )


@dataclass(frozen=True)
class Join:
    """Files of one folder that fill one canonical table together.

    The first part holds the rows; the others name and complete them. A file that comes alone is
    read the same way, with the parts that are not required empty.

    Attributes:
        parts: By name in the query.
        sql: One SELECT over the parts.
        mapping: How its columns fill the table.
    """

    parts: Mapping[str, Part]
    sql: str
    mapping: TableMapping

    @property
    def main(self) -> str:
        """Name of the part that holds the rows."""
        return next(iter(self.parts))

    @property
    def stands_alone(self) -> bool:
        """Whether the first part is enough."""
        return not any(one.required for name, one in self.parts.items() if name != self.main)


@dataclass(frozen=True)
class Aside:
    """A file of the product that is not loaded, and why.

    Attributes:
        what: What it holds, such as "names of campaigns".
        signature: Headings that tell it.
        advice: What to do instead, as a sentence.
        named: What the file's name must contain, where headings cannot tell two files apart.
    """

    what: str
    signature: Signature
    advice: str
    named: tuple[str, ...] = ()

    def fits(self, headings: Sequence[str], file: str) -> bool:
        """Whether a file of this name, with these headings, is this one."""
        if self.named and not any(word in file.lower() for word in self.named):
            return False
        return all(spelling.find(group, headings) for group in self.signature)


@dataclass(frozen=True)
class Export:
    """One product's export files.

    Attributes:
        title: The product and report.
        place: Where its user finds the download.
        source: Value of the `source` column; also how settings name its account.
        tables: The shapes of file it comes in, each with its signature.
        joins: The tables it comes in that a query must put together or turn round.
        asides: Files of it that are known and left.
    """

    title: str
    place: str
    source: str | None
    tables: tuple[TableMapping, ...] = ()
    joins: tuple[Join, ...] = ()
    asides: tuple[Aside, ...] = ()

    @property
    def fills(self) -> tuple[str, ...]:
        """The canonical tables that it fills."""
        shapes = (*self.tables, *(join.mapping for join in self.joins))
        return tuple(dict.fromkeys(shape.table for shape in shapes if shape.table))

    def fitting(self, headings: Sequence[str], table: str | None) -> TableMapping | None:
        """Return the shape whose signature these headings meet, the most telling first."""
        fits = [
            shape
            for shape in self.tables
            if shape.signature
            and (table is None or shape.table == table)
            and all(spelling.find(group, headings) for group in shape.signature)
        ]
        return max(fits, key=lambda shape: len(shape.signature), default=None)

    def joining(self, headings: Sequence[str], file: str, table: str | None) -> Join | None:
        """Return the first join whose rows such a file holds."""
        for join in self.joins:
            if table in (None, join.mapping.table) and join.parts[join.main].fits(headings, file):
                return join
        return None

    def aside(self, headings: Sequence[str], file: str) -> Aside | None:
        """Return what is known of a file that is left, the most telling first."""
        fits = [one for one in self.asides if one.fits(headings, file)]
        return max(fits, key=lambda one: (len(one.named), len(one.signature)), default=None)
