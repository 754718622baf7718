"""The plan is kept with its history, changed by those who may, and by one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from small_plan import change, entry

from northing.errors import BadInput, Conflict, Missing
from northing.plan import Plan, read_plan, record_of, write_plan
from northing.plan.differences import differences
from northing.plan.kinds.objective import Objective
from northing.web.accounts.models import AuditEntry, User
from northing.web.place import SitePlace
from northing.web.plan.importing import import_plan, merged
from northing.web.plan.models import PlanChange, PlanEntry
from northing.web.plan.publishing import adopt, publish
from northing.web.plan.selectors import (
    history_of,
    live_plan,
    live_plan_of,
    version_of,
)
from northing.web.plan.services import remove, save, set_shares
from northing.web.site.models import SiteState
from northing.web.site.version import renew_version, site_version
from northing.workspace.plan_file import ASIDE, FILE_NAME, scrub_plans

Somebody = Callable[[str], User]


def test_the_plan_comes_back_as_it_went_in(planned: Plan) -> None:
    assert write_plan(live_plan()) == write_plan(planned)


def test_an_unknown_plan_is_empty(site: SitePlace) -> None:
    assert live_plan() == Plan()
    assert live_plan_of(site.workspace.parent) == Plan()


def test_a_change_keeps_what_was_before_and_who_did_it_why(planned: Plan, cast: Somebody) -> None:
    before = site_version()
    change(cast("owner"), "initiative", "tour", "Later in the year.", theme="Presence")

    newest = history_of("initiative", "tour").first()
    assert newest is not None
    assert (newest.who, newest.reason) == ("owner@example.com", "Later in the year.")
    assert newest.before is not None
    assert "theme" not in newest.before
    assert newest.after["theme"] == "Presence"
    assert live_plan().initiatives["tour"].theme == "Presence"
    assert version_of("initiative", "tour") == 2
    assert site_version() != before
    assert AuditEntry.objects.filter(action="change plan", what="initiative tour").exists()


def test_nothing_is_written_where_nothing_changes(planned: Plan, cast: Somebody) -> None:
    change(cast("owner"), "initiative", "tour")

    assert history_of("initiative", "tour").count() == 1
    assert version_of("initiative", "tour") == 1


def test_the_second_of_two_who_looked_at_the_same_is_told(planned: Plan, cast: Somebody) -> None:
    seen = version_of("initiative", "tour")
    change(cast("owner"), "initiative", "tour", theme="Presence")

    with pytest.raises(Conflict, match="since you looked"):
        save(cast("owner"), "initiative", entry("initiative", "tour", theme="Mine"), seen)
    assert live_plan().initiatives["tour"].theme == "Presence"


def test_a_key_that_is_taken_is_not_overwritten(planned: Plan, cast: Somebody) -> None:
    with pytest.raises(Conflict, match="already"):
        save(cast("owner"), "initiative", entry("initiative", "tour", title="Another"))


def test_what_others_refer_to_stays(planned: Plan, cast: Somebody) -> None:
    with pytest.raises(BadInput, match="initiative spring refers to objective 'grow'"):
        remove(cast("owner"), "objective", "grow", version_of("objective", "grow"))
    assert "grow" in live_plan().objectives


def test_what_is_removed_keeps_its_history(planned: Plan, cast: Somebody) -> None:
    remove(cast("owner"), "event", "launch", version_of("event", "launch"), "It moved.")

    newest = history_of("event", "launch").first()
    assert newest is not None
    assert (newest.before["title"], newest.after) == ("Spring starts", None)
    with pytest.raises(Missing):
        version_of("event", "launch")


def test_history_can_only_grow(planned: Plan) -> None:
    with pytest.raises(Conflict):
        PlanChange.objects.all().delete()
    with pytest.raises(Conflict):
        PlanChange.objects.update(reason="none")
    with pytest.raises(Conflict):
        PlanChange.objects.first().delete()  # type: ignore[union-attr]


def test_another_title_of_an_objective_is_a_pivot_and_needs_a_reason(
    planned: Plan, cast: Somebody
) -> None:
    with pytest.raises(BadInput, match="changes the course"):
        change(cast("owner"), "objective", "known", " ", title="Be loved")

    change(cast("owner"), "objective", "known", "Awareness is won.", title="Be loved")

    pivot = live_plan().objectives["known"].pivots[-1]
    assert (pivot.before, pivot.reason) == ("Be known", "Awareness is won.")


def test_another_target_of_a_key_result_is_a_pivot_of_its_objective(
    planned: Plan, cast: Somebody
) -> None:
    change(cast("owner"), "key_result", "deals", "The market shrank.", target="300")

    pivot = live_plan().objectives["grow"].pivots[-1]
    assert pivot.before == "400 new customers: target 400"
    assert history_of("objective", "grow").count() == 2


def test_earlier_courses_cannot_be_taken_away(planned: Plan, cast: Somebody) -> None:
    change(cast("owner"), "objective", "known", "Awareness is won.", title="Be loved")

    with pytest.raises(BadInput, match="stay as they are"):
        change(cast("owner"), "objective", "known", pivots=[])


def test_what_is_rolled_back_is_not_remembered(planned: Plan, cast: Somebody) -> None:
    point = transaction.savepoint()
    change(cast("owner"), "initiative", "tour", theme="Presence")
    assert live_plan().initiatives["tour"].theme == "Presence"
    transaction.savepoint_rollback(point)

    assert live_plan().initiatives["tour"].theme == ""


def test_finance_agrees_shares_and_the_owner_does_not(planned: Plan, cast: Somebody) -> None:
    new = {"run_share": Decimal(20), "long_share": Decimal(40), "reserve_share": None}
    seen = version_of("shares", "shares")
    with pytest.raises(PermissionDenied):
        set_shares(cast("owner"), **new, expected_version=seen)

    set_shares(cast("finance"), **new, expected_version=seen, reason="Agreed in May.")

    assert (live_plan().run_share, live_plan().long_share) == (20, 40)
    assert history_of("shares", "shares").first().after["long_share"] == "40"  # type: ignore[union-attr]
    with pytest.raises(Conflict):
        set_shares(cast("finance"), **new, expected_version=seen)


def test_an_import_shows_and_makes_the_same_differences(planned: Plan, cast: Somebody) -> None:
    tour = replace(planned.initiatives["tour"], theme="Presence")
    entries = {**planned.entries, "initiative": {"tour": tour}}
    wanted = Plan(entries)
    shown = differences(live_plan(), merged(live_plan(), wanted))

    done = import_plan(cast("owner"), wanted, "A new theme.")

    assert done == shown
    assert [str(one) for one in done] == [
        'Initiative "City tour" (tour): theme from nothing to Presence.'
    ]
    assert "spring" in live_plan().initiatives
    assert import_plan(cast("owner"), wanted, "Again.") == []


def test_an_import_that_replaces_removes_what_it_does_not_hold(
    planned: Plan, cast: Somebody
) -> None:
    without = {kind: found for kind, found in planned.entries.items() if kind != "event"}

    import_plan(cast("owner"), Plan(without, run_share=planned.run_share), "Tidied.", replace=True)

    assert not live_plan().entries.get("event")


def test_an_import_is_all_or_nothing(planned: Plan, cast: Somebody) -> None:
    mine = replace(planned.initiatives["spring"], theme="Mine")
    theirs = replace(planned.initiatives["tour"], theme="Theirs")

    with pytest.raises(PermissionDenied), transaction.atomic():
        import_plan(
            cast("planner"), Plan({"initiative": {"spring": mine, "tour": theirs}}), "Themes."
        )
    assert live_plan().initiatives["spring"].theme == "Reach"


def test_an_imported_change_of_target_keeps_the_course_before(
    planned: Plan, cast: Somebody
) -> None:
    fewer = replace(planned.key_results["deals"], target=Decimal(300))
    vision = replace(planned.objectives["grow"], vision="Wider")

    import_plan(
        cast("owner"),
        Plan({"key_result": {"deals": fewer}, "objective": {"grow": vision}}),
        "Less.",
    )

    grow = live_plan().objectives["grow"]
    assert (grow.vision, grow.pivots[0].before) == ("Wider", "400 new customers: target 400")


@pytest.mark.django_db(transaction=True)
def test_the_plan_stands_beside_the_settings_once_it_is_written(
    site: SitePlace, cast: Somebody
) -> None:
    save(cast("owner"), "objective", record_of(Objective("grow", "Grow", "company", "mara")))

    file = site.workspace / FILE_NAME
    assert read_plan(file) == live_plan()
    assert PlanEntry.objects.count() == 1
    assert [one.name for one in site.workspace.glob("*.tmp")] == []


def test_a_file_that_a_killed_process_left_behind_is_caught_up_with(
    planned: Plan, site: SitePlace
) -> None:
    assert publish()
    (site.workspace / FILE_NAME).write_text("objectives: []\n")

    assert publish()
    assert not publish()
    assert read_plan(site.workspace / FILE_NAME) == live_plan()


def test_what_somebody_wrote_into_the_file_is_kept_beside_it(
    planned: Plan, site: SitePlace
) -> None:
    publish()
    (site.workspace / FILE_NAME).write_text("run_share: 10\n")

    assert publish()
    (kept,) = site.workspace.glob(ASIDE)
    assert read_plan(kept).run_share == 10

    assert scrub_plans(
        site.workspace, site.workspace / "lake", re.compile("run_share"), lambda _text: "erased"
    )
    assert "run_share" not in kept.read_text()


def test_an_older_file_of_its_own_is_not_kept(planned: Plan, site: SitePlace) -> None:
    publish()
    older = (site.workspace / FILE_NAME).read_text()
    save(None, "objective", record_of(Objective("more", "More", "company", "mara")))
    assert (site.workspace / FILE_NAME).read_text() == older, "as if it was killed before that"

    assert publish()
    assert list(site.workspace.glob(ASIDE)) == []


def test_a_site_without_a_plan_takes_over_the_file_s(site: SitePlace) -> None:
    (site.workspace / FILE_NAME).write_text("run_share: 10\n")

    assert not publish()
    assert adopt()
    assert live_plan().run_share == 10
    assert not adopt()


def test_a_plan_that_cannot_be_taken_over_stops_nothing(
    site: SitePlace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_args: object) -> None:
        raise Conflict("Somebody else writes.")

    (site.workspace / FILE_NAME).write_text("run_share: 10\n")
    monkeypatch.setattr("northing.web.plan.importing.import_plan", refuse)
    assert not adopt()
    assert "Somebody else writes." in caplog.text


def test_a_file_that_is_no_plan_is_not_taken_over_and_not_lost(
    site: SitePlace, cast: Somebody, caplog: pytest.LogCaptureFixture
) -> None:
    (site.workspace / FILE_NAME).write_text("run_share: [\n")

    assert not adopt()
    assert "was not taken over" in caplog.text
    save(cast("owner"), "objective", record_of(Objective("grow", "Grow", "company", "mara")))
    publish()
    (kept,) = site.workspace.glob(ASIDE)
    assert kept.read_text() == "run_share: [\n"


def test_no_two_states_of_the_site_share_a_version(db: None) -> None:
    seen = set()
    for _ in range(3):  # as where a database is restored, and written to again
        SiteState.objects.all().delete()
        renew_version()
        seen.add(site_version())
    assert len(seen) == 3
