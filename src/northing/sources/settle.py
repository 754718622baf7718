"""Settles decimal marks, date orders and the currency by what was seen, or asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from northing.currency_marks import currencies_of
from northing.sources.convert_dates import DateReader
from northing.sources.convert_numbers import NumberReader
from northing.sources.date_evidence import DateEvidence, Order
from northing.sources.dates import DateStyle
from northing.sources.grid import Grid
from northing.sources.headings import currency_in
from northing.sources.mapping import ColumnRule
from northing.sources.numerals import Evidence
from northing.sources.reading import ReadDefaults
from northing.sources.resolve import Origin, Resolved
from northing.sources.survey import NUMBERS, TIMES, Seen

DecimalMark = Literal[".", ","]
FIRST_PART: Mapping[Order, str] = {"dmy": "day", "mdy": "month", "ymd": "year"}


def number_readers(
    resolved: Resolved, grid: Grid, seen: Seen, questions: list[str]
) -> dict[str, NumberReader]:
    readers: dict[str, NumberReader] = {}
    given = resolved.shape.answers.decimal
    # Where a sheet or document could have held a number, a text's marks are no one's rule.
    holds_types = grid.facts.format in ("xlsx", "json", "ndjson")
    columns = {n: o for n, o in resolved.origins.items() if o.column.type in NUMBERS}
    by_cells = {
        evidence.decided
        for name, evidence in seen.numbers.items()
        if evidence.decided and not columns[name].rule.decimal
    }
    thousands = _thousands_of_integers(columns, seen, by_cells)
    marks_of_file = by_cells or thousands
    for name, origin in columns.items():
        evidence = seen.numbers.get(name)
        decimal = origin.rule.decimal or given
        if evidence is None:
            decimal = "."  # the file itself says "number"
        elif decimal is None and evidence.disagrees:
            questions.append(
                f"{_shown(origin)}: some cells have '.' and others ',' as the decimal mark; "
                'say decimal = "." or decimal = "," in a mapping, and the others are refused.'
            )
        elif decimal is None and holds_types and any(evidence.maybe.values()):
            questions.append(_thousands_question(origin, evidence))
        elif decimal is None:
            decimal = evidence.decided
            if decimal is None and evidence.is_open:
                if len(marks_of_file) == 1:
                    (decimal,) = marks_of_file
                else:
                    questions.append(_thousands_question(origin, evidence))
        readers[name] = NumberReader(decimal, origin.rule.scale)
    return readers


def _thousands_of_integers(
    columns: Mapping[str, Origin], seen: Seen, by_cells: set[DecimalMark]
) -> set[DecimalMark]:
    """`1.234` impressions can only be thousands: that settles the file's marks."""
    found: set[DecimalMark] = set()
    for name, evidence in seen.numbers.items():
        if columns[name].column.type == "integer" and evidence.is_open:
            dots, commas = evidence.maybe["."], evidence.maybe[","]
            if bool(dots) != bool(commas) and not evidence.disagrees:
                found.add("," if dots else ".")
    return found if len(found | by_cells) <= 1 else set()


def _thousands_question(origin: Origin, evidence: Evidence) -> str:
    cell = evidence.example or ""
    mark = "." if evidence.maybe["."] else ","
    other = "," if mark == "." else "."
    return (
        f"{_shown(origin)}: {cell!r} can be thousands or decimals, and no other cell decides; "
        f'say decimal = "{other}" (thousands) or decimal = "{mark}" (decimals) in a mapping.'
    )


def _shown(origin: Origin) -> str:
    return f"Column {origin.headings[0]!r} ({origin.column.name})"


def date_readers(
    resolved: Resolved, grid: Grid, seen: Seen, defaults: ReadDefaults, questions: list[str]
) -> dict[str, DateReader]:
    answers = resolved.shape.answers
    account_zone = defaults.time_zones.get(resolved.source or "", defaults.time_zone)
    columns = {n: o for n, o in resolved.origins.items() if o.column.type in TIMES}
    told = {
        name: origin.rule.day_first if origin.rule.day_first is not None else answers.day_first
        for name, origin in columns.items()
    }
    known = _orders_of_file(seen, told)
    readers: dict[str, DateReader] = {}
    for name, origin in columns.items():
        orders: list[tuple[str, Order]] = []
        evidence = seen.dates.get(name, DateEvidence())
        for mark in evidence.marks:
            order = _order(origin, evidence, mark, told[name], known, questions)
            if order:
                orders.append((mark, order))
        if told[name] is None and len({order for _, order in orders}) > 1:
            questions.append(_mixed_orders(origin, orders))
        first_day = grid.facts.window[0] if grid.facts.window else None
        if "nth_day" in origin.rule.format and first_day is None:
            questions.append(f"{_shown(origin)}: the file does not say which day is the first.")
        style = DateStyle(tuple(orders), origin.rule.format, first_day)
        zone = origin.rule.time_zone or answers.time_zone or account_zone
        readers[name] = DateReader(style, zone)
    return readers


def _mixed_orders(origin: Origin, orders: list[tuple[str, Order]]) -> str:
    """Two orders in one column: someone or some program has turned dates around."""
    listed = " but ".join(
        f"those with {mark!r} are {FIRST_PART[order]} first" for mark, order in orders
    )
    return (
        f"{_shown(origin)}: dates {listed}, so that dates may have been turned around; say "
        f'{origin.column.name} = {{ column = "{origin.headings[0]}", format = [...] }} in a '
        "mapping with the formats to accept, and other rows are refused."
    )


def _orders_of_file(seen: Seen, told: Mapping[str, bool | None]) -> dict[str, frozenset[Order]]:
    """What all date columns of the file allow together, by separator."""
    known: dict[str, frozenset[Order]] = {}
    for name, evidence in seen.dates.items():
        for mark in evidence.marks:
            allowed = evidence.orders(mark)
            if allowed and told.get(name) is None:
                known[mark] = known.get(mark, allowed) & allowed
    return known


def _order(
    origin: Origin,
    evidence: DateEvidence,
    mark: str,
    day_first: bool | None,
    known: Mapping[str, frozenset[Order]],
    questions: list[str],
) -> Order | None:
    if day_first is not None:
        return "dmy" if day_first else "mdy"
    allowed = evidence.orders(mark)
    if len(allowed) > 1 and known.get(mark):
        allowed = allowed & known[mark]
    if len(allowed) == 1:
        (order,) = allowed
        return order
    parts = " or ".join(part for order, part in FIRST_PART.items() if order in allowed)
    why = (
        f"{evidence.example!r} can be {parts} first, and no other cell decides"
        if allowed
        else "some cells can only be day first and others only month first"
    )
    # What no cell allows is not offered: `12/01/02` would be read by it all the same.
    told = "day_first = true or day_first = false"
    if len(allowed) > 1 and not {"dmy", "mdy"} <= allowed:
        told = f"day_first = {'true' if 'dmy' in allowed else 'false'}"
    questions.append(
        f"{_shown(origin)}: {why}; say {told} in a mapping, or "
        f'{origin.column.name} = {{ column = "{origin.headings[0]}", '
        f"format = {_formats(evidence, mark, allowed)} }}."
    )
    return None


def _formats(evidence: DateEvidence, mark: str, allowed: frozenset[Order]) -> str:
    """The formats to choose from, with the year as the cells write it."""
    if not evidence.short_year.get(mark):
        return f'"%d{mark}%m{mark}%Y"'
    if evidence.short_year[mark] < evidence.numeric[mark]:
        return f'["%d{mark}%m{mark}%Y", "%d{mark}%m{mark}%y"]'
    orders = [order for order in FIRST_PART if order in allowed] or ["dmy"]
    return " or ".join('"' + mark.join(f"%{part}" for part in order) + '"' for order in orders)


def settle_currency(
    resolved: Resolved, seen: Seen, defaults: ReadDefaults, questions: list[str]
) -> tuple[dict[str, Origin], bool, str | None]:
    """Settle where the currency comes from: a column, settings, the mapping, or the marks."""
    origins = dict(resolved.origins)
    money = [o for o in origins.values() if o.column.type == "money" and o.headings]
    column = next((c for c in resolved.contract.columns if c.type == "currency"), None)
    if column is None or not money:
        return origins, False, None
    given = origins.get(column.name)
    if given is not None and given.headings:
        return origins, False, None
    constant = given.rule.constant if given else resolved.shape.answers.currency
    named = {code for o in money if (code := currency_in(o.headings[0])) is not None}
    if len(named) == 1 and constant in (None, *named):
        (code,) = named
        origins[column.name] = Origin(column, ColumnRule(constant=code), ())
        return origins, False, None
    account = defaults.currencies.get(resolved.source or "")
    if constant and account and constant != account:
        questions.append(
            f"The mapping says {constant} and settings say that the account of "
            f"{resolved.source} is in {account}; change one of them."
        )
    if code := account or constant:
        origins[column.name] = Origin(column, ColumnRule(constant=code), ())
        return origins, False, account
    meanings = {mark: currencies_of(mark) for mark in seen.marks}
    if any(len(codes) == 1 for codes in meanings.values()):
        return origins, True, None
    shared = next((mark for mark, codes in meanings.items() if codes), None)
    if shared:
        questions.append(
            f"The mark {shared!r} can be {', '.join(meanings[shared])}; say "
            f'currency = "{meanings[shared][0]}" in a mapping.'
        )
    else:
        settings = (
            f"set the currency of the account of {resolved.source} in northing.toml"
            if resolved.source
            else "add a currency column"
        )
        questions.append(
            f"No column says which currency {money[0].headings[0]!r} is in; say "
            f'currency = "EUR" in a mapping, or {settings}.'
        )
    return origins, False, None


def doubts_of(resolved: Resolved, seen: Seen, from_marks: bool) -> dict[str, tuple[str, ...]]:
    doubts: dict[str, tuple[str, ...]] = {}
    if from_marks:
        doubts["currency"] = ("Taken from the mark beside each amount.",)
    for name, evidence in seen.numbers.items():
        if evidence.sure["."] and evidence.sure[","]:
            doubts[name] = ("A few cells have the other decimal mark; they are refused.",)
    for name, found in seen.dates.items():
        if found.coarse and resolved.contract.by_name[name].type == "date":
            doubts[name] = ("Cells name months or weeks; each stands on its first day.",)
        rule = resolved.origins[name].rule
        if found.orders(".") == {"dmy"} and found.may_be_year_first(".") and rule.day_first is None:
            doubts[name] = (
                *doubts.get(name, ()),
                f"Read day first, as is the custom, though every cell could be year first "
                f'({found.example!r}); format = "%y.%m.%d" in a mapping reads it so.',
            )
    return doubts
