"""How views about objectives open, answer and say what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from northing.errors import BadInput, NorthingError
from northing.plan import Plan
from northing.web.accounts.models import User
from northing.web.plan.people import names_of
from northing.web.plan.selectors import version_of
from northing.web.site.page_context import PageContext
from northing.web.site.views import context_for, person_of

EDIT = "edit_goals"


class told:  # noqa: N801 - reads as a word where it stands
    """Say what Northing refuses as a message of the page that follows."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> bool:
        if isinstance(error, NorthingError):
            messages.error(self.request, str(error))
            return True
        return False


def opened(
    request: HttpRequest,
    permission: str | None,
    *,
    objective: str | None = None,
    key_result: str | None = None,
    initiative: str | None = None,
) -> tuple[User, PageContext]:
    """Who asks and what they see, where they see the object and may do this.

    Raises:
        Http404: If there is no such object for this person.
        PermissionDenied: If there is, and they may not.
    """
    context = context_for(request, "objectives")
    if not context.scope.may("see_goals"):
        raise Http404
    plan = context.plan
    if objective is not None and objective not in plan.objectives:
        raise Http404
    if key_result is not None and key_result not in plan.key_results:
        raise Http404
    if initiative is not None and initiative not in plan.initiatives:
        raise Http404
    if permission is not None and not context.scope.may(permission):
        raise PermissionDenied("Your role may not do that.")
    return person_of(request), context


def answer(
    request: HttpRequest,
    form: Any,
    title: str,
    action: str,
    write: Callable[[], str],
    *,
    lead: str = "",
    version: int | None = None,
    back: str = "",
    template: str = "goals/form.html",
    removable: Iterable[tuple[str, str, str]] = (),
) -> HttpResponse:
    """Write what is filled in and go on, or show the form with what was typed and what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(write())
        except NorthingError as error:
            form.add_error(None, str(error))
    values = {
        "form": form,
        "title": title,
        "action": action,
        "lead": lead,
        "version": request.POST.get("version", version),
        "back": back or reverse("objectives"),
        "people": names_of(),
        "removable": [(*one, version_of(one[0], one[1])) for one in removable],
    }
    return render(request, template, values, status=422 if form.errors else 200)


def posted(request: HttpRequest) -> Any:
    """What was filled in; None where the form is only asked for."""
    return request.POST if request.method == "POST" else None


def version_in(request: HttpRequest) -> int:
    """The version that the form was made of.

    Raises:
        BadInput: If the form names none.
    """
    stated = request.POST.get("version", "")
    if not stated.isdigit():
        raise BadInput("The form does not say which version it changes; open the page again.")
    return int(stated)


def found_in(plan: Plan, kind: type[Any], key: str) -> Any:
    found = {one.key: one for one in plan.all(kind)}
    if key not in found:
        raise Http404
    return found[key]


def page_of(page: str, key: str) -> str:
    return reverse(page, kwargs={"key": key})
