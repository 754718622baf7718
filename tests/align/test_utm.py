"""The UTM builder: what it makes can be taken apart again, and the rules know it."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.align.matching import Campaign, match_campaigns
from northing.align.utm import NamePattern, tag_link
from northing.errors import BadInput
from northing.plan import Plan
from northing.plan.kinds.initiative import Initiative, UtmRule

PLAN = Plan.of(
    [
        Initiative(
            key, key.title(), "campaign", "jo", date(2026, 1, 1), date(2026, 12, 31),
            campaigns=(UtmRule(pattern),),
        )
        for key, pattern in (("spring", "spring-sale_*"), ("autumn", "autumn_*"))
    ]
)  # fmt: skip
words = st.text("abcXYZ019 -", min_size=1, max_size=10).filter(lambda text: text.strip(" -"))


@given(st.dictionaries(st.sampled_from(["initiative", "country", "month"]), words, min_size=3))
def test_a_name_comes_apart_into_what_it_was_made_of(values: dict[str, str]) -> None:
    pattern = NamePattern("{initiative}_{country}_{month}")
    name = pattern.name(values)
    again = pattern.fields_of(name)
    assert pattern.name(again) == name
    assert again.keys() == values.keys()


@given(words, st.text(max_size=8))
def test_a_link_carries_its_name_and_the_rules_find_the_initiative(country: str, odd: str) -> None:
    name = NamePattern("{initiative}_{country}").name(
        {"initiative": "Spring Sale", "country": country}
    )
    made = tag_link(
        PLAN, "spring", "https://example.org/offer?utm_source=old&a=1#top", name,
        source="News letter", medium="email", content=odd,
    )  # fmt: skip
    query = parse_qs(urlsplit(made.url).query)
    assert query["utm_campaign"] == [name]
    assert query["utm_source"] == ["news-letter"]
    assert query["a"] == ["1"]
    assert made.problem == ""
    (found,) = match_campaigns(PLAN, [Campaign(query["utm_campaign"][0])])
    assert found.initiative == made.initiative == "spring"


def test_a_name_that_the_rules_give_to_another_initiative_is_said() -> None:
    made = tag_link(
        PLAN, "spring", "https://example.org", "autumn_de", source="news", medium="email"
    )
    assert made.initiative == "autumn"
    assert made.problem == (
        "No rule of Spring fits autumn_de (its rules: spring-sale_*). It would count for autumn."
    )


@pytest.mark.parametrize("url", ["", "example.org", "javascript:alert(1)", "https://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="is no address"):
        tag_link(PLAN, "spring", url, "spring-sale_de", source="news", medium="email")


@pytest.mark.parametrize("text", ["", "spring", "{a}-{b}", "{a}_{a}", "{a}_b"])
def test_a_pattern_is_a_row_of_fields(text: str) -> None:
    with pytest.raises(BadInput, match="pattern"):
        NamePattern(text)


def test_a_field_without_letters_or_digits_is_refused() -> None:
    with pytest.raises(BadInput, match="has no country"):
        NamePattern("{initiative}_{country}").name({"initiative": "a", "country": " – "})
