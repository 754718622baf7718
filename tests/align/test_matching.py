"""Campaigns find their initiative: stated first, then the most specific rule; ties are said."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.align.matching import Campaign, fold_pattern, match_campaigns
from northing.align.suggesting import suggest
from northing.plan import Plan
from northing.plan.kinds.initiative import Initiative, UtmRule
from northing.simulate.world import CAMPAIGNS, CHANNEL_NAMES

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def initiative(key: str, *patterns: str | tuple[str, str], title: str = "") -> Initiative:
    rules = tuple(UtmRule(one) if isinstance(one, str) else UtmRule(*one) for one in patterns)
    return Initiative(key, title or key, "campaign", "jo", FIRST, LAST, campaigns=rules)


def belongs(plan: Plan, *campaigns: Campaign) -> list[tuple[str | None, str]]:
    return [(one.initiative, one.how) for one in match_campaigns(plan, campaigns)]


def test_what_the_table_states_counts_before_any_rule() -> None:
    plan = Plan.of([initiative("ads", "spring*"), initiative("mail", title="All Mail")])
    by_key = Campaign("spring_sale", initiative="mail")
    by_title = Campaign("spring_sale", initiative="all-mail")
    assert belongs(plan, by_key, by_title, Campaign("spring_sale")) == [
        ("mail", "stated"),
        ("mail", "stated"),
        ("ads", "rule"),
    ]


def test_the_most_specific_rule_wins_and_a_channel_breaks_a_tie() -> None:
    plan = Plan.of(
        [
            initiative("all", "spring*"),
            initiative("dach", "spring-*-dach"),
            initiative("mail", ("spring*", "email")),
        ]
    )
    assert belongs(
        plan,
        Campaign("spring_sale_uk", "display"),
        Campaign("spring_sale_dach", "email"),
        Campaign("spring_sale_uk", "email"),
    ) == [("all", "rule"), ("dach", "rule"), ("mail", "rule")]


def test_a_tie_decides_nothing_and_is_said() -> None:
    plan = Plan.of([initiative("one", "spring*"), initiative("two", "*g_dach")])
    (found,) = match_campaigns(plan, [Campaign("spring_dach")])
    assert found.initiative is None
    assert found.problem == (
        "The rules *g_dach (two) and spring* (one) fit spring_dach equally well: make one longer."
    )


def test_an_initiative_that_the_plan_does_not_know_is_said_and_rules_are_asked() -> None:
    plan = Plan.of([initiative("ads", "spring*")])
    known, lost = match_campaigns(
        plan, [Campaign("spring", initiative="gone"), Campaign("fall", initiative="gone")]
    )
    assert (known.initiative, lost.initiative) == ("ads", None)
    assert known.problem == lost.problem
    assert "'gone', which the plan does not know" in lost.problem


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("Spring Sale*", "spring-sale_2026"),
        ("*DACH", "Größe%20dach"),
        ("größe-*", "GRÖSSE x"),
        ("東京*", "東京 spring"),
        ("a*c", "abbbc"),
    ],
)
def test_spelling_does_not_count(pattern: str, name: str) -> None:
    assert belongs(Plan.of([initiative("ads", pattern)]), Campaign(name)) == [("ads", "rule")]


@pytest.mark.parametrize(
    ("pattern", "name"), [("dach-*", "dachshund"), ("a*c", "ab"), ("a.c", "abc")]
)
def test_a_pattern_fits_whole_names_only(pattern: str, name: str) -> None:
    assert belongs(Plan.of([initiative("ads", pattern)]), Campaign(name)) == [(None, "none")]


@given(st.text(min_size=1, max_size=12))
def test_a_campaigns_own_name_always_fits(name: str) -> None:
    pattern = name.replace("*", "")
    if pattern.strip("* \t\n"):
        plan = Plan.of([initiative("ads", pattern)])
        assert belongs(plan, Campaign(pattern)) == [("ads", "rule")], fold_pattern(pattern)


def test_suggestions_are_learned_from_matched_campaigns_and_say_why() -> None:
    plan = Plan.of([initiative("grow", "grow-*"), initiative("mail", "letter-*")])
    found = suggest(
        plan,
        match_campaigns(
            plan,
            [
                Campaign("grow_templates_uk", "display", starts=FIRST, ends=LAST),
                Campaign("letter_monthly", "email", starts=FIRST, ends=LAST),
                Campaign("templates_south", "display", starts=FIRST, ends=LAST, spend=Decimal(5)),
                Campaign("xyz", "display", starts=FIRST, ends=LAST),
            ],
        ),
    )
    (best,) = found["templates_south", "display"]
    assert best.initiative == "grow"
    assert best.reasons == (
        "templates as in grow_templates_uk",
        "the same channel, display",
        "at the same time",
    )
    assert found["xyz", "display"] == ()


def test_suggestions_find_most_campaigns_of_the_simulated_company() -> None:
    """Each campaign whose initiative is known is hidden in turn; the truth is the simulation's."""
    stated = [one for one in CAMPAIGNS if one.initiative]
    plan = Plan.of([initiative(key) for key in sorted({str(one.initiative) for one in stated})])
    right = asked = 0
    for hidden in stated:
        campaigns = [
            Campaign(
                one.name,
                CHANNEL_NAMES[one.channel],
                "" if one is hidden else str(one.initiative),
                one.starts,
                one.ends,
            )
            for one in stated
        ]
        found = suggest(plan, match_campaigns(plan, campaigns))
        best = found[hidden.name, CHANNEL_NAMES[hidden.channel]]
        if best:
            asked += 1
            right += best[0].initiative == hidden.initiative
    largest = max(Counter(one.initiative for one in stated).values())
    assert asked >= 0.9 * len(stated)
    assert right > 0.65 * asked > 1.2 * largest
