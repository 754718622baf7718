"""What is known of one product's export: where it is found, and what its headings mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from northing.sources import headings as spelling
from northing.sources.mapping import TableMapping


@dataclass(frozen=True)
class Export:
    """One product's export files.

    Attributes:
        title: The product and report.
        place: Where its user finds the download.
        source: Value of the `source` column; also how settings name its account.
        tables: The shapes of file it comes in, each with its signature.
    """

    title: str
    place: str
    source: str | None
    tables: tuple[TableMapping, ...]

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
