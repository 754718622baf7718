"""A campaign of the data belongs to an initiative once somebody says so, and money follows it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from small_plan import PLAN

from northing.plan import read_plan
from northing.web.accounts.models import User
from northing.web.accounts.scope import scope_of
from northing.web.measure.workspace import site_workspace
from northing.web.place import SitePlace
from northing.web.plan.campaigns import unmatched
from northing.web.plan.importing import import_plan
from northing.web.plan.money import matches_of, money_of
from northing.web.plan.selectors import live_plan
from northing.web.site.page_context import PageContext


@pytest.fixture
def planned_company(company: SitePlace, db: None) -> SitePlace:
    """The company with the small plan, which knows none of its campaigns."""
    import_plan(None, read_plan(PLAN), "The plan of the year.")
    return company


def look(user: User, page: str = "plan") -> PageContext:
    workspace = site_workspace()
    scope = scope_of(user.membership)
    return PageContext(page, workspace, workspace.snapshots.latest(), scope)


def test_a_link_makes_the_campaign_s_money_the_initiative_s(
    planned_company: SitePlace, cast: Callable[[str], User], signed_in: Callable[[str], Client]
) -> None:
    before = look(cast("owner"))
    lost = next(one for one, _ in unmatched(before) if one.campaign.ends == before.as_of)
    money = money_of(before)
    had = money.by_initiative["spring"].actual

    signed_in("planner").post(
        "/plan/campaigns/link",
        {
            "campaign": lost.campaign.name,
            "channel": lost.campaign.channel,
            "initiative": "spring",
        },
    )

    after = look(cast("owner"))
    assert live_plan().initiatives["spring"].campaigns[-1].pattern == lost.campaign.name
    match = matches_of(after)[lost.campaign.name, lost.campaign.channel]
    assert (match.initiative, match.how) == ("spring", "rule")
    assert money_of(after).by_initiative["spring"].actual > had
    assert money_of(after).totals["actual"] == money.totals["actual"]


def test_an_agency_sees_its_own_campaigns_alone(
    planned_company: SitePlace, cast: Callable[[str], User], signed_in: Callable[[str], Client]
) -> None:
    every, own = matches_of(look(cast("owner"))), matches_of(look(cast("agency")))

    assert own
    assert {one.campaign.partner for one in own.values()} == {"agency_north"}
    foreign = next(name for name, _ in every if name not in {mine for mine, _ in own})
    agency = signed_in("agency")
    assert agency.get(f"/campaigns/{foreign}/").status_code == 404
    assert agency.get(f"/campaigns/{next(iter(own))[0]}/").status_code == 200


def test_a_campaign_that_belongs_to_somebody_s_initiative_is_not_taken_from_it(
    planned_company: SitePlace, cast: Callable[[str], User], signed_in: Callable[[str], Client]
) -> None:
    owner = look(cast("owner"))
    lost = next(one.campaign for one, _ in unmatched(owner) if one.campaign.ends == owner.as_of)
    form = {"campaign": lost.name, "channel": lost.channel}
    signed_in("owner").post("/plan/campaigns/link", {**form, "initiative": "tour"})

    answer = signed_in("planner").post(
        "/plan/campaigns/link", {**form, "initiative": "spring"}, follow=True
    )

    assert "belongs to an initiative already" in answer.content.decode()
    assert matches_of(look(cast("owner")))[lost.name, lost.channel].initiative == "tour"


def test_a_campaign_of_an_initiative_out_of_sight_is_not_called_lost(
    planned_company: SitePlace, cast: Callable[[str], User], signed_in: Callable[[str], Client]
) -> None:
    agency = cast("agency")
    lost = next(one for one in matches_of(look(agency)).values() if one.how == "none").campaign
    form = {"campaign": lost.name, "channel": lost.channel, "initiative": "tour"}
    signed_in("owner").post("/plan/campaigns/link", form)

    seen = look(agency)
    match = matches_of(seen)[lost.name, lost.channel]
    assert (match.initiative, match.how, match.pattern) == (None, "rule", "")
    assert lost.name not in {one.campaign.name for one, _ in unmatched(seen)}
    shown = signed_in("agency").get(f"/campaigns/{lost.name}/").content.decode()
    assert "one that you do not see" in shown
    assert "its money serves no objective" not in shown
    assert "tour" not in shown.lower()


def test_forms_that_many_share_hold_each_reader_s_own_token(
    planned_company: SitePlace, cast: Callable[[str], User]
) -> None:
    tokens, statuses = [], []
    for _ in range(2):
        reader = Client(enforce_csrf_checks=True)
        reader.force_login(cast("owner"), "django.contrib.auth.backends.ModelBackend")
        page = reader.get("/plan/").content.decode()
        form = page[page.index('action="/plan/campaigns/link"') :]
        names = ("csrfmiddlewaretoken", "campaign", "channel")
        typed = {
            name: re.search(rf'name="{name}" value="([^"]*)"', form)[1]  # type: ignore[index]
            for name in names
        }
        tokens.append(typed["csrfmiddlewaretoken"])
        answer = reader.post("/plan/campaigns/link", {**typed, "initiative": "tour"})
        statuses.append(answer.status_code)
    assert statuses == [302, 302]
    assert tokens[0] != tokens[1]
