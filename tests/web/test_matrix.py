"""Every address × everybody × own and foreign objects, against the table in `site_matrix.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from site_matrix import ASKS, EVERYBODY, NO_EXPORT, PAGES, SECTIONS, Ask, Seen
from small_plan import PLAN

from northing.plan import read_plan
from northing.web.accounts.models import Membership, User
from northing.web.jobs.models import Run
from northing.web.measure.definitions import references_of
from northing.web.measure.services import propose
from northing.web.plan.importing import import_plan
from northing.web.site import page as catalogue
from northing.web.site import render


def routes() -> Iterator[str]:
    """Every route of the URL resolver."""

    def walk(patterns: Iterable[Any], prefix: str = "") -> Iterator[str]:
        for one in patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLPattern):
                if one.name != "closed":
                    yield route
            else:
                yield from walk(one.url_patterns, route)

    yield from walk(get_resolver().url_patterns)


def of_pages() -> set[str]:
    """The routes of pages: the page, its sections, their exports."""
    ends = ("", "section/<slug:section>", "export/<slug:section>.<str:form>")
    return {page.path + end for page in catalogue.PAGES.values() for end in ends}


def test_every_address_has_a_line() -> None:
    known = of_pages() | {ask.route for ask in ASKS}
    lines = [
        f'    Ask({route!r}, "POST", {route!r}, {{"owner": 302}}),'
        for route in dict.fromkeys(routes())
        if route not in known
    ]
    told = "\n".join(["Think who may, then add to ASKS in tests/support/site_matrix.py:", *lines])
    assert not lines, told


@pytest.mark.parametrize(
    ("kind", "table", "entries"),
    [("PAGES", PAGES, catalogue.PAGES), ("SECTIONS", SECTIONS, catalogue.SECTIONS)],
)
def test_every_page_and_section_has_a_line(kind: str, table: Any, entries: Any) -> None:
    lines = [f'    "{key}": Seen(READERS),' for key in entries if key not in table]
    told = f"Think who may, then add to {kind} in tests/support/site_matrix.py:"
    assert not lines, "\n".join([told, *lines])


def test_the_table_names_nothing_that_is_gone() -> None:
    assert not set(PAGES) - set(catalogue.PAGES)
    assert not set(SECTIONS) - set(catalogue.SECTIONS)
    assert not {ask.route for ask in ASKS} - set(routes())


@pytest.fixture
def browsers(signed_in: Callable[[str], Client], cast: Callable[[str], User]) -> dict[str, Client]:
    """Everybody, each in a browser of their own."""
    for name, role, limits in (
        ("seer", "analyst", {"personal_data": True}),
        ("german", "lead", {"countries": ["DE"]}),
    ):
        user = User.objects.create_user(f"{name}@example.com", "of nobody")
        Membership.objects.create(user=user, role=role, **limits)
    backend = "django.contrib.auth.backends.ModelBackend"
    found = {}
    for name in EVERYBODY:
        browser = Client()
        if name in ("seer", "german"):
            browser.force_login(User.objects.get(email=f"{name}@example.com"), backend=backend)
        elif name != "stranger":
            browser = signed_in(name)
        found[name] = browser
    return found


@pytest.fixture(autouse=True)
def built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build a section once for all who see the same data; permission is asked each time."""
    whole = render.blocks_of

    def once(section: Any, context: Any) -> Any:
        scope = context.scope
        limits = (scope.partner, scope.countries, scope.may("see_people"))
        key = (id(section), limits, tuple(context.arguments.items()))
        if section.own or key not in _BUILT:
            _BUILT[key] = whole(section, context)
        return _BUILT[key]

    monkeypatch.setattr(render, "blocks_of", once)


_BUILT: dict[tuple[Any, ...], Any] = {}


class Objects(dict[str, str]):
    """One object of every kind that an address can name, made when one does."""

    def __init__(self, cast: Callable[[str], User]) -> None:
        super().__init__()
        self.cast = cast

    def __missing__(self, name: str) -> str:
        self[name] = str(getattr(self, f"a_{name}")())
        return self[name]

    def a_deal(self) -> str:
        from northing.web.measure.workspace import site_workspace

        workspace = site_workspace()
        deals = workspace.engine.query(
            "SELECT min(deal_id) AS deal FROM d WHERE stage = 'won'",
            d=workspace.dataset("deals", workspace.snapshots.latest()),
        )
        return str(deals["deal"][0].as_py())

    def a_drop(self) -> str:
        from django.core.files.uploadedfile import SimpleUploadedFile

        from northing.web.data.services import receive

        rows = b"date,channel,amount,currency\n2026-01-01,email,1,EUR\n"
        drop = receive(self.cast("analyst"), "matrix", [SimpleUploadedFile("spend.csv", rows)])
        self["file"] = str(drop.files.get().pk)
        return str(drop.pk)

    def a_file(self) -> str:
        self["drop"] = self.a_drop()
        return self["file"]

    def a_person(self) -> int:
        return self.cast("planner").pk

    def a_owner(self) -> int:
        return self.cast("owner").pk

    def a_run(self) -> int:
        return Run.objects.create(kind="refresh", asked_by=self.cast("owner")).pk

    def a_run_of_viewer(self) -> int:
        return Run.objects.create(kind="refresh", asked_by=self.cast("viewer")).pk

    def a_reference(self) -> str:
        return references_of("sourced_pipeline")[0][0]

    def a_proposal(self) -> int:
        return propose(self.cast("analyst"), self["reference"], "As agreed.").pk

    def a_objective(self) -> str:
        return "grow"

    def a_key_result(self) -> str:
        return "deals"

    def a_key_result_of_lead(self) -> str:
        return "aided"

    def a_key_result_reported(self) -> str:
        self._add("key_result", "site", objective="grow", title="Site", owner="owner@example.com",
                  kind="milestone", target=1, starts="2026-01-01", due="2026-12-31")  # fmt: skip
        return "site"

    def a_issue(self) -> str:
        self._add("issue", "stuck", title="Stuck", owner="analyst@example.com", due="2026-06-01",
                  escalate_to="owner", objective="grow")  # fmt: skip
        return "stuck"

    def a_campaign(self) -> str:
        """A campaign of the agency that was spent on in Germany."""
        from northing.web.measure.workspace import site_workspace

        workspace = site_workspace()
        snapshot = workspace.snapshots.latest()
        found = workspace.engine.query(
            """SELECT s.campaign, min(s.channel) AS channel FROM s
                JOIN c ON c.campaign = s.campaign
                WHERE lower(c.partner) = 'agency_north' AND s.country = 'DE' AND s.amount > 0
                GROUP BY s.campaign ORDER BY max(s.date) DESC, 1""",
            s=workspace.dataset("spend_daily", snapshot),
            c=workspace.dataset("campaigns", snapshot),
        )
        self["campaign_channel"] = str(found["channel"][0].as_py())
        return str(found["campaign"][0].as_py())

    def a_campaign_channel(self) -> str:
        self["campaign"] = self.a_campaign()
        return self["campaign_channel"]

    def a_somebody(self) -> str:
        return self.cast("planner").email

    def a_lonely(self) -> str:
        self._add("initiative", "lonely", title="Lonely", kind="other", owner="owner@example.com",
                  starts="2026-01-01", ends="2026-12-31")  # fmt: skip
        return "lonely"

    def a_request(self) -> str:
        from northing.web.plan.approvals import ask

        line, month = "spring-search", date(2026, 3, 1)
        return ask(self.cast("planner"), line, Decimal(500), month, "Clicks are cheap.").key

    def a_delegation(self) -> str:
        self._add("delegation", "away", giver="finance@example.com", taker="lead@example.com",
                  starts="2026-01-01", ends="2099-01-01")  # fmt: skip
        return "away"

    def a_draft(self) -> int:
        from northing.plan.sheets import write_sheet
        from northing.web.plan.drafts import propose as bring_in

        plan = read_plan(PLAN.replace("theme: Reach", "theme: Presence"))
        sheet = write_sheet(plan, "initiative", "csv")
        return bring_in(self.cast("planner"), "initiatives.csv", sheet, currency="EUR").pk

    def a_responsibility(self) -> str:
        self._add("responsibility", "grow-a", objective="grow", who="a@b.c", letter="A")
        return "grow-a"

    def _add(self, of_kind: str, key: str, **fields: Any) -> None:
        from northing.web.plan.services import save

        save(None, of_kind, {"key": key, **fields})


@pytest.fixture
def objects(request: pytest.FixtureRequest, cast: Callable[[str], User]) -> Objects:
    """The objects that addresses name, in a company of the test's own where it changes."""
    named = getattr(request.node, "callspec", None)
    ask = named.params.get("ask") if named else None
    request.getfixturevalue("own_company" if ask is not None and ask.writes else "company")
    import_plan(None, read_plan(PLAN), "The plan of the year.")
    return Objects(cast)


def address(key: str, objects: Objects, end: str = "") -> str:
    page = catalogue.PAGES[key]
    return "/" + (PAGES[key].at or page.path).format_map(objects) + end


def stranger_or(status: int, name: str) -> int:
    return 302 if name == "stranger" else status


def compare(told: dict[str, int], expected: dict[str, int], where: str) -> None:
    wrong = {
        name: f"answered {told[name]}, expected {expected[name]}"
        for name in told
        if told[name] != expected[name]
    }
    assert not wrong, f"{where}: {wrong}"


@pytest.mark.parametrize("key", PAGES)
def test_a_page_is_for_those_whom_its_line_names(
    key: str, browsers: dict[str, Client], objects: Objects
) -> None:
    where = address(key, objects)
    told = {name: browser.get(where).status_code for name, browser in browsers.items()}
    by = PAGES[key].by.split()

    compare(told, {n: stranger_or(200 if n in by else 404, n) for n in told}, where)


def taking(seen: Seen, name: str) -> int:
    """What an export answers."""
    if name not in seen.by.split():
        return 404
    if name in NO_EXPORT:
        return 403
    return 200 if name in seen.take.split() else 404


@pytest.mark.parametrize("key", SECTIONS)
def test_a_section_and_its_exports_are_for_those_whom_its_line_names(
    key: str, browsers: dict[str, Client], objects: Objects
) -> None:
    seen, page = SECTIONS[key], catalogue.SECTIONS[key].page
    for end in (f"section/{key}", f"export/{key}.csv", f"export/{key}.xlsx", f"export/{key}.exe"):
        where = address(page, objects, end)
        told = {name: browser.get(where).status_code for name, browser in browsers.items()}
        by = seen.by.split()
        expected = {
            name: stranger_or(
                404
                if end.endswith(".exe")
                else taking(seen, name)
                if end.startswith("export")
                else (200 if name in by else 404),
                name,
            )
            for name in told
        }
        compare(told, expected, where)


@pytest.mark.parametrize("key", PAGES)
def test_a_section_answers_on_its_own_page_alone(
    key: str, browsers: dict[str, Client], objects: Objects
) -> None:
    other = next(one for one, entry in catalogue.SECTIONS.items() if entry.page != key)

    for end in (f"section/{other}", f"export/{other}.csv"):
        assert browsers["owner"].get(address(key, objects, end)).status_code == 404


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: f"{ask.method} {ask.at}")
def test_an_address_answers_as_its_line_says(
    ask: Ask, browsers: dict[str, Client], objects: Objects
) -> None:
    from django.db import transaction

    where = "/" + ask.at.format_map(objects)
    form = {name: value.format_map(objects) for name, value in ask.form.items()}
    answers = {n: status for names, status in ask.answers.items() for n in names.split()}
    told = {}
    for name, browser in browsers.items():
        point = transaction.savepoint()  # what one person does is not there for the next
        answer = browser.get(where) if ask.method == "GET" else browser.post(where, form)
        told[name] = answer.status_code
        transaction.savepoint_rollback(point)
    expected = {name: answers.get(name, stranger_or(404, name)) for name in told}

    compare(told, expected, f"{ask.method} {where}")
