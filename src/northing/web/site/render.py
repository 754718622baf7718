"""Sections as HTML: built within a scope, kept by snapshot, with errors as sentences."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from northing.errors import NorthingError
from northing.web.site.blocks import Block, Notice, Table, table_of
from northing.web.site.cache import SECTION_HTML
from northing.web.site.filter_html import filters_html
from northing.web.site.filters import fields_of
from northing.web.site.page_context import address_of, with_query

if TYPE_CHECKING:
    from django.http import HttpRequest

    from northing.web.site.page import Page, Section
    from northing.web.site.page_context import PageContext

_LOG = logging.getLogger(__name__)
_TOKEN = secrets.token_hex(32)
"""Stands in the forms of what many share, in the place of each reader's own token against forgery.

Drawn anew by each process, so that no text of the data can be taken for it.
"""


@dataclass(frozen=True)
class Shown:
    """A section as it stands on the page; without HTML it is fetched after the page."""

    key: str
    section: Section
    html: str | None

    @property
    def width(self) -> str:
        return self.section.width


def may_see(section: Section, context: PageContext) -> bool:
    """Whether the section is for this role at all."""
    return section.permission is None or context.scope.may(section.permission)


def show_sections(
    sections: Mapping[str, Section], context: PageContext, request: HttpRequest
) -> list[Shown]:
    """The sections of a page that the role may see, slow ones only as far as they are kept."""
    shown = []
    for key, section in sections.items():
        if not may_see(section, context):
            continue
        kept = (
            not section.slow
            or SECTION_HTML.peek(cache_key(key, context, section.lasts)) is not None
        )
        html = show_section(key, section, context, request) if kept else None
        if html != "":
            shown.append(Shown(key, section, html))
    return shown


def show_section(
    key: str, section: Section, context: PageContext, request: HttpRequest | None = None
) -> str:
    """One section as HTML, from the cache where it may be shared; empty where it has nothing."""
    if section.own:
        return _html(key, section, context, request)
    html = SECTION_HTML.get(
        cache_key(key, context, section.lasts),
        lambda: _html(key, section, context.shared, None) or " ",
    ).strip()
    if request is not None and _TOKEN in html:
        return html.replace(_TOKEN, get_token(request))
    return html


def cache_key(key: str, context: PageContext, lasts: int = 0) -> tuple[Any, ...]:
    """What a shared part of a page depends on."""
    return (
        str(context.workspace.folder),
        context.page,
        key,
        context.snapshot.id if context.snapshot else None,
        context.scope.key,
        tuple(sorted((name, str(value)) for name, value in context.arguments.items())),
        tuple(sorted(context.filters.items())),
        tuple(sorted(context.stated.items())),
        context.workspace_version,
        int(time.time() // lasts) if lasts else None,
    )


def show_filters(page: Page, context: PageContext) -> str:
    """The form of a page's filters as HTML, shared by all who see the same in them."""
    return SECTION_HTML.get(
        cache_key("\0filters", context),
        lambda: filters_html(fields_of(page, context.shared), context.stated.get("asof")),
    )


def blocks_of(section: Section, context: PageContext) -> tuple[Block, ...]:
    """The blocks of a section; an error becomes a sentence in its place."""
    lacking = _lacking(section, context)
    if lacking:
        return (lacking,)
    try:
        built = section.build(context)
    except NorthingError as error:
        return (Notice(str(error)),)
    if built is None:
        return ()
    return built if isinstance(built, tuple) else (built,)


def tables_of(section: Section, context: PageContext) -> list[Table]:
    """The tables that an export of the section holds."""
    return [table for block in blocks_of(section, context) if (table := table_of(block))]


def _lacking(section: Section, context: PageContext) -> Notice | None:
    """Say what to load where the section's tables are empty."""
    if not section.needs:
        return None
    rows = context.snapshot.rows if context.snapshot is not None else {}
    absent = [name for name in section.needs if not rows.get(name)]
    if not absent:
        return None
    from northing.tables import DERIVED

    sources: list[str] = []
    for name in absent:
        sources += DERIVED[name].made_from if name in DERIVED else (name,)
    wanted = " and ".join(dict.fromkeys(sources))
    return Notice(
        f"There is nothing to show yet: load {wanted}, then refresh.",
        "muted",
        context.link("data", keep=False) if context.scope.may("load") else None,
        "Load files",
    )


def _html(key: str, section: Section, context: PageContext, request: HttpRequest | None) -> str:
    blocks = blocks_of(section, context)
    if not blocks:
        return ""
    return render_to_string(
        "site/section.html",
        {
            "key": key,
            "section": section,
            "title": _text(section.title, context),
            "lead": _text(section.lead, context),
            "blocks": [(_template(block), block) for block in blocks],
            "page_context": context,
            "currency": context.currency,
            "exports": _exports(key, blocks, context),
            "user": context.user,
            **({} if request is not None else {"csrf_token": _TOKEN}),
        },
        request,
    )


def _text(text: Any, context: PageContext) -> str:
    if not callable(text):
        return str(text)
    try:
        return str(text(context))
    except NorthingError:
        return ""


def _template(block: Block) -> str:
    return f"site/blocks/{type(block).__name__.lower()}.html"


def _exports(key: str, blocks: tuple[Block, ...], context: PageContext) -> list[tuple[str, str]]:
    """Where the section's tables can be taken out, as (form, address)."""
    if not context.scope.may("export") or not any(table_of(block) for block in blocks):
        return []
    name, query = f"{context.page}-export", context.encoded(context.stated)
    arguments = (*context.arguments.items(), ("section", key))
    return [
        (form, with_query(address_of(name, (*arguments, ("form", form))), query))
        for form in ("csv", "xlsx")
    ]
