"""What a page is, and what a section of one is: an entry each in `pages/` and `sections/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from northing.catalog import Catalog

if TYPE_CHECKING:
    from northing.web.site.blocks import Block
    from northing.web.site.page_context import PageContext

Width = Literal["full", "half", "third"]
GROUPS = ("", "Plan", "Measure", "Decide", "Customers", "Brand", "Report", "Trust")
"""Headings of the navigation, in their order; pages without one stand above them all."""


@dataclass(frozen=True)
class Page:
    """One page: an address, the question it answers, and who may open it.

    Attributes:
        title: As the navigation names it.
        question: What it answers, in a sentence of the reader's.
        path: Address without the leading slash, as Django spells parameters.
        permission: Who may open it; others are told that there is no such page.
        group: Heading of the navigation that it stands under, one of `GROUPS`.
        order: Its place there; a page with parameters in its path stands in none.
        filters: Names of `FILTERS` that it understands, in their order.
        period: The period where the address names none; "fiscal year" is the data's newest one.
        heading: Title of one object's page, where the path names an object.
        check: Raises `Missing` or `Unknown` where the path names an object that is not there.
        audit: What is written down whenever somebody opens it, such as a look at personal data.
        menu: Other pages to mark as current in the navigation; its own by default.
    """

    title: str
    question: str
    path: str
    permission: str
    group: str = ""
    order: int = 50
    filters: tuple[str, ...] = ()
    period: str = "last-13-weeks"
    heading: Callable[[PageContext], str] | None = None
    check: Callable[[PageContext], None] | None = None
    audit: str | None = None
    menu: str | None = None

    @property
    def in_navigation(self) -> bool:
        """Whether the navigation shows it."""
        return "<" not in self.path


@dataclass(frozen=True)
class Section:
    """A part of a page.

    Attributes:
        page: Key of the page.
        build: Makes its blocks; None leaves the section out.
        title: What it shows, as a heading; may be made from the context.
        lead: One line below the heading.
        order: Its place on the page.
        width: Of a row of the page, on wide screens.
        permission: Needed besides the page's own.
        own: Whether it holds something of the person who looks, and is never shared by a cache.
        slow: Whether it is fetched after the page stands, unless the cache holds it.
        needs: Tables that must hold rows; else the section says what to load.
        lasts: Seconds for which it may be shared, where it tells of more than the snapshot and
            the site's own data, such as the disk; 0: as long as these stand.
    """

    page: str
    build: Callable[[PageContext], Block | tuple[Block, ...] | None]
    title: str | Callable[[PageContext], str] = ""
    lead: str | Callable[[PageContext], str] = ""
    order: int = 50
    width: Width = "full"
    permission: str | None = None
    own: bool = False
    slow: bool = False
    needs: tuple[str, ...] = ()
    lasts: int = 0


PAGES: Catalog[Page] = Catalog("northing.web.site.pages", "page", Page)
SECTIONS: Catalog[Section] = Catalog("northing.web.site.sections", "section", Section)


def sections_of(page: str) -> Mapping[str, Section]:
    """The sections of a page, in their order."""
    mine = [(key, section) for key, section in SECTIONS.items() if section.page == page]
    return dict(sorted(mine, key=lambda pair: (pair[1].order, pair[0])))
