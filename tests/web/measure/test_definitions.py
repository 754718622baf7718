"""A definition is proposed with a reason, locked by two people, and dropped when it changes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from northing.web.accounts.models import AuditEntry, User
from northing.web.measure.models import DefinitionProposal
from northing.web.place import SitePlace

Somebody = Callable[[str], User]
Browser = Callable[[str], Client]
WAY = "roas?rule=markov"


def propose(browser: Client, reason: str = "Paths matter to us.") -> None:
    browser.post("/definitions/roas/propose", {"reference": WAY, "reason": reason})


def test_two_people_lock_a_definition_and_the_next_snapshot_records_it(
    own_company: SitePlace, signed_in: Browser
) -> None:
    from northing.workspace.workspace import Workspace

    propose(signed_in("owner"))
    proposal = DefinitionProposal.objects.get()
    signed_in("finance").post(f"/definitions/proposals/{proposal.pk}/sign")

    proposal.refresh_from_db()
    assert proposal.state == "locked"
    assert [one.name for one in proposal.signatures.all()] == ["owner", "finance"]
    snapshot = Workspace(own_company.workspace).refresh()
    assert snapshot.locks["roas"].startswith(WAY)


def test_the_locked_definition_is_what_a_metric_means_from_then_on(
    own_company: SitePlace, signed_in: Browser
) -> None:
    from northing.workspace.workspace import Workspace

    before = Workspace(own_company.workspace).metric("roas", period="2026-Q2")
    propose(signed_in("owner"))
    signed_in("finance").post(f"/definitions/proposals/{DefinitionProposal.objects.get().pk}/sign")
    workspace = Workspace(own_company.workspace)
    workspace.refresh()

    after = workspace.metric("roas", period="2026-Q2")

    assert before.parameters["rule"] == "linear"
    assert after.parameters["rule"] == "markov"
    assert (
        after.total.value == workspace.metric("roas", period="2026-Q2", rule="markov").total.value
    )


def test_nobody_signs_twice(own_company: SitePlace, signed_in: Browser) -> None:
    browser = signed_in("owner")
    propose(browser)

    answer = browser.post(f"/definitions/proposals/{DefinitionProposal.objects.get().pk}/sign")

    assert answer.status_code == 403
    assert DefinitionProposal.objects.get().state == "open"


def test_an_analyst_proposes_but_does_not_sign(own_company: SitePlace, signed_in: Browser) -> None:
    browser = signed_in("analyst")
    propose(browser)
    proposal = DefinitionProposal.objects.get()

    assert proposal.signatures.count() == 0
    assert browser.post(f"/definitions/proposals/{proposal.pk}/sign").status_code == 403


def test_a_viewer_sees_definitions_but_proposes_none(
    own_company: SitePlace, signed_in: Browser
) -> None:
    browser = signed_in("viewer")

    assert browser.get("/definitions/roas/").status_code == 200
    answer = browser.post("/definitions/roas/propose", {"reference": WAY, "reason": "x"})
    assert answer.status_code == 403
    assert not DefinitionProposal.objects.exists()


def test_an_agency_is_told_that_there_are_no_definitions(
    own_company: SitePlace, signed_in: Browser
) -> None:
    browser = signed_in("agency")

    assert browser.get("/definitions/").status_code == 404
    answer = browser.post("/definitions/roas/propose", {"reference": WAY, "reason": "x"})
    assert answer.status_code == 404


def test_a_changed_definition_drops_its_certification(
    own_company: SitePlace, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from northing.workspace import locks

    propose(signed_in("owner"))
    signed_in("finance").post(f"/definitions/proposals/{DefinitionProposal.objects.get().pk}/sign")
    page = "/definitions/roas/"
    assert "Certified:" in signed_in("viewer").get(page).content.decode()

    monkeypatch.setattr(locks, "definition_digest", lambda _metric, _measures: "another")

    assert "Certification dropped:" in signed_in("viewer").get(page).content.decode()


def test_a_proposal_needs_a_reason_and_a_way_that_there_is(
    own_company: SitePlace, signed_in: Browser
) -> None:
    browser = signed_in("owner")
    propose(browser, reason=" ")
    answer = browser.post(
        "/definitions/roas/propose", {"reference": "roas?rule=none", "reason": "x"}
    )

    assert answer.status_code == 422
    assert not DefinitionProposal.objects.exists()


def test_every_step_of_a_lock_is_audited(own_company: SitePlace, signed_in: Browser) -> None:
    propose(signed_in("owner"))
    signed_in("finance").post(f"/definitions/proposals/{DefinitionProposal.objects.get().pk}/sign")

    done = AuditEntry.objects.exclude(action="sign in").order_by("id")
    actions = list(done.values_list("who", "action"))

    assert actions == [
        ("owner@example.com", "propose definition"),
        ("owner@example.com", "sign definition"),
        ("finance@example.com", "sign definition"),
        ("finance@example.com", "lock definition"),
    ]
    file = own_company.workspace / "locks.json"
    assert json.loads(file.read_text())[0]["by"] == ["owner", "finance"]
