"""Add an initiative, change it, remove it; hand something over."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from northing.errors import BadInput
from northing.plan.keys import key_of
from northing.web.plan import hand_offs
from northing.web.plan.forms.hand_off import HandOffForm
from northing.web.plan.forms.initiative import InitiativeForm, initial_of, with_rest
from northing.web.plan.people import called, names_of
from northing.web.plan.rights import may_change
from northing.web.plan.selectors import live_plan, plan_for, version_of
from northing.web.plan.services import remove, save
from northing.web.plan.views.answering import done, found, needed, seen, version_in
from northing.web.plan.views.entry_form import entry_form


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Add an initiative."""
    user, scope = seen(request)
    if not (scope.may("edit_plan") or scope.may("edit_own_plan")):
        raise PermissionDenied("Your role may not plan initiatives.")
    plan = plan_for(user)
    initial = {"owner": user.email, "countries": ", ".join(scope.countries)}
    form = InitiativeForm(plan, request.POST if request.method == "POST" else None, initial=initial)

    def write(given: dict[str, Any]) -> str:
        key = key_of(given["title"], live_plan().initiatives)
        save(user, "initiative", form.record(key), None, given["reason"])
        return reverse("initiative", args=[key])

    return entry_form(
        request,
        form,
        title="A new initiative",
        write=write,
        said="It stands in the plan.",
        back=reverse("plan"),
        action=reverse("new-initiative"),
    )


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change an initiative."""
    user, _ = seen(request)
    plan = plan_for(user)
    one = found(plan.initiatives, key)
    if not may_change(user, "initiative", one, live_plan()):
        owner = called(one.owner, names_of())
        raise PermissionDenied(f"{one.title} is planned by {owner}; your role may not change it.")
    initial = {**initial_of(one), "version": version_of("initiative", key)}
    form = InitiativeForm(plan, request.POST if request.method == "POST" else None, initial=initial)

    def write(given: dict[str, Any]) -> str:
        whole = live_plan().initiatives[key]
        record = with_rest(form.record(key), whole, plan.key_results)
        save(user, "initiative", record, given["version"] or 0, given["reason"])
        return reverse("initiative", args=[key])

    back = reverse("initiative", args=[key])
    return entry_form(
        request,
        form,
        title=f"Edit {one.title}",
        write=write,
        said="Changed.",
        back=back,
        action=reverse("edit-initiative", args=[key]),
    )


@require_POST
@login_required
def take_out(request: HttpRequest, key: str) -> HttpResponse:
    """Remove an initiative from the plan."""
    user, _ = seen(request)
    one = found(plan_for(user).initiatives, key)
    version, reason = version_in(request), request.POST.get("reason", "")

    def write() -> None:
        remove(user, "initiative", key, version, needed(reason))

    return done(request, write, f"{one.title} is out of the plan.", "plan")


@require_http_methods(["GET", "POST"])
@login_required
def promise(request: HttpRequest, key: str) -> HttpResponse:
    """Promise another team something."""
    user, _ = seen(request)
    one = found(plan_for(user).initiatives, key)
    if not may_change(user, "initiative", one, live_plan()):
        raise PermissionDenied(f"Your role may not promise anything for {one.title}.")
    form = HandOffForm(request.POST if request.method == "POST" else None)

    def write(given: dict[str, Any]) -> str:
        name = key_of(f"{key[:30]} {given['deliverable']}", live_plan().entries.get("hand_off", {}))
        save(user, "hand_off", form.record(name, key))
        return reverse("initiative", args=[key])

    return entry_form(
        request,
        form,
        title=f"A hand-off of {one.title}",
        write=write,
        said="The receiver sees it now.",
        back=reverse("initiative", args=[key]),
        action=reverse("new-hand-off", args=[key]),
    )


@require_POST
@login_required
def deliver(request: HttpRequest, key: str) -> HttpResponse:
    """Deliver what was promised."""
    user, _ = seen(request)
    one, version = hand_offs.visible(user, key), version_in(request)
    text = request.POST.get("delivered", "").strip()

    def write() -> None:
        if text and not text.isdecimal():
            raise BadInput(f"{text!r} came; expected a whole number, 0 or more.")
        hand_offs.deliver(user, key, version, int(text) if text else None)

    said = f"{one.deliverable} is delivered; the receiver decides."
    return done(request, write, said, "initiative", key=one.initiative)


@require_POST
@login_required
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Accept or reject what was delivered."""
    user, _ = seen(request)
    one = hand_offs.visible(user, key)
    how, reason = request.POST.get("how", ""), request.POST.get("reason", "")

    def write() -> None:
        if how == "accepted":
            hand_offs.decide(user, key, "accepted", reason)
        elif how == "rejected":
            hand_offs.decide(user, key, "rejected", reason)
        else:
            raise BadInput(f"A hand-off is accepted or rejected, not {how!r}.")

    return done(request, write, f"{one.deliverable} is {how}.", "initiative", key=one.initiative)
