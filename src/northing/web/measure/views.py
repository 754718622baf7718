"""What is done to definitions in the browser; each answers with the page it came from."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from northing.errors import BadInput, Conflict
from northing.web.measure import services
from northing.web.measure.models import DefinitionProposal
from northing.web.site.views import person_of, scope_for


@require_POST
@login_required
def propose(request: HttpRequest, name: str) -> HttpResponse:
    """Propose a way of measuring."""
    _seen(request)
    reference, reason = request.POST.get("reference", ""), request.POST.get("reason", "")
    if reference.partition("?")[0] != name:
        raise BadInput(f"{reference!r} is no way of measuring {name}.")
    try:
        services.propose(person_of(request), reference, reason)
    except (BadInput, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{reference} is proposed. It takes two signatures to lock it.")
    return redirect("definition", name=name)


@require_POST
@login_required
def sign(request: HttpRequest, proposal: int) -> HttpResponse:
    """Sign a proposal."""
    return _decide(request, proposal, "sign")


@require_POST
@login_required
def decline(request: HttpRequest, proposal: int) -> HttpResponse:
    """Decline a proposal."""
    return _decide(request, proposal, "decline")


def _decide(request: HttpRequest, proposal: int, how: str) -> HttpResponse:
    _seen(request)
    found = DefinitionProposal.objects.filter(pk=proposal).first()
    if found is None:
        raise Http404
    try:
        if how == "sign":
            decided = services.sign(person_of(request), proposal)
        else:
            decided = services.decline(person_of(request), proposal, request.POST.get("why", ""))
    except (BadInput, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _SAID[decided.state].format(decided.reference))
    return redirect("definition", name=found.metric)


_SAID = {
    "open": "You have signed {}. A second person must sign as well.",
    "locked": "{} is locked: it is the company's definition once the refresh asked for is done.",
    "declined": "{} is declined.",
}


def _seen(request: HttpRequest) -> None:
    """Tell those who may not see definitions that there is nothing here."""
    if not scope_for(request).may("see_definitions"):
        raise Http404
