"""Which sheets there are: one file each in `forms/`, named after the kind of entry it carries."""

from __future__ import annotations

from dataclasses import dataclass

from northing.catalog import Catalog
from northing.plan.sheets.column import Column


@dataclass(frozen=True)
class Form:
    """A sheet of one kind of entry.

    Attributes:
        title: Of the sheet.
        columns: What it carries; fields that have none are left as they are.
        by_month: Whether money by month follows, one row for each state and currency.
    """

    title: str
    columns: tuple[Column, ...]
    by_month: bool = False


FORMS: Catalog[Form] = Catalog("northing.plan.sheets.forms", "sheet", Form)
