"""A run is queued once, done once, retried where that helps, and says where it stands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from northing.errors import BadInput, Conflict
from northing.web.accounts.models import AuditEntry, User
from northing.web.jobs import tasks
from northing.web.jobs.kind import KINDS, JobKind, Parameters, Tell
from northing.web.jobs.models import DONE, FAILED, QUEUED, RUNNING, Lease, Run
from northing.web.jobs.services import start
from northing.web.jobs.sweep import sweep
from northing.web.jobs.tasks import Lost, Telling, perform
from northing.web.jobs.worker import tick
from northing.web.place import SitePlace

Work = Callable[[Run, Tell], Parameters]


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], str]:
    """Adds a kind of job for one test and gives its key."""

    def add(work: Work) -> str:
        entry = JobKind(title=lambda _given: "A trial", run=work, permission="refresh")
        monkeypatch.setitem(KINDS._entries, "trial", entry)
        return "trial"

    return add


def do(run: Run) -> Run:
    """Let a worker take the run once."""
    perform.call(run.pk)
    run.refresh_from_db()
    return run


def test_a_refresh_says_what_it_published(company: SitePlace, cast: Callable[[str], User]) -> None:
    run = do(start("refresh", user=cast("analyst")))

    assert (run.state, run.attempts) == (DONE, 1)
    assert run.text.startswith("Nothing has changed since snapshot")
    assert run.snapshot
    assert AuditEntry.objects.get(action="start refresh").what == "Refresh"


def test_who_asks_while_the_same_waits_gets_that_run(db: None) -> None:
    assert start("refresh").pk == start("refresh").pk


def test_who_asks_while_one_is_at_work_waits_behind_it(db: None) -> None:
    first = start("refresh")
    Run.objects.filter(pk=first.pk).update(state=RUNNING)

    second = start("refresh")

    assert second.pk != first.pk
    assert second.state == QUEUED


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_run() -> None:
    found: list[int] = []
    at_once = threading.Barrier(2)

    def ask() -> None:
        from django.db import connection

        at_once.wait()
        found.append(start("refresh").pk)
        connection.close()

    both = [threading.Thread(target=ask) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len(found) == 2
    assert len(set(found)) == 1
    assert Run.objects.count() == 1


def test_a_viewer_may_not_start_a_refresh(cast: Callable[[str], User]) -> None:
    with pytest.raises(PermissionDenied):
        start("refresh", user=cast("viewer"))

    assert AuditEntry.objects.get(action="start refresh").refused
    assert not Run.objects.exists()


def test_a_job_that_breaks_fails_after_three_attempts_with_its_error(
    db: None, kind: Callable[[Work], str]
) -> None:
    def broken(_run: Run, _tell: Tell) -> Parameters:
        raise ZeroDivisionError("division by zero")

    run = start(kind(broken))
    states = [(do(run).state, run.attempts) for _ in range(3)]

    assert states == [(QUEUED, 1), (QUEUED, 2), (FAILED, 3)]
    assert "division by zero" in run.text
    assert "3 times" in run.text


def test_what_was_asked_wrongly_is_not_tried_again(db: None, kind: Callable[[Work], str]) -> None:
    def refused(_run: Run, _tell: Tell) -> Parameters:
        raise BadInput("The file holds no rows.")

    run = do(start(kind(refused)))

    assert (run.state, run.text, run.attempts) == (FAILED, "The file holds no rows.", 1)


def test_somebody_elses_turn_is_waited_for(db: None, kind: Callable[[Work], str]) -> None:
    def busy(run: Run, _tell: Tell) -> Parameters:
        if run.attempts == 1:
            raise Conflict("Another refresh is at work.")
        return {"text": "Done."}

    run = start(kind(busy))

    assert do(run).state == QUEUED
    assert "will be tried again" in run.text
    assert do(run).state == DONE


def test_a_run_whose_worker_died_is_queued_again_and_done_by_another(
    db: None, kind: Callable[[Work], str]
) -> None:
    run = start(kind(lambda _run, _tell: {"text": "Done."}))
    _die(run)

    assert sweep() == 1
    run.refresh_from_db()
    assert run.state == QUEUED
    assert do(run).state == DONE
    assert run.attempts == 2


def test_a_job_that_kills_three_workers_fails_and_says_at_which_step(
    db: None, kind: Callable[[Work], str]
) -> None:
    run = start(kind(lambda _run, _tell: {}))
    for _ in range(3):
        _die(run)
        sweep()
    run.refresh_from_db()

    assert run.state == FAILED
    assert run.text == "Its worker died at the step “Working out credit”. It was tried 3 times."


def test_a_live_run_is_left_alone(db: None) -> None:
    run = start("refresh")
    lease = timezone.now() + timedelta(seconds=5)
    Run.objects.filter(pk=run.pk).update(state=RUNNING, lease_until=lease)

    assert sweep() == 0


def test_a_run_that_no_queue_holds_is_found(db: None) -> None:
    from django_tasks_db.models import DBTaskResult

    run = start("refresh")
    DBTaskResult.objects.update(status="RUNNING")  # claimed by a worker that died before it began
    Run.objects.update(asked_at=timezone.now() - timedelta(minutes=1))

    assert sweep() == 1
    run.refresh_from_db()
    assert DBTaskResult.objects.get(status="READY").id.hex == run.task.replace("-", "")


def test_a_worker_that_was_silent_for_too_long_stops(db: None, kind: Callable[[Work], str]) -> None:
    run = start(kind(lambda _run, _tell: {}))
    _die(run)
    run.refresh_from_db()
    slow = Telling(run)
    sweep()

    with pytest.raises(Lost):
        slow("Still at it")


def test_a_worker_that_must_end_gives_the_run_back(db: None, kind: Callable[[Work], str]) -> None:
    def told_to_end(_run: Run, tell: Tell) -> Parameters:
        tasks.STOPPING.set()
        tell("Next step")
        return {}

    run = start(kind(told_to_end))
    try:
        do(run)
    finally:
        tasks.STOPPING.clear()

    assert (run.state, run.attempts) == (QUEUED, 0)


def test_a_scheduled_refresh_is_asked_for_once_by_one_worker(
    own_company: SitePlace, db: None
) -> None:
    settings = own_company.workspace / "northing.toml"
    text = settings.read_text().replace("refresh_minutes = 0", "refresh_minutes = 30")
    settings.write_text(text)

    assert tick("one")
    assert not tick("another")
    assert tick("one")
    assert Run.objects.filter(kind="refresh").count() == 1

    long_ago = timezone.now() - timedelta(minutes=31)
    Lease.objects.filter(name="scheduled refresh").update(last_done=long_ago)
    Run.objects.update(state=DONE)
    tick("one")
    assert Run.objects.filter(kind="refresh").count() == 2


def test_nothing_is_scheduled_unless_the_settings_say_so(company: SitePlace, db: None) -> None:
    tick("one")

    assert not Run.objects.exists()


def test_the_page_shows_a_bar_that_asks_for_itself_until_it_is_over(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("analyst")
    page = browser.post("/runs/refresh", {"back": "/runs/"}, follow=True).content.decode()
    run = Run.objects.get()

    assert f'hx-get="/runs/{run.pk}/progress"' in page
    assert "northing worker" in page, "nobody works, and the page says so"
    do(run)
    over = browser.get(f"/runs/{run.pk}/progress").content.decode()
    assert "hx-get" not in over
    assert run.text in over


def test_who_may_not_see_the_data_sees_no_run_but_their_own(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    run = start("refresh")

    assert signed_in("planner").get(f"/runs/{run.pk}/progress").status_code == 200
    assert signed_in("viewer").get(f"/runs/{run.pk}/progress").status_code == 404
    assert signed_in("viewer").post("/runs/refresh").status_code == 403
    assert signed_in("viewer").get("/runs/refresh").status_code == 405


def test_a_form_leads_back_to_this_site_only(
    company: SitePlace, signed_in: Callable[[str], Client]
) -> None:
    answer = signed_in("owner").post("/runs/refresh", {"back": "https://evil.example/"})

    assert answer["Location"] == "/runs/"


def test_a_watched_folder_is_looked_at_when_it_is_due(
    own_company: SitePlace, db: None, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    settings = own_company.workspace / "northing.toml"
    place = f'\n[[watch]]\nat = "{tmp_path / "in"}"\n'
    settings.write_text(settings.read_text() + place)

    for _ in range(2):
        tick("one")
        run = do(Run.objects.get(kind="watch", state=QUEUED))
        assert (run.state, run.text) == (DONE, "Nothing new was found.")
        tick("one")
        assert not Run.objects.filter(kind="watch", state=QUEUED).exists(), "it is not yet due"
        (own_company.workspace / "watch.json").unlink()
    assert Run.objects.filter(kind="watch").count() == 1, "idle looks do not pile up"


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_job_is_asked_for_under_a_permission_that_there_is(name: str) -> None:
    from northing.web.accounts.roles import PERMISSIONS

    assert KINDS[name].permission in PERMISSIONS


def _die(run: Run) -> None:
    """A worker takes the run and is killed; its lease has run out."""
    run.refresh_from_db()
    Run.objects.filter(pk=run.pk).update(
        state=RUNNING,
        attempts=run.attempts + 1,
        step="Working out credit",
        lease_until=timezone.now() - timedelta(seconds=1),
    )
