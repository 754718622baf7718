"""Laws of plans: YAML and sheets carry them whole, and what differs is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_strategies import MONEY, plans

from northing.errors import BadInput
from northing.plan import Plan, read_plan, write_plan
from northing.plan.differences import differences, money_moved
from northing.plan.kinds.initiative import Initiative
from northing.plan.kinds.key_result import Part
from northing.plan.kinds.objective import Objective
from northing.plan.sheets import FORMS, read_sheet, replaced, write_sheet
from northing.plan.values import STATES, Contribution

FEW = settings(max_examples=40, deadline=None)


@FEW
@given(plans())
def test_yaml_carries_a_plan_whole(plan: Plan) -> None:
    again = read_plan(write_plan(plan))
    assert {kind: dict(one) for kind, one in again.entries.items()} == {
        kind: dict(one) for kind, one in plan.entries.items()
    }
    assert differences(plan, again) == []
    assert write_plan(again) == write_plan(plan)


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@FEW
@given(plan=plans())
def test_a_sheet_that_nobody_edited_changes_nothing(plan: Plan, kind: str, form: str) -> None:
    sheet = write_sheet(plan, kind, form)  # type: ignore[arg-type]
    reading = read_sheet(sheet, f"plan.{form}", plan)
    assert [one.sentence for one in differences(plan, reading.plan)] == []
    assert reading.notes == ()
    if plan.entries.get(kind):
        assert reading.kind == kind


@FEW
@given(plan=plans())
def test_a_sheet_makes_the_lines_anew_in_a_plan_without_them(plan: Plan) -> None:
    bare = Plan.of(_without_lines(plan))
    again = read_sheet(write_sheet(plan, "budget_line", "csv"), "plan.csv", bare).plan
    sums = {(one.state, one.currency): Decimal(0) for line in _lines(plan) for one in line.amounts}
    found = dict(sums)
    for source, into in ((plan, sums), (again, found)):
        for line in _lines(source):
            for one in line.amounts:
                into[one.state, one.currency] += one.amount
    assert found == sums
    assert {*again.budget_lines} == {*plan.budget_lines}


@FEW
@given(before=plans(), after=plans())
def test_differences_hold_all_money_that_moves(before: Plan, after: Plan) -> None:
    moved = {
        (one.state, one.currency): one.amount for one in money_moved(differences(before, after))
    }
    for state in STATES:
        for currency in ("EUR", "GBP", "SEK", "USD"):
            expected = _sum(after, state, currency) - _sum(before, state, currency)
            assert moved.get((state, currency), 0) == expected
    assert differences(before, before) == []
    back = {(m.state, m.currency): -m.amount for m in money_moved(differences(after, before))}
    assert back == moved


@FEW
@given(before=plans(), after=plans())
def test_differences_name_every_entry_that_differs(before: Plan, after: Plan) -> None:
    named = {(one.kind, one.key) for one in differences(before, after) if one.kind != "plan"}
    kinds = {*before.entries, *after.entries}
    for kind in kinds:
        old, new = before.entries.get(kind, {}), after.entries.get(kind, {})
        for key in {*old, *new}:
            same = old.get(key) == new.get(key)
            if kind == "budget_line" and key in old and key in new:  # amounts in any order
                same = replace(old[key], amounts=()) == replace(new[key], amounts=()) and {
                    *old[key].amounts
                } == {*new[key].amounts}
            assert ((kind, key) in named) != same


@FEW
@given(plan=plans(), amount=MONEY)
def test_editing_one_cell_is_one_difference(plan: Plan, amount: Decimal) -> None:
    line = next((one for one in _lines(plan) if one.amounts), None)
    if line is None:
        return
    first = line.amounts[0]
    edited = replace(line, amounts=(replace(first, amount=amount), *line.amounts[1:]))
    sheet = write_sheet(replaced(plan, [edited]), "budget_line", "xlsx")
    found = differences(plan, read_sheet(sheet, "plan.xlsx", plan).plan)
    assert len(found) == (0 if amount == first.amount else 1)
    if found:
        assert found[0].field == f"{first.state} {first.month:%Y-%m}"
        assert sum(one.amount for one in found[0].money) == amount - first.amount


@given(plan=plans())
@FEW
def test_whatever_day_contributions_sum_to_all_or_nothing(plan: Plan) -> None:
    for one in plan.initiatives.values():
        for day in (date(2019, 1, 1), one.starts, one.ends, date(2036, 1, 1)):
            assert sum(one.serves(day).values()) in (0, 1)


@given(st.lists(st.integers(1, 100), min_size=1, max_size=3))
def test_contributions_that_do_not_sum_to_100_are_refused(percents: list[int]) -> None:
    parts = tuple(Contribution(f"o{at}", Decimal(one)) for at, one in enumerate(percents))
    made = [Objective(f"o{at}", "O", "marketing", "mara") for at in range(3)]
    days = (date(2026, 1, 1), date(2026, 2, 1))

    def make() -> Plan:
        one = Initiative("a", "A", "campaign", "mara", *days, contributions=parts)
        return Plan.of([*made, one])

    if sum(percents) == 100:
        assert sum(make().initiatives["a"].serves(days[0]).values()) == 1
    else:
        with pytest.raises(BadInput, match=f"sum to {sum(percents)}; expected 100"):
            make()


@given(st.lists(st.tuples(st.dates(), st.text(min_size=1).filter(str.strip)), max_size=4))
def test_a_pivot_keeps_every_course_before_it(courses: list[tuple[date, str]]) -> None:
    one = Objective("grow", "Grow", "company", "mara")
    titles = [one.title]
    for on, title in courses:
        if one.pivots and on < one.pivots[-1].on:
            with pytest.raises(BadInput, match="expected a later day"):
                one.pivoted(on, title, "the market moved")
            continue
        one = one.pivoted(on, title, "the market moved")
        titles.append(title)
    again = read_plan(write_plan(Plan.of([one]))).objectives["grow"]
    assert [*(pivot.before for pivot in again.pivots), again.title] == titles


@FEW
@given(plan=plans())
def test_removing_what_others_refer_to_is_a_problem_that_names_both(plan: Plan) -> None:
    for objective in plan.objectives:
        users = [one.key for one in plan.key_results.values() if one.objective == objective]
        if not users:
            continue
        kept = {key: one for key, one in plan.objectives.items() if key != objective}
        lacking = replace(plan, entries={**plan.entries, "objective": kept})
        said = " ".join(lacking.problems())
        assert repr(objective) in said
        assert all(user in said for user in users)


def _lines(plan: Plan) -> list:  # type: ignore[type-arg]
    return list(plan.budget_lines.values())


def _without_lines(plan: Plan) -> list:  # type: ignore[type-arg]
    return [
        value
        for kind, entries in plan.entries.items()
        if kind != "budget_line"
        for value in entries.values()
    ]


def _sum(plan: Plan, state: str, currency: str) -> Decimal:
    return sum(
        (
            one.amount
            for line in plan.budget_lines.values()
            for one in line.amounts
            if (one.state, one.currency) == (state, currency)
        ),
        Decimal(0),
    )


@pytest.mark.parametrize(
    "text", ["0\x85", "a\u2028b", "\u2029", "one\n\ntwo", " a ", "\ta", "é\x07"]
)
def test_a_file_says_a_text_as_it_was(text: str) -> None:
    one = replace(Objective("grow", "Grow", "company", "mara"), vision=text)
    assert read_plan(write_plan(Plan.of([one]))).objectives[one.key].vision == text


def test_a_part_that_commits_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="team sales is 0"):
        Part("sales", Decimal(0), "ana")
