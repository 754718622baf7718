"""Link a campaign to an initiative; tag a link so that the data will know its campaign."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from northing.align.matching import Match, Matcher
from northing.align.utm import NamePattern, TaggedLink, tag_link
from northing.errors import BadInput
from northing.plan import Plan, record_of
from northing.plan.kinds.initiative import Initiative, UtmRule
from northing.web.accounts.models import User
from northing.web.measure.workspace import site_workspace
from northing.web.plan.campaigns import campaign_named
from northing.web.plan.change import Change
from northing.web.plan.forms.tagged_link import TagLinkForm
from northing.web.plan.selectors import plan_for, version_of
from northing.web.plan.services import lock_plan, plan_after, save
from northing.web.plan.views.answering import done, found, seen
from northing.web.site.views import context_for


@require_POST
@login_required
def link(request: HttpRequest) -> HttpResponse:
    """Let a campaign of the data belong to an initiative from now on and before."""
    user, scope = seen(request)
    if not (scope.may("edit_plan") or scope.may("edit_own_plan")):
        raise PermissionDenied("Your role may not link campaigns.")
    name, channel = request.POST.get("campaign", ""), request.POST.get("channel", "")
    one = found(plan_for(user).initiatives, request.POST.get("initiative", ""))
    context = context_for(request, "campaign", {"name": name})
    ways = {match.campaign.channel: match for match in campaign_named(context, name)}
    way = found(ways, channel)

    def write() -> None:
        link_campaign(user, one.key, way)

    return done(request, write, f"{name} belongs to {one.title} now.", "initiative", key=one.key)


@transaction.atomic
def link_campaign(user: User, initiative: str, way: Match) -> Initiative:
    """Add the rule that makes a campaign an initiative's.

    Raises:
        PermissionDenied: If the initiative is somebody else's.
        BadInput: If the campaign belongs to an initiative already, or no rule could tell it.
    """
    plan, campaign, name = lock_plan().plan, way.campaign, way.campaign.name
    if way.how != "none" or Matcher(plan).match(campaign).how != "none":
        raise BadInput(
            f"{name} belongs to an initiative already; change the rule there, or the table "
            "campaigns where that states it."
        )
    whole = plan.get(Initiative, initiative)
    changed = replace(whole, campaigns=(*whole.campaigns, UtmRule(name, campaign.channel)))
    after = plan_after(plan, [Change("initiative", whole, changed, plan)])
    if Matcher(after).match(campaign).initiative != initiative:
        raise BadInput(f"No rule can tell {name}; rename the campaign.")
    version = version_of("initiative", initiative)
    kept: Initiative = save(
        user, "initiative", record_of(changed), version, f"Campaign {name} belongs to it."
    )
    return kept


@require_http_methods(["GET", "POST"])
@login_required
def tag(request: HttpRequest) -> HttpResponse:
    """Build a link whose campaign is named as the company names campaigns."""
    user, _ = seen(request)
    plan = plan_for(user)
    pattern = NamePattern(site_workspace().settings.campaign_pattern)
    asked = request.GET.get("initiative", "")
    initial = {"initiative": asked} if asked in plan.initiatives else {}
    form = TagLinkForm(
        plan, pattern, request.POST if request.method == "POST" else None, initial=initial
    )
    made: TaggedLink | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _tagged(plan, form.cleaned_data, form.campaign())
        except BadInput as error:
            form.add_error(None, str(error))
    values = {
        "form": form,
        "made": made,
        "title": "Tag a link",
        "back": reverse("plan"),
        "pattern": pattern.text,
    }
    return render(request, "plan/tag_link.html", values, status=422 if form.errors else 200)


def _tagged(plan: Plan, given: dict[str, Any], campaign: str) -> TaggedLink:
    return tag_link(
        plan,
        given["initiative"],
        given["url"],
        campaign,
        source=given["source"],
        medium=given["medium"],
        content=given["content"],
        channel=given["channel"],
    )
