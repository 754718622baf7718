"""Laws of alignment: the index is bounded, unlinked money costs what it is, no cent is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from northing.align import NONE, RUN, MoneyLine, alignment, apportion, split_money
from northing.calendar import parse_period
from northing.errors import BadInput
from northing.plan import Plan
from northing.plan.kinds.initiative import Initiative
from northing.plan.kinds.objective import Objective
from northing.plan.values import Contribution

YEAR = parse_period("2026")
DAY = date(2026, 7, 1)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def objective(key: str, share: int | str | None = None, **more: Any) -> Objective:
    funding = None if share is None else Decimal(share)
    return Objective(
        key, key.title(), more.pop("level", "company"), "mara", funding_share=funding, **more
    )


def initiative(key: str, *parts: tuple[str, int], since: date | None = None) -> Initiative:
    contributions = tuple(Contribution(name, Decimal(percent), since) for name, percent in parts)
    return Initiative(key, key, "campaign", "jo", FIRST, LAST, contributions=contributions)


def spent(amount: int | str, on: str | None = None, **more: Any) -> MoneyLine:
    return MoneyLine(more.pop("day", DAY), Decimal(amount), on, **more)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    keys = [f"goal-{place}" for place in range(draw(st.integers(1, 5)))]
    objectives = []
    for place, key in enumerate(keys):
        parent = draw(st.sampled_from([None, *keys[:place]]))
        share = draw(st.none() | st.integers(0, 100))
        level = "company" if parent is None else "team"
        objectives.append(objective(key, share, level=level, parent=parent))
    initiatives = []
    for place in range(draw(st.integers(0, 4))):
        wanted = draw(st.lists(st.sampled_from(keys), max_size=3, unique=True))
        cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=2, max_size=2)))
        percents = {1: [100], 2: [cuts[0], 100 - cuts[0]]}.get(
            len(wanted), [cuts[0], cuts[1] - cuts[0], 100 - cuts[1]]
        )
        since = draw(st.none() | st.dates(FIRST, LAST))
        pairs = zip(wanted, percents, strict=False)
        initiatives.append(initiative(f"work-{place}", *pairs, since=since))
    run = draw(st.none() | st.integers(0, 100))
    return Plan.of([*objectives, *initiatives], run_share=None if run is None else Decimal(run))


cents = st.integers(-500_000, 2_000_000).map(lambda units: Decimal(units).scaleb(-2))
lines = st.lists(
    st.builds(
        MoneyLine,
        on=st.dates(FIRST, LAST),
        amount=cents,
        initiative=st.sampled_from([None, "work-0", "work-1", "work-2", "work-3", "unheard-of"]),
        category=st.sampled_from(["media", "people", "tools", "agency", "reserve"]),
        campaign=st.sampled_from([None, "spring", "autumn"]),
    ),
    max_size=12,
)


@given(plans(), lines, lines)
def test_an_index_lies_between_0_and_100(
    plan: Plan, planned: list[MoneyLine], actual: list[MoneyLine]
) -> None:
    found = alignment(plan, YEAR, planned, actual)
    for index in (found.plan_index, found.actual_index):
        assert index is None or 0 <= index <= 100


@given(plans(), lines, lines)
def test_money_is_neither_lost_nor_made(
    plan: Plan, planned: list[MoneyLine], actual: list[MoneyLine]
) -> None:
    found = alignment(plan, YEAR, planned, actual)
    assert sum(row.planned.amount for row in found.everything) == sum(one.amount for one in planned)
    assert sum(row.actual.amount for row in found.everything) == sum(one.amount for one in actual)
    assert sum(one.amount for one in found.unlinked_actual) == found.none.actual.amount


@given(plans(), lines)
def test_shares_sum_to_one(plan: Plan, actual: list[MoneyLine]) -> None:
    found = alignment(plan, YEAR, [], actual)
    shares = [row.actual.share for row in found.everything if row.actual.share is not None]
    if shares:
        assert sum(shares) == pytest.approx(1, abs=1e-12)
        assert all(0 <= share <= 1 for share in shares)
    agreed = [row.agreed for row in found.everything if row.agreed is not None]
    assert not agreed or sum(agreed) == pytest.approx(1, abs=1e-12)


@given(plans(), lines, st.randoms())
def test_the_order_of_lines_and_entries_changes_nothing(
    plan: Plan, actual: list[MoneyLine], chance: Any
) -> None:
    shuffled = list(actual)
    chance.shuffle(shuffled)
    entries = [*plan.objectives.values(), *plan.initiatives.values()]
    chance.shuffle(entries)
    again = Plan.of(entries, run_share=plan.run_share)
    one, other = alignment(plan, YEAR, [], actual), alignment(again, YEAR, [], shuffled)
    assert one.actual_index == other.actual_index
    assert {row.key: row for row in one.everything} == {row.key: row for row in other.everything}
    assert one.unlinked_actual == other.unlinked_actual


def test_unlinked_money_of_the_same_size_keeps_its_order() -> None:
    media, agency = (
        MoneyLine(FIRST, Decimal("0.01"), campaign="spring", category=one)
        for one in ("media", "agency")
    )
    one, other = (
        alignment(Plan.of([]), YEAR, [], given) for given in ([media, agency], [agency, media])
    )
    assert one.unlinked_actual == other.unlinked_actual
    assert [unlinked.category for unlinked in one.unlinked_actual] == ["agency", "media"]


@given(
    plans(),
    st.lists(lines.filter(bool).map(lambda some: some[0]), min_size=1, max_size=8),
    st.integers(1, 99),
)
def test_unlinked_money_costs_at_least_its_share_in_points(
    plan: Plan, linked: list[MoneyLine], percent: int
) -> None:
    lost = MoneyLine(DAY, Decimal(10 * percent), campaign="nobody-knows")
    kept = [one for one in linked if one.amount > 0]
    found = alignment(plan, YEAR, [], [lost, *kept])
    assume(found.actual_index is not None)
    assert found.none.actual.share is not None
    assert found.actual_index is not None
    assert found.actual_index <= 100 - 100 * found.none.actual.share + 1e-9


def test_20_percent_of_unlinked_money_alone_costs_20_points() -> None:
    plan = Plan.of([objective("grow", 100), initiative("ads", ("grow", 100))])
    found = alignment(plan, YEAR, [spent(100, "ads")], [spent(80, "ads"), spent(20)])
    assert (found.plan_index, found.actual_index) == (100.0, 80.0)
    assert found.none.actual.share == 0.2
    assert found.none.actual.band == "beyond"


@given(cents, st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 1000), min_size=1))
def test_pieces_sum_to_the_whole_and_are_off_by_less_than_a_unit(
    amount: Decimal, weights: dict[str, int]
) -> None:
    shares = {key: Decimal(weight) for key, weight in weights.items()}
    pieces = apportion(amount, shares)
    assert sum(pieces.values()) == amount
    whole = sum(weights.values())
    for key, piece in pieces.items():
        exact = Fraction(amount) * weights[key] / whole
        assert abs(Fraction(piece) - exact) < Fraction(1, 10_000)


def test_contributions_count_from_their_day_on() -> None:
    moved = Initiative(
        "ads", "Ads", "campaign", "jo", FIRST, LAST,
        contributions=(
            Contribution("grow", Decimal(100)),
            Contribution("known", Decimal(60), date(2026, 7, 15)),
            Contribution("grow", Decimal(40), date(2026, 7, 15)),
        ),
    )  # fmt: skip
    plan = Plan.of([objective("grow", 50), objective("known", 50), moved])
    before = split_money(plan, [spent(100, "ads", day=date(2026, 7, 14))])
    after = split_money(plan, [spent(100, "ads", day=date(2026, 7, 15))])
    assert {part.serves: part.amount for part in before} == {"grow": 100}
    assert {part.serves: part.amount for part in after} == {"known": 60, "grow": 40}


def test_money_of_the_month_in_which_an_initiative_begins_serves_what_it_begins_with() -> None:
    plan = Plan.of(
        [objective("grow", 50), initiative("ads", ("grow", 100), since=date(2026, 7, 15))]
    )
    month = spent(100, "ads", until=date(2026, 7, 31))
    day = spent(100, "ads")
    assert [part.serves for part in split_money(plan, [month, day])] == ["grow", NONE]


def test_people_and_tools_are_run_whatever_they_were_spent_on() -> None:
    plan = Plan.of([objective("grow", 70), initiative("ads", ("grow", 100))], run_share=Decimal(30))
    lines = [spent(70, "ads"), spent(20, "ads", category="people"), spent(10, category="Tools")]
    found = alignment(plan, YEAR, lines, lines)
    assert found.run.actual.amount == 30
    assert found.actual_index == 100.0


def test_shares_that_do_not_come_to_100_are_taken_in_proportion_and_said() -> None:
    plan = Plan.of(
        [objective("grow", 60), objective("known", 20), initiative("ads", ("grow", 100))]
    )
    found = alignment(plan, YEAR, [], [spent(1, "ads")])
    assert [(row.key, row.agreed) for row in found.objectives] == [("grow", 0.75), ("known", 0.25)]
    assert found.objectives[0].funding_share == 60
    assert found.notes[0] == (
        "The agreed shares come to 80 %, not to 100 %: they are taken in proportion."
    )


def test_without_agreed_shares_there_is_no_index() -> None:
    plan = Plan.of([objective("grow"), initiative("ads", ("grow", 100))])
    found = alignment(plan, YEAR, [], [spent(1, "ads")])
    assert found.actual_index is None
    assert found.objectives[0].agreed is None
    assert "No share of the money is agreed" in found.notes[0]


def test_money_of_an_objective_without_a_share_counts_in_the_one_above() -> None:
    plan = Plan.of(
        [
            objective("grow", 100),
            objective("dach", level="team", parent="grow"),
            initiative("ads", ("dach", 100)),
        ]
    )
    found = alignment(plan, YEAR, [], [spent(5, "ads")])
    assert [row.key for row in found.objectives] == ["grow"]
    assert found.objectives[0].actual.amount == 5
    assert found.actual_index == 100.0


def test_a_dropped_objective_has_no_share_and_its_money_is_pointed_at() -> None:
    plan = Plan.of(
        [
            objective("grow", 50),
            objective("old", 50, state="dropped"),
            initiative("ads", ("old", 100)),
        ]
    )
    found = alignment(plan, YEAR, [], [spent(5, "ads")])
    assert found.actual_index == 0.0
    assert "Old was dropped, and money is still spent on it." in found.notes


def test_brand_and_experience_are_not_judged_by_credited_value() -> None:
    plan = Plan.of(
        [
            objective("grow", 50),
            objective("known", 50, family="brand"),
            initiative("ads", ("grow", 50), ("known", 50)),
        ]
    )
    found = alignment(plan, YEAR, [], [], [spent(80, "ads"), spent(20)])
    grow, known = found.objectives
    assert (grow.credited, grow.credited_share) == (Decimal(40), 0.4)
    assert (known.credited, known.credited_share) == (None, None)
    assert known.credited_absent.startswith("Judged by its key results")
    assert found.none.credited_share == 0.2


@pytest.mark.parametrize(
    ("share", "band"), [(55, "within"), (45, "within"), (56, "near"), (60, "near"), (61, "beyond")]
)
def test_bands(share: int, band: str) -> None:
    plan = Plan.of(
        [
            objective("grow", 50),
            objective("known", 50),
            initiative("ads", ("grow", 100)),
            initiative("tv", ("known", 100)),
        ]
    )
    found = alignment(plan, YEAR, [], [spent(share, "ads"), spent(100 - share, "tv")])
    assert found.objectives[0].actual.band == band


def test_what_hangs_in_the_air_is_listed_both_ways() -> None:
    plan = Plan.of(
        [
            objective("grow", 60),
            objective("known", 40),
            objective("dach", level="team"),
            initiative("ads", ("grow", 100)),
            initiative("stunt"),
        ]
    )
    found = alignment(plan, YEAR, [spent(10, "ads")], [spent(5, "stunt")])
    assert {(one.kind, one.key) for one in found.orphans} == {
        ("objective_without_spend", "grow"),
        ("objective_without_initiative", "known"),
        ("objective_without_planned_money", "known"),
        ("objective_without_spend", "known"),
        ("objective_without_initiative", "dach"),
        ("objective_without_planned_money", "dach"),
        ("objective_without_spend", "dach"),
        ("objective_without_parent", "dach"),
        ("initiative_without_objective", "stunt"),
    }


def test_campaigns_that_serve_nothing_stand_with_their_money_and_why() -> None:
    plan = Plan.of([objective("grow", 100), initiative("stunt")])
    found = alignment(
        plan,
        YEAR,
        [],
        [
            spent(5, campaign="spring", channel="email"),
            spent(7, "gone", campaign="fall", channel="display"),
            spent(2, campaign="spring", channel="email"),
            spent(9, "stunt", category="agency"),
        ],
    )
    assert [(one.campaign, one.amount, one.reason) for one in found.campaigns] == [
        ("fall", Decimal(7), "the plan knows no initiative gone"),
        ("spring", Decimal(7), "no initiative"),
    ]
    assert found.unlinked_actual[0].reason == "stunt serves no objective"


def test_more_paid_back_than_spent_has_no_share_and_is_said() -> None:
    plan = Plan.of([objective("grow", 100), initiative("ads", ("grow", 100))])
    found = alignment(plan, YEAR, [], [spent(-5, "ads"), spent(10)])
    assert found.objectives[0].actual.share == 0
    assert found.actual_index == 0.0
    assert any("More was taken back than spent for Grow" in note for note in found.notes)


@pytest.mark.parametrize("key", [RUN, NONE])
def test_an_objective_may_not_take_the_name_of_a_row(key: str) -> None:
    with pytest.raises(BadInput, match=key):
        alignment(Plan.of([objective(key)]), YEAR, [], [])
