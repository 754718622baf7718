"""What marketing does: 25 initiatives with their audiences, materials, milestones and rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from northing.plan.kinds.initiative import Initiative, Reach, UtmRule
from northing.plan.values import Contribution, Step
from northing.simulate.strategy import cast
from northing.simulate.strategy.days import at, day

_PEOPLE = {
    "A": cast.CMO, "M": cast.PLANNER, "T": cast.CAMPAIGNER, "L": cast.SALES, "P": cast.PRODUCT,
    "C": cast.SUCCESS,
}  # fmt: skip

# key | title | kind | owner | starts | ends | state | theme | serves | key results | rules
_TABLE = """
search-teams       |Search for teams that outgrow spreadsheets|campaign|M|-17/1|+6/31|live|Be found     |win-teams            |qualified-leads,pipeline-second-half|search_crm_*
search-alternatives|Be the alternative to the market leader   |campaign|M|-17/1|+6/31|live|Be found     |win-teams            |qualified-leads|search_alternatives_*
finance-leaders    |Talk to heads of finance                  |campaign|M|-17/1|+6/31|live|Talk to teams|win-teams            |qualified-leads|social_finance_*,social_cases_*
webinars           |Webinars with customers on the screen     |content |T|-17/1|+6/31|live|Talk to teams|win-teams 70,keep-customers 30|qualified-leads|social_webinar_*,webinar_*
software-days      |Software Days: a stand and forty demos    |event   |T|-17/1|+3/30|live|Meet         |win-teams            |qualified-leads|software_days_*
small-firms-summit |Small Firms Summit in London              |event   |T|-17/1|+6/31|live|Meet         |win-teams 60,self-service 40|qualified-leads|small_firms_*
search-jobs        |Search for the job to be done             |campaign|M|-17/1|+6/31|live|Be found     |self-service         |orders|search_invoicing_*,search_templates_*,search_scheduling_dach
brand-search       |Protect our name in search                |campaign|M|-17/1|+6/31|live|Be found     |self-service         |media-efficiency|brand_search_*
social-founders    |Founders to founders                      |campaign|T|-17/1|+6/31|live|Be seen      |self-service         |orders,shop-visits-spring|social_founders_*,social_templates_*
video-2026         |Ninety seconds of a calm office           |content |T|-5/12|+6/31|live|Be seen      |self-service 50,known-north 50|orders,awareness|social_video_*
spring-social      |Spring in the office                      |campaign|T|-15/1|-13/31|done|Be seen     |self-service         ||social_spring_*
retargeting        |Come back and finish                      |campaign|T|-17/1|+6/31|live|Be seen      |self-service         |orders|retargeting_dach,retargeting_uk,retargeting_france,retargeting_nordics,retargeting_benelux
onboarding         |The first week                            |content |M|-17/1|+6/31|live|Stay close   |self-service         |repeat-orders-spring|onboarding_*
seasonal-offers    |Offers of the season                      |pricing |M|-17/1|+6/31|live|Stay close   |self-service         |orders|black_week_*,spring_offer_*
customer-news      |What is new, once a month                 |content |M|-17/1|+6/31|live|Stay close   |keep-customers       |recurring|newsletter_*,product_*
winback            |We have missed you                        |campaign|M|-17/1|+6/31|live|Stay close   |keep-customers       |recurring|winback_*
upgrade-offer      |Grow into the next plan                   |campaign|M|-17/1|+6/31|live|Stay close   |keep-customers       |recurring|upgrade_*
customer-stories   |Thirty customers tell it themselves       |content |T|-8/1|+3/31|live|Talk to teams|keep-customers 60,win-teams 40|recurring|
northern-light     |Northern light: television and posters    |campaign|A|-5/1|+18/31|live|Be known    |known-north          |awareness,share-of-search|tv_northern_*,posters_north_*
simple-office      |The simple office on television           |campaign|A|-17/1|-6/31|done|Be known     |known-north          ||tv_simple_*,posters_cities_*
northern-forum     |Northern Growth Forum                     |event   |T|-17/1|+6/31|live|Be known     |known-north          |awareness|northern_growth_*,roadshow_*
press-nordics      |Speak in the Nordic press                 |public_relations|A|-3/1|+6/31|live|Be known|known-north   |share-of-search|
mobile-launch      |Launch of the mobile app                  |launch  |P|-3/1|+4/30|live|Build          |self-service 60,keep-customers 40|orders,new-checkout|
price-test         |What is simple worth? A price study       |research|M|-1/1|+2/31|live|Build          |self-service         |cac-ceiling|
partner-resellers  |Resellers in the Netherlands              |distribution|L|+1/1|+12/31|planned|Build  |win-teams            |pipeline-second-half|
"""  # noqa: E501

_MESSAGES = {
    "search-teams": "Forty people, one office, no spreadsheet.",
    "finance-leaders": "Close the month on the second day.",
    "northern-light": "Light comes from the north.",
    "social-founders": "Start the firm. We do the office.",
    "mobile-launch": "The office in your pocket.",
}
_REACH = {
    "search": ("firms with 20 to 200 people", "paid_search", "digital"),
    "brand-": ("who look for us", "paid_search_brand", "digital"),
    "social": ("founders", "paid_social", "digital"),
    "video-": ("founders", "paid_social", "digital"),
    "financ": ("heads of finance", "paid_social", "digital"),
    "retarg": ("visitors who left", "display_retargeting", "digital"),
    "custom": ("customers", "email", "digital"),
    "winbac": ("customers who left", "email", "digital"),
    "upgrad": ("customers who grow", "email", "digital"),
    "onboar": ("new customers", "email", "digital"),
    "season": ("shoppers", "email", "digital"),
    "softwa": ("firms with 20 to 200 people", "events", "experiential"),
    "small-": ("firms with 20 to 200 people", "events", "experiential"),
    "simple": ("owners of small firms", "television", "offline"),
}
_MORE_REACH = {
    "webinars": (
        Reach("heads of finance", "paid_social"),
        Reach("customers who grow", "email"),
    ),
    "northern-light": (
        Reach("owners of small firms", "television", "offline"),
        Reach("people in Stockholm and Malmö", "out_of_home", "offline"),
    ),
    "northern-forum": (
        Reach("owners of small firms", "events", "experiential"),
        Reach("owners of small firms", "out_of_home", "offline"),
    ),
    "mobile-launch": (
        Reach("customers", "email"),
        Reach("founders", "paid_social"),
        Reach("resellers", "events", "experiential"),
    ),
}

# initiative: name, due, state, owner, done
_MATERIALS = {
    "northern-light": (
        ("Television spot, 30 seconds", "-6/10", "made", "A", "-6/8"),
        ("Posters for the autumn", "+1/15", "review", "T", ""),
        ("Radio version", "-1/20", "draft", "T", ""),
    ),
    "mobile-launch": (
        ("Store pages in five languages", "-1/30", "made", "T", "-1/28"),
        ("Film of the app", "+1/10", "brief", "T", ""),
        ("Sales deck", "0/20", "review", "M", ""),
    ),
    "customer-stories": (
        ("Story of a bakery in Utrecht", "-2/15", "made", "T", "-2/15"),
        ("Story of a workshop in Graz", "+0/15", "draft", "T", ""),
        ("Story of a clinic in Leeds", "+1/31", "brief", "T", ""),
    ),
    "finance-leaders": (("Month-end checklist", "-2/1", "approved", "M", ""),),
    "software-days": (("Stand and signs", "+2/20", "brief", "T", ""),),
    "video-2026": (("Cut of 90 seconds", "-5/10", "made", "T", "-5/9"),),
}
_MILESTONES = {
    "mobile-launch": (
        ("Beta with fifty customers", "-2/28", "done", "P", "-2/25"),
        ("In the app stores", "0/15", "done", "P", "0/17"),
        ("Ten thousand installed", "+3/31", "open", "P", ""),
    ),
    "northern-light": (
        ("First flight on air", "-4/12", "done", "A", "-4/12"),
        ("Brand tracker, second wave", "-1/31", "open", "A", ""),
        ("Autumn flight booked", "+2/1", "open", "A", ""),
    ),
    "partner-resellers": (
        ("Three contracts signed", "+3/30", "open", "L", ""),
        ("First deal through a reseller", "+5/30", "open", "L", ""),
    ),
    "price-test": (
        ("Questions agreed with finance", "-1/20", "done", "M", "-1/19"),
        ("Answers in", "+1/15", "open", "M", ""),
    ),
    "software-days": (("Stand booked", "-1/15", "done", "T", "-1/14"),),
}
_PARTNERS = {
    "northern-light": "agency_north",
    "simple-office": "agency_north",
    "finance-leaders": "agency_b2b",
}


def initiatives() -> tuple[Initiative, ...]:
    """All of them, in the order of their themes' beginnings.

    Examples:
        >>> len(initiatives()), len({one.kind for one in initiatives()}) >= 8
        (25, True)
    """
    return tuple(_initiative(line) for line in _TABLE.strip().splitlines())


def _initiative(line: str) -> Initiative:
    cells = [cell.strip() for cell in line.split("|")]
    key, title, kind, owner, starts, ends, state, theme, serves, moves, rules = cells
    made: dict[str, Any] = {"kind": kind, "state": state}
    return Initiative(
        key,
        title,
        owner=_PEOPLE[owner],
        starts=day(starts),
        ends=day(ends),
        theme=theme,
        reach=_reach(key),
        message=_MESSAGES.get(key, ""),
        partner=_PARTNERS.get(key, ""),
        contributions=_contributions(key, serves),
        key_results=tuple(filter(None, moves.split(","))),
        campaigns=tuple(UtmRule(rule) for rule in rules.split(",") if rule),
        materials=_steps(_MATERIALS.get(key, ())),
        milestones=_steps(_MILESTONES.get(key, ())),
        **made,
    )


def _contributions(key: str, serves: str) -> tuple[Contribution, ...]:
    parts = [one.rpartition(" ") if " " in one else (one, "", "100") for one in serves.split(",")]
    found = tuple(Contribution(objective, Decimal(share)) for objective, _, share in parts)
    if key != "video-2026":
        return found
    # Until the brand film was cut into it, the video served the shop alone.
    since = at(-2)
    return (
        Contribution(found[0].objective, Decimal(100)),
        *(Contribution(one.objective, one.percent, since) for one in found),
    )


def _reach(key: str) -> tuple[Reach, ...]:
    if key in _MORE_REACH:
        return _MORE_REACH[key]
    found: Any = _REACH.get(key[:6])
    return (Reach(*found),) if found else ()


def _steps(rows: tuple[tuple[str, str, str, str, str], ...]) -> tuple[Step, ...]:
    return tuple(
        Step(
            name,
            day(due),
            state,
            _PEOPLE[owner],
            day(done) if done else None,
        )
        for name, due, state, owner, done in rows
    )
