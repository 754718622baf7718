"""Mistakes as pages: a sentence, what to do, and never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from northing.errors import BadInput, Conflict, Missing, NorthingError, StorageFailed, Unknown

_LOG = logging.getLogger("northing.web")
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
        if isinstance(error, OperationalError):
            _LOG.warning("the database does not answer: %s", error)
            response = explain(
                request, 503, "The database does not answer. Nothing was lost; try again shortly."
            )
            response["Retry-After"] = "10"
            return response
        return None


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


def broken(request: HttpRequest) -> HttpResponse:
    """A bug; the log has it."""
    return explain(request, 500, "The fault is ours and has been written to the log.")
