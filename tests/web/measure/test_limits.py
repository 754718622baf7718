"""What a limited role reads: its own part, or nothing; never the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory

from northing.errors import NorthingError, NotDivisible
from northing.metrics import METRICS
from northing.web.accounts.models import Membership, User
from northing.web.measure.selectors import measure, partner_campaigns
from northing.web.site.page_context import PageContext
from northing.web.site.views import context_for

pytestmark = pytest.mark.usefixtures("company")
PERIOD = "2026-Q2"
Look = Callable[..., PageContext]


@pytest.fixture
def look(cast: Callable[[str], User]) -> Look:
    """How the company looks to somebody of a role with limits."""

    def context(role: str, **limits: Any) -> PageContext:
        Membership.objects.filter(user=cast(role)).update(**limits)
        request = RequestFactory().get("/metrics/")
        request.user = User.objects.get(pk=cast(role).pk)
        return context_for(request, "metrics")

    return context


def spend_of(context: PageContext, condition: str) -> float:
    """Spend by SQL on what was converted, day by day."""
    assert context.snapshot is not None
    rows = context.workspace.engine.query(
        f"SELECT CAST(sum(amount) AS DOUBLE) AS n FROM s WHERE date >= DATE '2026-04-01' "
        f"AND date < DATE '2026-07-01' AND {condition}",
        s=context.workspace.dataset("spend_daily", context.snapshot),
    )
    return float(rows["n"][0].as_py() or 0.0)


def test_an_agency_reads_the_spend_of_its_own_campaigns(look: Look) -> None:
    context = look("agency")
    mine = partner_campaigns(context)
    named = ", ".join(f"'{one}'" for one in mine)
    table = measure(context, "spend", period=PERIOD, by="campaign")

    assert {row.keys["campaign"] for row in table.rows} <= set(mine)
    assert float(table.total.value or 0) == pytest.approx(
        spend_of(context, f"campaign IN ({named})")
    )
    assert 0 < float(table.total.value or 0) < spend_of(context, "true")


def test_a_filter_does_not_reach_beyond_the_limits(look: Look) -> None:
    context = look("agency")
    theirs = next(
        row.keys["campaign"]
        for row in measure(look("owner"), "spend", period=PERIOD, by="campaign").rows
        if row.keys["campaign"] not in partner_campaigns(context)
    )

    table = measure(context, "spend", period=PERIOD, where={"campaign": (str(theirs),)})
    assert not table.total.value


def test_a_filter_within_the_limits_narrows_them(look: Look) -> None:
    context = look("agency")
    one = partner_campaigns(context)[0]
    table = measure(context, "spend", period=PERIOD, where={"campaign": (one,)})

    assert float(table.total.value or 0) == pytest.approx(spend_of(context, f"campaign = '{one}'"))


@pytest.mark.parametrize("partner", ["", "nobody", "agency"])
def test_an_agency_whose_partner_has_no_campaign_reads_nothing(partner: str, look: Look) -> None:
    context = look("agency", partner=partner)

    assert not measure(context, "spend", period=PERIOD).total.value


@pytest.mark.parametrize(
    ("role", "limits", "dimension"),
    [("agency", {}, "campaign"), ("lead", {"countries": ["DE"]}, "country")],
)
def test_a_metric_that_cannot_be_limited_is_refused(
    role: str, limits: dict[str, Any], dimension: str, look: Look
) -> None:
    whole, limited = look("owner"), look(role, **limits)
    shown = []
    for name in METRICS:
        try:
            measure(whole, name, period=PERIOD, by=dimension)
        except NotDivisible:
            with pytest.raises(NorthingError):
                measure(limited, name, period=PERIOD)
        except NorthingError:
            continue
        else:
            shown.append(name)
    assert len(shown) > 10
    assert len(shown) < len(METRICS)


def test_countries_limit_what_a_role_reads(look: Look) -> None:
    context = look("lead", countries=["DE"])
    table = measure(context, "spend", period=PERIOD, by="country")

    assert {row.keys["country"] for row in table.rows} <= {"DE"}
    assert float(table.total.value or 0) == pytest.approx(spend_of(context, "country = 'DE'"))
