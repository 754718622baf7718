"""The plan's money on a page is that of the snapshot which the page shows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from small_plan import PLAN

from northing.lake import Snapshot
from northing.plan import read_plan
from northing.web.accounts.models import User
from northing.web.accounts.scope import scope_of
from northing.web.erasing import forget_what_is_kept
from northing.web.measure.workspace import site_workspace
from northing.web.place import SitePlace
from northing.web.plan.importing import import_plan
from northing.web.plan.money import PlannedMoney, money_of
from northing.web.site.page_context import PageContext


def load(folder: Path, table: str, text: str) -> Snapshot:
    path = folder / f"{table}.csv"
    path.write_text(text, encoding="utf-8")
    site_workspace().load(table, path)
    return site_workspace().refresh()


def test_planned_money_is_converted_at_the_rates_of_the_snapshot_that_is_shown(
    site: SitePlace, cast: Callable[[str], User], tmp_path: Path
) -> None:
    foreign = PLAN.replace("amount: 5000, currency: EUR", "amount: 5000, currency: GBP")
    import_plan(None, read_plan(foreign), "A stand in London.")
    scope = scope_of(cast("owner").membership)

    def shown(snapshot: Snapshot) -> PlannedMoney:
        asked = {"period": "2026-06"}
        return money_of(PageContext("budget", site_workspace(), snapshot, scope, filters=asked))

    spend = "date,channel,campaign,amount,currency\n2026-06-10,search,Brand,60,EUR\n"
    without = load(tmp_path, "spend", spend)
    with_rates = load(tmp_path, "fx", "date,currency,rate\n2026-06-01,GBP,1.20\n")
    for _ in range(2):
        assert shown(with_rates).totals["planned"] == Decimal(6000)
        assert shown(with_rates).problems == ()
        assert shown(without).totals["planned"] == 0
        assert "no rate is known for the planned GBP of 2026-06" in shown(without).problems[0]


def test_no_snapshot_is_no_reason_to_hide_what_is_planned(
    planned: object, cast: Callable[[str], User]
) -> None:
    scope = scope_of(cast("owner").membership)
    asked = {"period": "2026"}
    money = money_of(PageContext("budget", site_workspace(), None, scope, filters=asked))
    assert (money.totals["planned"], money.totals["actual"]) == (6900, 0)


def test_addresses_are_forgotten_with_a_person(
    planned: object, cast: Callable[[str], User]
) -> None:
    from northing.web.site import page_context

    scope = scope_of(cast("owner").membership)
    context = PageContext("plan", site_workspace(), None, scope, query={"q": ("jane@x.org",)})
    assert context.link("initiative", key="spring") == "/plan/initiatives/spring/"
    assert len(page_context._ADDRESSES) > 0
    forget_what_is_kept()
    assert len(page_context._ADDRESSES) == 0
