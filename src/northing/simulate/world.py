"""What the company is: channels, countries, campaigns, and which of them the truth plants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from northing.simulate.clock import AS_OF, DAYS, FIRST_DAY, START, Floats, day_index


@dataclass(frozen=True)
class Channel:
    """One marketing channel and the spellings under which files carry it."""

    name: str
    group: str
    kind: str
    spellings: tuple[str, ...]
    role: str = "marketing"
    branded: bool = False
    leaves_touches: bool = True


CHANNELS = (
    Channel(
        "direct", "Direct", "digital", ("(direct) / (none)", "Direct", "typed_in"), role="direct"
    ),
    Channel("organic_search", "Search", "digital", ("google / organic", "Organic Search", "seo")),
    Channel(
        "paid_search_brand",
        "Search",
        "digital",
        ("google / cpc_brand", "Paid Search Brand", "sea-brand"),
        branded=True,
    ),
    Channel("paid_search", "Search", "digital", ("google / cpc", "Paid Search", "sea")),
    Channel(
        "paid_social", "Social", "digital", ("facebook / paid_social", "Paid Social", "smm-paid")
    ),
    Channel(
        "display_retargeting",
        "Display",
        "digital",
        ("adnetwork / retargeting", "Display Retargeting", "rtg"),
    ),
    Channel("email", "Email", "digital", ("newsletter / email", "E-Mail", "mailing")),
    Channel("events", "Events", "experiential", ("event / badge_scan", "Trade Shows", "expo")),
    Channel(
        "television", "Mass media", "offline", ("TV", "Television", "tv_spot"), leaves_touches=False
    ),
    Channel(
        "out_of_home", "Mass media", "offline", ("OOH", "Out of Home", "posters"),
        leaves_touches=False,
    ),
)  # fmt: skip
CHANNEL_NAMES = tuple(channel.name for channel in CHANNELS)
(
    DIRECT,
    ORGANIC_SEARCH,
    PAID_SEARCH_BRAND,
    PAID_SEARCH,
    PAID_SOCIAL,
    DISPLAY_RETARGETING,
    EMAIL,
    EVENTS,
    TELEVISION,
    OUT_OF_HOME,
) = range(10)
BASELINE = 10
"""The cause of everybody whom no channel brought."""
CAUSES = (*CHANNEL_NAMES, "baseline")

COUNTRIES = ("DE", "GB", "FR", "SE", "NL", "ES", "IT", "AT")
COUNTRY_SHARE = np.array([0.30, 0.18, 0.14, 0.09, 0.09, 0.08, 0.07, 0.05])
CURRENCIES = ("EUR", "GBP", "SEK")
COUNTRY_CURRENCY = np.array([0, 1, 0, 2, 0, 0, 0, 0])
DEVICES = ("desktop", "mobile", "tablet")
SEGMENTS = ("self_service", "small", "mid_market")

REGIONS = {
    "dach": ("DE", "AT"),
    "uk": ("GB",),
    "france": ("FR",),
    "nordics": ("SE",),
    "benelux": ("NL",),
    "south": ("ES", "IT"),
    "all": COUNTRIES,
}


@dataclass(frozen=True)
class Campaign:
    """One campaign: where, when and for what it runs."""

    name: str
    channel: int
    source: str
    region: str
    starts: date
    ends: date | None = None
    initiative: str | None = None
    audience: str = "small firms"
    partner: str | None = None
    weight: float = 1.0


def _day(text: str) -> date:
    return date.fromisoformat(text)


_FOR_TEAMS = frozenset(
    {
        "search-teams",
        "search-alternatives",
        "finance-leaders",
        "webinars",
        "software-days",
        "small-firms-summit",
    }
)
"""Initiatives that address mid-sized firms."""

_TABLE = """
brand_search_dach       |2|google_ads  |dach   |2024-01-01|          |                   |3.0
brand_search_uk         |2|google_ads  |uk     |2024-01-01|          |                   |1.8
brand_search_france     |2|google_ads  |france |2024-01-01|          |                   |1.4
brand_search_nordics    |2|google_ads  |nordics|2024-01-01|          |brand-search       |0.9
brand_search_benelux    |2|google_ads  |benelux|2024-01-01|          |                   |0.9
brand_search_south      |2|google_ads  |south  |2024-01-01|          |                   |1.5
search_crm_dach         |3|google_ads  |dach   |2024-01-01|          |search-teams       |3.0
search_crm_uk           |3|google_ads  |uk     |2024-01-01|          |search-teams       |1.8
search_crm_france       |3|google_ads  |france |2024-01-01|          |search-teams       |1.4
search_crm_nordics      |3|google_ads  |nordics|2024-01-01|          |search-teams       |0.9
search_crm_benelux      |3|google_ads  |benelux|2024-01-01|          |search-teams       |0.9
search_crm_south        |3|google_ads  |south  |2024-01-01|          |search-teams       |1.5
search_invoicing_dach   |3|google_ads  |dach   |2024-03-01|          |search-jobs        |2.0
search_invoicing_uk     |3|google_ads  |uk     |2024-06-01|          |search-jobs        |1.2
search_scheduling_dach  |3|google_ads  |dach   |2024-01-15|2025-06-30|search-jobs        |1.5
search_scheduling_south |3|google_ads  |south  |2025-02-01|          |                   |0.8
search_templates_france |3|google_ads  |france |2024-09-01|          |search-jobs        |0.9
search_templates_uk     |3|google_ads  |uk     |2024-04-01|2025-12-31|search-jobs        |0.8
search_alternatives_dach|3|google_ads  |dach   |2025-01-01|          |search-alternatives|1.4
search_alternatives_uk  |3|google_ads  |uk     |2025-03-01|          |                   |0.9
social_founders_dach    |4|meta_ads    |dach   |2024-01-01|          |social-founders    |2.6
social_founders_uk      |4|meta_ads    |uk     |2024-01-01|          |social-founders    |1.6
social_founders_france  |4|meta_ads    |france |2024-01-01|          |social-founders    |1.3
social_templates_nordics|4|meta_ads    |nordics|2024-01-01|          |social-founders    |0.9
social_templates_south  |4|meta_ads    |south  |2024-01-01|          |social-founders    |1.3
social_spring_2024      |4|meta_ads    |all    |2024-03-15|2024-05-15|                   |2.0
social_spring_2025      |4|meta_ads    |all    |2025-03-15|2025-05-15|spring-social      |2.0
social_video_2026       |4|meta_ads    |all    |2026-01-12|          |video-2026         |2.0
social_finance_dach     |4|linkedin_ads|dach   |2024-02-01|          |finance-leaders    |1.6
social_finance_uk       |4|linkedin_ads|uk     |2024-02-01|          |finance-leaders    |1.0
social_cases_benelux    |4|linkedin_ads|benelux|2024-01-01|          |finance-leaders    |1.1
social_webinar_europe   |4|linkedin_ads|all    |2024-10-01|          |webinars           |1.6
retargeting_dach        |5|display_ads |dach   |2024-01-01|          |retargeting        |3.0
retargeting_uk          |5|display_ads |uk     |2024-01-01|          |retargeting        |1.8
retargeting_france      |5|display_ads |france |2024-01-01|          |retargeting        |1.4
retargeting_nordics     |5|display_ads |nordics|2024-01-01|          |retargeting        |0.9
retargeting_benelux     |5|display_ads |benelux|2024-01-01|          |                   |0.9
retargeting_south       |5|display_ads |south  |2024-01-01|          |                   |1.5
newsletter_monthly      |6|mail_tool   |all    |2024-01-01|          |customer-news      |3.0
onboarding_series       |6|mail_tool   |all    |2024-01-01|          |onboarding         |2.5
winback_series          |6|mail_tool   |all    |2024-05-01|          |winback            |1.2
product_updates         |6|mail_tool   |all    |2024-01-01|          |customer-news      |1.6
webinar_invites         |6|mail_tool   |all    |2024-09-15|          |webinars           |1.4
upgrade_offer           |6|mail_tool   |all    |2025-01-10|          |upgrade-offer      |1.2
black_week_2024         |6|mail_tool   |all    |2024-11-18|2024-12-02|seasonal-offers    |2.5
black_week_2025         |6|mail_tool   |all    |2025-11-17|2025-12-01|seasonal-offers    |2.5
spring_offer_2025       |6|mail_tool   |all    |2025-04-01|2025-04-30|                   |1.5
spring_offer_2026       |6|mail_tool   |all    |2026-04-01|2026-04-30|seasonal-offers    |1.5
software_days_2024      |7|event_ledger|all    |2024-01-01|2024-09-30|software-days      |2.0
software_days_2025      |7|event_ledger|all    |2024-10-01|2025-09-30|software-days      |2.0
software_days_2026      |7|event_ledger|all    |2025-10-01|          |software-days      |2.0
small_firms_summit      |7|event_ledger|uk     |2024-01-01|          |small-firms-summit |1.0
northern_growth_forum   |7|event_ledger|nordics|2024-01-01|          |northern-forum     |0.8
roadshow_south          |7|event_ledger|south  |2024-06-01|2025-12-31|                   |0.8
tv_simple_office_2024   |8|media_agency|all    |2024-01-01|2024-12-31|simple-office      |1.0
tv_simple_office_2025   |8|media_agency|all    |2025-01-01|2025-12-31|simple-office      |1.0
tv_northern_light_2026  |8|media_agency|all    |2026-01-01|          |northern-light     |1.0
posters_cities_2024     |9|media_agency|all    |2024-01-01|2024-12-31|simple-office      |1.0
posters_cities_2025     |9|media_agency|all    |2025-01-01|2025-12-31|                   |1.0
posters_north_2026      |9|media_agency|nordics|2026-01-01|          |northern-light     |1.0
"""


def _campaign(line: str) -> Campaign:
    name, channel, source, region, starts, ends, initiative, weight = (
        cell.strip() for cell in line.split("|")
    )
    return Campaign(
        name=name,
        channel=int(channel),
        source=source,
        region=region,
        starts=_day(starts),
        ends=_day(ends) if ends else None,
        initiative=initiative or None,
        audience="mid-sized firms" if initiative in _FOR_TEAMS else "small firms",
        partner={"media_agency": "agency_north", "linkedin_ads": "agency_b2b"}.get(source),
        weight=float(weight),
    )


CAMPAIGNS = tuple(_campaign(line) for line in _TABLE.strip().splitlines())


def campaigns_of(channel: int) -> tuple[int, ...]:
    """Indices of the campaigns of a channel."""
    return tuple(i for i, campaign in enumerate(CAMPAIGNS) if campaign.channel == channel)


@cache
def campaign_country_mask() -> Floats:
    """Shape (campaigns, countries): 1 where the campaign runs, else 0."""
    mask = np.zeros((len(CAMPAIGNS), len(COUNTRIES)))
    for i, campaign in enumerate(CAMPAIGNS):
        for country in REGIONS[campaign.region]:
            mask[i, COUNTRIES.index(country)] = 1.0
    return mask


@cache
def campaign_active() -> Floats:
    """Shape (days, campaigns): 1 while it runs. The warm-up runs what the first day runs."""
    active = np.zeros((DAYS, len(CAMPAIGNS)))
    for i, campaign in enumerate(CAMPAIGNS):
        last = day_index(campaign.ends or AS_OF)
        active[day_index(campaign.starts) : last + 1, i] = 1.0
        if campaign.starts == START:
            active[:FIRST_DAY, i] = 1.0
    return active


@dataclass(frozen=True)
class Dip:
    """One week's fault in one cell: paid and shown as ever, clicks and visits fall to `factor`."""

    channel: int = PAID_SEARCH
    device: int = 1
    country: int = 0
    first: date = date(2026, 5, 18)
    last: date = date(2026, 5, 24)
    factor: float = 0.25


@dataclass(frozen=True)
class Silence:
    """A source whose export brought nothing for nine days, while it spent on."""

    source: str = "meta_ads"
    table: str = "spend"
    first: date = date(2026, 3, 3)
    last: date = date(2026, 3, 11)


@dataclass(frozen=True)
class Holdout:
    """Eight weeks without paid social in a part of the regions."""

    channel: int = PAID_SOCIAL
    first: date = date(2025, 9, 1)
    last: date = date(2025, 10, 26)
    regions: int = 20
    held_out: int = 6

    @property
    def share(self) -> float:
        """Share of the market in the regions held out (regions are of equal size)."""
        return self.held_out / self.regions


DIP = Dip()
SILENCE = Silence()
HOLDOUT = Holdout()
DUPLICATE_SHARE = 0.04
LATE_SHARE = 0.01
REFUSED_SHARE = 0.30
OVER_CLAIM = {
    "google_ads": 1.10,
    "meta_ads": 1.40,
    "linkedin_ads": 1.20,
    "display_ads": 1.50,
    "mail_tool": 1.05,
}
"""What a platform claims ÷ the conversions whose journeys it touched (already too many)."""
