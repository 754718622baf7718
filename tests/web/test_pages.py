"""Every page answers those whom its role lets in, and tells others that there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from northing.web.place import SitePlace
from northing.web.site.page import GROUPS, PAGES, SECTIONS, sections_of

OPEN = [key for key, page in PAGES.items() if page.in_navigation]


@pytest.mark.parametrize("key", PAGES)
def test_a_page_has_a_question_a_group_and_sections(key: str) -> None:
    page = PAGES[key]

    assert page.question.endswith(("?", "."))
    assert page.group in GROUPS
    assert sections_of(key)


@pytest.mark.parametrize("key", SECTIONS)
def test_a_section_stands_on_a_page_that_there_is(key: str) -> None:
    assert SECTIONS[key].page in PAGES


@pytest.mark.parametrize("key", OPEN)
def test_the_owner_opens_every_page(
    key: str, company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    answer = signed_in("owner").get(f"/{PAGES[key].path}")

    assert answer.status_code == 200
    assert f"<h1>{PAGES[key].title}</h1>" in answer.content.decode()


@pytest.mark.parametrize("key", OPEN)
def test_an_outsider_is_told_that_there_is_no_page(
    key: str, company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    assert signed_in("outsider").get(f"/{PAGES[key].path}").status_code == 404


@pytest.mark.parametrize("key", OPEN)
def test_a_stranger_is_sent_to_sign_in(key: str, company: SitePlace, db: None) -> None:
    answer = Client().get(f"/{PAGES[key].path}")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_an_unknown_filter_is_refused_with_those_there_are(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    answer = signed_in("owner").get("/attribution/?channel__contains=x")

    assert answer.status_code == 422
    assert "channel__contains" in answer.content.decode()


def test_a_viewer_may_see_a_table_but_not_take_it_out(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    from northing.web.accounts.models import AuditEntry

    browser = signed_in("viewer")

    assert browser.get("/attribution/").status_code == 200
    assert browser.get("/attribution/export/attribution_credit.csv").status_code == 403
    assert AuditEntry.objects.get(action="export").refused
