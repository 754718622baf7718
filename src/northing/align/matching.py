"""Which initiative a campaign of the data belongs to: as the table says, else by rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from northing.plan import Plan
from northing.plan.kinds.initiative import UtmRule
from northing.tables.names import fold_name

How = Literal["stated", "rule", "none"]


@dataclass(frozen=True)
class Campaign:
    """A campaign in a channel, as the data know it.

    Attributes:
        name: The campaign's.
        channel: Where it ran.
        initiative: What the table `campaigns` states; empty for nothing.
        starts: First day with spend, else the table's.
        ends: Last day with spend, else the table's.
        spend: In the reporting currency.
        partner: The agency that runs it; empty for none.
    """

    name: str
    channel: str = ""
    initiative: str = ""
    starts: date | None = None
    ends: date | None = None
    spend: Decimal = Decimal(0)
    partner: str = ""


@dataclass(frozen=True)
class Match:
    """Where a campaign belongs.

    Attributes:
        campaign: The campaign.
        initiative: Key of its initiative; None where it has none.
        how: stated by the table, by a rule, none.
        pattern: The rule's.
        problem: What is wrong, in a sentence; empty where nothing is.
    """

    campaign: Campaign
    initiative: str | None
    how: How
    pattern: str = ""
    problem: str = ""


def match_campaigns(plan: Plan, campaigns: Iterable[Campaign]) -> tuple[Match, ...]:
    """Find the initiative of each campaign.

    What the table `campaigns` states counts. Where it states nothing that the plan knows, the
    most specific rule does: the one with the most letters beside its `*`, and of those the one
    that names a channel. Rules of two initiatives that are equally specific decide nothing.

    Examples:
        >>> from northing.plan.kinds.initiative import Initiative
        >>> ads = Initiative("ads", "Ads", "campaign", "jo", date(2026, 1, 1), date(2026, 12, 31),
        ...                  campaigns=(UtmRule("search-*"),))
        >>> found = match_campaigns(Plan.of([ads]), [Campaign("search_dach"), Campaign("tv")])
        >>> [(one.campaign.name, one.initiative, one.how) for one in found]
        [('search_dach', 'ads', 'rule'), ('tv', None, 'none')]
    """
    matcher = Matcher(plan)
    return tuple(matcher.match(campaign) for campaign in campaigns)


@dataclass(frozen=True)
class _Rule:
    initiative: str
    rule: UtmRule
    folded: re.Pattern[str]
    plain: re.Pattern[str]
    channel: str
    rank: tuple[int, bool]

    def fits(self, campaign: Campaign, folded: str) -> bool:
        if self.channel and self.channel != fold_name(campaign.channel):
            return False
        plain = campaign.name.casefold()
        return bool(self.folded.fullmatch(folded) or self.plain.fullmatch(plain))


@dataclass(frozen=True)
class Matcher:
    """The rules of a plan, ready to be asked of many campaigns."""

    plan: Plan
    _rules: tuple[_Rule, ...] = field(init=False, repr=False)
    _names: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        initiatives = self.plan.initiatives
        rules = [_rule(key, rule) for key, one in initiatives.items() for rule in one.campaigns]
        object.__setattr__(self, "_rules", tuple(sorted(rules, key=_by_rank, reverse=True)))
        names = {fold_name(one.title): key for key, one in initiatives.items()}
        names |= {fold_name(key): key for key in initiatives}
        object.__setattr__(self, "_names", names)

    def initiative(self, stated: str | None) -> str | None:
        """The key of the initiative that a table means by its key or title; None for none."""
        if not stated:
            return None
        return stated if stated in self.plan.initiatives else self._names.get(fold_name(stated))

    def match(self, campaign: Campaign) -> Match:
        """Find the initiative of a campaign."""
        known = self.initiative(campaign.initiative)
        if known is not None:
            return Match(campaign, known, "stated")
        unknown = (
            f"The table campaigns states the initiative {campaign.initiative!r}, which the plan "
            "does not know."
            if campaign.initiative
            else ""
        )
        folded = fold_name(campaign.name)
        fitting = [rule for rule in self._rules if rule.fits(campaign, folded)]
        if not fitting:
            return Match(campaign, None, "none", problem=unknown)
        best = [rule for rule in fitting if rule.rank == fitting[0].rank]
        wanted = sorted({rule.initiative for rule in best})
        if len(wanted) > 1:
            patterns = " and ".join(f"{one.rule.pattern} ({one.initiative})" for one in best)
            tie = f"The rules {patterns} fit {campaign.name} equally well: make one longer."
            return Match(campaign, None, "none", problem=f"{unknown} {tie}".strip())
        return Match(campaign, wanted[0], "rule", best[0].rule.pattern, unknown)


def _rule(initiative: str, rule: UtmRule) -> _Rule:
    folded = fold_pattern(rule.pattern)
    return _Rule(
        initiative,
        rule,
        _compiled(folded),
        _compiled(rule.pattern.strip().casefold()),
        fold_name(rule.channel) if rule.channel else "",
        (len(folded.replace("*", "")), bool(rule.channel)),
    )


def _by_rank(rule: _Rule) -> tuple[tuple[int, bool], str, str]:
    return rule.rank, rule.initiative, rule.rule.pattern


def fold_pattern(pattern: str) -> str:
    """Fold the spelling of a pattern as campaigns' names are folded; `*` stays.

    Examples:
        >>> fold_pattern("Spring Sale-*"), fold_pattern("*-DACH")
        ('spring_sale_*', '*_dach')
    """
    plain = unicodedata.normalize("NFKD", pattern.strip().casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    folded = re.sub(r"[^a-z0-9*]+", "_", letters)
    return folded.strip("_") or pattern.strip()


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(piece) for piece in pattern.split("*")), re.DOTALL)
