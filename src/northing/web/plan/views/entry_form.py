"""One form on a page of its own: shown, sent, shown again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from northing.errors import BadInput, Conflict


def entry_form(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    write: Callable[[dict[str, Any]], str],
    said: str,
    back: str,
    template: str = "plan/form.html",
    **values: Any,
) -> HttpResponse:
    """Answer with the form, or write what it holds and go where that leads.

    Args:
        request: GET shows the form, POST sends it.
        form: Bound where it was sent.
        title: Of the page.
        write: Writes what the form holds and returns the address to go to.
        said: What is said once it is written.
        back: The address of the link that leaves everything as it was.
        template: Of the page.
        values: More for the template.
    """
    if request.method == "POST" and form.is_valid():
        try:
            to = write(form.cleaned_data)
        except (BadInput, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(to)
    status = 422 if form.errors else 200
    return render(
        request, template, {"form": form, "title": title, "back": back, **values}, status=status
    )
