"""Mistakes as pages: a sentence, what to do, and never a traceback."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from northing.errors import BadInput, Conflict, Missing, NorthingError, StorageFailed, Unknown

_LOG = logging.getLogger("northing.web")
_AWAY = (OperationalError, InterfaceError)
_STATUS: tuple[tuple[type[NorthingError], int], ...] = (
    (Conflict, 409),
    (StorageFailed, 503),
    (Missing, 404),
    (Unknown, 422),
    (BadInput, 422),
)


class ErrorMiddleware:
    """Answer what Northing raises on purpose with a sentence and its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error, or None for what is a bug."""
        if isinstance(error, NorthingError):
            status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
            return explain(request, status, str(error))
        return away(request, error) if isinstance(error, _AWAY) else None


_TITLES = {
    400: "That cannot be done",
    403: "Not for your role",
    404: "There is no such page",
    409: "Somebody else was first",
    422: "That address cannot be read",
    429: "Too many attempts",
    500: "Something broke",
    503: "Not available just now",
}


def explain(request: HttpRequest, status: int, text: str) -> HttpResponse:
    """A page that says what is wrong; only the sentence where HTMX asks."""
    template = (
        "site/error_fragment.html" if request.headers.get("HX-Request") else "site/error.html"
    )
    values = {"status": status, "title": _TITLES.get(status, "That did not work"), "text": text}
    return render(request, template, values, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An action that the role may not take."""
    return explain(request, 403, str(exception or "") or "Your role may not do that.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or none that this person may see."""
    said = str(exception) if exception and "tried" not in str(exception) else ""
    return explain(request, 404, said or "It does not exist, or it is not for your role.")


def away(request: HttpRequest, error: BaseException) -> HttpResponse:
    """The database does not answer: a page that asks nothing of it, not even who looks."""
    _LOG.warning("the database does not answer: %s", error)
    values = {
        "request": request,  # as a plain value: nothing looks for its user
        "status": 503,
        "title": _TITLES[503],
        "text": "The database does not answer. Nothing was lost; try again shortly.",
        "theme": "auto",
    }
    answer = HttpResponse(render_to_string("site/error.html", values), status=503)
    answer["Retry-After"] = "10"
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """A bug; the log has it. What fails before a view, such as the session, comes here too."""
    error = sys.exc_info()[1]
    if isinstance(error, _AWAY):
        return away(request, error)
    return explain(request, 500, "The fault is ours and has been written to the log.")
