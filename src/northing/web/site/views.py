"""The three ways a page is asked for: whole, one section of it, one section as a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from northing.errors import Missing, Unknown
from northing.web.accounts.audit import record
from northing.web.accounts.models import User
from northing.web.accounts.scope import Scope, scope_of
from northing.web.measure.workspace import site_workspace
from northing.web.site.export import FORMS, as_file
from northing.web.site.filters import read_filters
from northing.web.site.page import PAGES, SECTIONS, Page, sections_of
from northing.web.site.page_context import PageContext
from northing.web.site.render import may_see, show_filters, show_sections, tables_of
from northing.web.site.render import show_section as section_html


@require_safe
@login_required
def show_page(request: HttpRequest, page: str, **arguments: Any) -> HttpResponse:
    """A page of the catalogue."""
    entry, context = _opened(request, page, arguments)
    if entry.audit:
        record(context.user, entry.audit, " ".join(str(one) for one in arguments.values()))
    return render(
        request,
        "site/page.html",
        {
            "page": entry,
            "page_key": page,
            "title": entry.heading(context) if entry.heading else entry.title,
            "page_context": context,
            "sections": show_sections(sections_of(page), context, request),
            "filters": show_filters(entry, context),
            "has_snapshot": context.snapshot is not None,
        },
    )


@require_safe
@login_required
def show_section(request: HttpRequest, page: str, section: str, **arguments: Any) -> HttpResponse:
    """One section, for those that are fetched after the page stands."""
    _, context = _opened(request, page, arguments)
    entry = SECTIONS.get(section)
    if entry is None or entry.page != page or not may_see(entry, context):
        raise Http404
    return HttpResponse(section_html(section, entry, context, request))


@require_GET
@login_required
def export_section(
    request: HttpRequest, page: str, section: str, form: str, **arguments: Any
) -> HttpResponse:
    """The tables of a section as a file."""
    _, context = _opened(request, page, arguments)
    entry = SECTIONS.get(section)
    if entry is None or entry.page != page or not may_see(entry, context) or form not in FORMS:
        raise Http404
    what = f"{page}/{section}.{form}"
    if not context.scope.may("export"):
        record(context.user, "export", what, refused=True)
        raise PermissionDenied("Your role may see this table but not take it out.")
    tables = tables_of(entry, context)
    if not tables:
        raise Http404
    record(context.user, "export", what, rows=sum(len(table.rows) for table in tables))
    return as_file(tables, form, f"{page}-{section}", context)


@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """Say that the server answers; nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


def scope_for(request: HttpRequest) -> Scope:
    """What the person of a request may see and do."""
    return scope_of(getattr(request.user, "membership", None))


def person_of(request: HttpRequest) -> User:
    """Who asks, once they have signed in.

    Raises:
        PermissionDenied: If nobody has.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user


def context_for(
    request: HttpRequest, page: str, arguments: dict[str, Any] | None = None
) -> PageContext:
    """The context of a page without its filters.

    Raises:
        Missing: If the snapshot that the address asks for was never published.
    """
    workspace = site_workspace()
    query = {key: tuple(values) for key, values in request.GET.lists()}
    wanted = query.get("asof", ("",))[0]
    snapshot = workspace.snapshots.get(wanted) if wanted else workspace.snapshots.latest()
    return PageContext(
        page,
        workspace,
        snapshot,
        scope_for(request),
        arguments or {},
        query,
        {},
        request.user if request.user.is_authenticated else None,
    )


def _opened(request: HttpRequest, page: str, arguments: dict[str, Any]) -> tuple[Page, PageContext]:
    """The page and its context, if there is such a page for this person.

    Raises:
        Http404: If there is not, whatever the reason.
        BadInput: If the address holds a filter that cannot be.
    """
    from dataclasses import replace

    entry = PAGES[page]
    context = context_for(request, page, arguments)
    if not context.scope.may(entry.permission):
        raise Http404
    if entry.check is not None:  # before the filters, which may depend on what the path names
        try:
            entry.check(context)
        except (Missing, Unknown) as error:
            raise Http404(str(error)) from None
    return entry, replace(context, filters=read_filters(context, entry.filters))
