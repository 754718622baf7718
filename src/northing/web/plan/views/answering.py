"""How views of the plan answer: for whom there is nothing, what a mistake looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from northing.errors import BadInput, Conflict
from northing.web.accounts.models import User
from northing.web.accounts.scope import Scope
from northing.web.site.views import person_of, scope_for

Entry = TypeVar("Entry")


def seen(request: HttpRequest, permission: str = "see_plan") -> tuple[User, Scope]:
    """Who asks, if they may see what this is about; for others there is nothing here.

    Raises:
        Http404: If they may not.
    """
    scope = scope_for(request)
    if not scope.may(permission):
        raise Http404
    return person_of(request), scope


def done(
    request: HttpRequest, do: Callable[[], object], said: str, to: str, **arguments: Any
) -> HttpResponse:
    """Do something, say what came of it, and go back to a page.

    What cannot be used and what somebody else was first with are said on that page; what the role
    may not do, or is not there, is answered as such.
    """
    try:
        do()
    except (BadInput, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    answer: HttpResponse = redirect(to, **arguments)
    return answer


def found(entries: Mapping[str, Entry], key: str) -> Entry:
    """An entry that may be seen.

    Raises:
        Http404: If there is none.
    """
    if key not in entries:
        raise Http404
    return entries[key]


def needed(reason: str) -> str:
    """A reason that says something.

    Raises:
        BadInput: If it does not.
    """
    if not reason.strip():
        raise BadInput("There is no reason; expected a sentence, which is kept in the history.")
    return reason


def number(request: HttpRequest, name: str) -> Decimal:
    """A number of the form, with a point or a comma before the decimals.

    Raises:
        BadInput: If it is none.
    """
    text = request.POST.get(name, "").strip()
    return decimal_of(text, name)


def decimal_of(text: str, name: str) -> Decimal:
    """A number as people type it.

    Raises:
        BadInput: If it is none, or could be two.

    Examples:
        >>> decimal_of("1,200.50", "amount"), decimal_of("1200,5", "amount")
        (Decimal('1200.50'), Decimal('1200.5'))
    """
    from northing.plan.sheets.amounts import read_amount

    try:
        found = read_amount(text)
    except BadInput as error:
        raise BadInput(f"The {name.replace('_', ' ')}: {error}") from None
    if found is None:
        raise BadInput(f"There is no {name.replace('_', ' ')}; expected a number such as 1200.50.")
    return found.value


def version_in(request: HttpRequest) -> int:
    """The version that the form was made from.

    Raises:
        BadInput: If it is no version.
    """
    text = request.POST.get("version", "")
    if not text.isdecimal():
        raise BadInput("The form does not say which version it was made from; open it again.")
    return int(text)


def day(request: HttpRequest, name: str) -> date:
    """A day of the form; a month is its first day.

    Raises:
        BadInput: If it is none.
    """
    text = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        raise BadInput(
            f"The {name.replace('_', ' ')} is {text!r}; expected one such as 2026-03-31."
        ) from None
