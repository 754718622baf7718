"""Ask for long work, and see how far it is."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from northing.errors import BadInput
from northing.web.accounts.models import User
from northing.web.erasing import ask_for_erasure
from northing.web.jobs.progress import TEMPLATE, run_values
from northing.web.jobs.selectors import run_of
from northing.web.jobs.services import start
from northing.web.site.views import scope_for


@require_POST
@login_required
def start_refresh(request: HttpRequest) -> HttpResponse:
    """Queue a refresh and go back to where it was asked for."""
    start("refresh", user=person_of(request))
    messages.info(request, "The refresh is queued; the pages change when it is published.")
    return redirect(back(request))


@require_POST
@login_required
def start_erasure(request: HttpRequest) -> HttpResponse:
    """Queue the erasure of a person and go back to where it was asked for."""
    person = person_of(request)
    if request.POST.get("sure") != "yes":
        raise BadInput("Say that you know that an erasure cannot be undone; nothing was erased.")
    ask_for_erasure(request.POST.get("identifier", ""), request.POST.get("reason", ""), person)
    messages.info(request, "The erasure is queued; it is complete when its run is done.")
    return redirect(back(request))


@require_GET
@login_required
def run_progress(request: HttpRequest, run: int) -> HttpResponse:
    """One run as a fragment that asks for itself until the run is over."""
    found = run_of(run, scope_for(request), person_of(request))
    values = run_values(found, watched=True)
    return render(request, TEMPLATE, {"values": values})


def person_of(request: HttpRequest) -> User:
    """Who asks; views behind `login_required` have somebody."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker
    return request.user


def back(request: HttpRequest) -> str:
    """The page that a form names as its own, if it is one of this site."""
    wanted = request.POST.get("back", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if is_ours else reverse("runs")
