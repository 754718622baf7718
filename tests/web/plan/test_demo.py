"""A demo's site: its people, its plan and what waits, once."""

from __future__ import annotations

import pytest

from northing.simulate.strategy.cast import CAST
from northing.web.accounts.models import Membership, User
from northing.web.measure.models import DefinitionProposal
from northing.web.place import SitePlace
from northing.web.plan.demo import TO_LOCK, settle_demo
from northing.web.plan.selectors import live_plan
from northing.web.plan.services import remove
from northing.workspace.plan_file import read_plan_file

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_site_holds_the_plan_of_the_file_and_its_people(own_company: SitePlace) -> None:
    wanted = read_plan_file(own_company.workspace)
    owner = settle_demo()
    assert owner.membership.role == "owner"
    plan = live_plan()
    assert {kind: dict(one) for kind, one in plan.entries.items()} == {
        kind: dict(one) for kind, one in wanted.entries.items()
    }
    assert plan.run_share == wanted.run_share
    roles = {(one.user.email, one.role, one.team) for one in Membership.objects.all()}
    assert roles == {(one.email, one.role, one.team) for one in CAST}
    assert DefinitionProposal.objects.filter(state="open").count() == len(TO_LOCK)


def test_what_was_changed_by_hand_is_not_brought_back(own_company: SitePlace) -> None:
    settle_demo()
    remove(None, "issue", "north-stock", 1, "Hired somebody.")
    User.objects.filter(email="lars@example.com").update(name="Lars of sales")
    settle_demo()
    assert "north-stock" not in live_plan().entries["issue"]
    assert User.objects.get(email="lars@example.com").name == "Lars of sales"
    assert DefinitionProposal.objects.count() == len(TO_LOCK)
