"""What of a page can be chosen, kept in its address: period, comparison, kind, rule, split."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from northing.errors import BadInput, Unknown

if TYPE_CHECKING:
    from northing.web.site.page import Page
    from northing.web.site.page_context import PageContext

Choices = Callable[["PageContext"], Mapping[str, str]]


@dataclass(frozen=True)
class Filter:
    """One thing to choose.

    Attributes:
        label: As it stands above the field.
        default: The value where the address says nothing.
        choices: Values and what they are called; None for free text.
        check: Raises where a value cannot be.
        hint: What may be typed.
        applies: Whether the page has anything to choose here; a page of one metric may not.
    """

    label: str
    default: Callable[[PageContext], str]
    choices: Choices | None = None
    check: Callable[[PageContext, str], None] | None = None
    hint: str = ""
    applies: Callable[[PageContext], bool] | None = None


def read_filters(context: PageContext, names: tuple[str, ...]) -> dict[str, str]:
    """The values of a page's filters, from its address, checked.

    Raises:
        BadInput: If the address names a filter that the page does not have, or one twice.
        Unknown: If a value is none of the choices.
    """
    given = context.query
    for key, values in given.items():
        if key not in names and key not in PASSING:
            raise BadInput(f"This page has no filter {key!r}; it has {', '.join(names) or 'none'}.")
        if len(values) > 1:
            raise BadInput(f"The filter {key} stands {len(values)} times; expected it once.")
    chosen: dict[str, str] = {}
    for name in names:
        one = FILTERS[name]
        if one.applies is not None and not one.applies(context):
            continue
        stated = given.get(name, ("",))[0].strip()
        value = stated or one.default(context)
        if stated and one.choices is not None and value not in one.choices(context):
            raise Unknown(one.label.lower(), value, one.choices(context))
        if stated and one.check is not None:
            one.check(context, value)
        chosen[name] = value
    return chosen


PASSING = frozenset({"asof", "theme"})
"""Parameters that every page takes: the snapshot to look at, and how it looks."""


def recent_periods(context: PageContext) -> list[tuple[str, str]]:
    """Periods that people ask for, newest first, as the data reach."""
    as_of = context.as_of
    year, quarter = as_of.year, (as_of.month - 1) // 3 + 1
    quarters = []
    for back in range(9):
        index = year * 4 + quarter - 1 - back
        quarters.append(f"{index // 4}-Q{index % 4 + 1}")
    months = []
    for back in range(6):
        index = as_of.year * 12 + as_of.month - 1 - back
        months.append(f"{index // 12}-{index % 12 + 1:02d}")
    return [
        ("last-13-weeks", "Last 13 weeks"),
        *((one, one.replace("-", " ")) for one in quarters),
        *((one, one) for one in months),
        *((str(year - back), str(year - back)) for back in range(3)),
    ]


def default_period(context: PageContext) -> str:
    """The period of a page whose address names none."""
    from northing.web.site.page import PAGES
    from northing.workspace.alignment import fiscal_year

    wanted = PAGES[context.page].period
    if wanted != "fiscal year":
        return wanted
    return fiscal_year(context.as_of, context.calendar).label


def _check_period(context: PageContext, value: str) -> None:
    from northing.calendar import parse_period

    parse_period(value, context.calendar, context.as_of)


def _before(_context: PageContext) -> Mapping[str, str]:
    return {"year": "a year before", "previous": "the period before", "none": "nothing"}


def _kinds(context: PageContext) -> Mapping[str, str]:
    return {kind: kind.replace("_", " ") for kind in context.kinds}


def _rules(_context: PageContext) -> Mapping[str, str]:
    from northing.attribution import RULES

    return {key: rule.title for key, rule in RULES.items()}


def _audited(name: str) -> Mapping[str, str]:
    from northing.web.accounts.selectors import audit_values

    return audit_values(name)


def _default_kind(context: PageContext) -> str:
    wanted = context.settings.kind
    kinds = context.kinds
    return wanted if wanted in kinds or not kinds else kinds[0]


def _splits(context: PageContext) -> Mapping[str, str]:
    """The dimensions that the page's metric can be split by."""
    from northing.calendar import GRAINS
    from northing.metrics import MEASURES, possible_dimensions

    metric = context.metric(context.arguments["name"])
    names = [name for name in possible_dimensions(metric, MEASURES) if name not in GRAINS]
    return {name: name for name in names} or {"": "nothing"}


def _default_split(context: PageContext) -> str:
    choices = _splits(context)
    return "channel" if "channel" in choices else next(iter(choices))


def _anything(_context: PageContext) -> str:
    return ""


def _variants(context: PageContext) -> Mapping[str, str]:
    """The ways in which the page's metric can be measured."""
    metric = context.metric(context.arguments["name"])
    return {one: one.replace("_", " ") for one in metric.variant_names}


def _takes_rule(context: PageContext) -> bool:
    from northing.metrics import parameters_of

    return "rule" in parameters_of(context.metric(context.arguments["name"]))


def _locked(context: PageContext, parameter: str, otherwise: str) -> str:
    """What two people have locked for the page's metric, else the usual."""
    from northing.workspace.locks import locked_parameters

    locks = context.snapshot.locks if context.snapshot is not None else {}
    return locked_parameters(locks, context.arguments["name"]).get(parameter, otherwise)


FILTERS: dict[str, Filter] = {
    "period": Filter(
        "Period",
        lambda context: default_period(context),
        None,
        _check_period,
        "2026-Q3, 2026-07, 2026-W31, 2026, FY26-Q2, 2026-07-01..2026-09-30, last-13-weeks",
    ),
    "compare": Filter("Compare with", lambda _context: "year", _before),
    "kind": Filter("Conversion", _default_kind, _kinds),
    "rule": Filter("Rule", lambda context: context.settings.rule, _rules),
    "grain": Filter(
        "By time",
        lambda _context: "week",
        lambda _context: {one: one for one in ("day", "week", "month", "quarter")},
    ),
    "split": Filter("By", _default_split, _splits),
    "variant": Filter(
        "Definition",
        lambda context: _locked(context, "variant", next(iter(_variants(context)))),
        _variants,
        applies=lambda context: bool(_variants(context)),
    ),
    "metricrule": Filter(
        "Rule",
        lambda context: _locked(context, "rule", context.settings.rule),
        _rules,
        applies=_takes_rule,
    ),
    "channel": Filter("Channel", _anything, hint="a channel's name; empty for all"),
    "campaign": Filter("Campaign", _anything, hint="a campaign's name; empty for all"),
    "rowkind": Filter("Kind", _anything, hint="a kind of row, such as won; empty for all"),
    "by": Filter(
        "By",
        lambda _context: "channel",
        lambda _context: {
            "channel": "channel",
            "campaign": "campaign",
            "segment": "segment",
            "country": "country",
            "device": "device",
        },
    ),
    "person": Filter("Person", lambda _context: "all", lambda _context: _audited("who")),
    "action": Filter("Action", lambda _context: "all", lambda _context: _audited("action")),
}


def fields_of(page: Page, context: PageContext) -> list[dict[str, Any]]:
    """The filters of a page, as its form shows them."""
    fields = []
    for name in page.filters:
        if name not in context.filters:
            continue
        one = FILTERS[name]
        choices = one.choices(context) if one.choices else None
        fields.append(
            {
                "name": name,
                "label": one.label,
                "value": context.filters[name],
                "choices": list(choices.items()) if choices is not None else None,
                "known": recent_periods(context) if name == "period" else [],
                "hint": one.hint,
            }
        )
    return fields
