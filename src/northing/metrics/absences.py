"""Why a sum found nothing: a value that does not exist, a period without data."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from northing.errors import Missing
from northing.metrics.extent import days_of, values_of
from northing.metrics.question import Question, Sum
from northing.metrics.sums import Cut

MOST_NAMED = 12  # more values than that are a list, not a hint


def absence_notes(question: Question, sums: Iterable[Sum], cut: Cut) -> list[str]:
    """Say which wanted values no row has, and that a period lies outside of the data.

    A misspelt channel and a channel that earned nothing would otherwise give the same answer.
    """
    known = [sum_ for sum_ in sums if not sum_.missing]
    notes = []
    for dimension, values in cut.filters.items():
        wanted = [value for value in values if value is not None]
        # One value that has rows needs no proof; of several, each may be the one that is wrong.
        if len(values) > 1 or all(not sum_.groups for sum_ in known):
            notes += _unknown_values(question, known, cut, dimension, wanted)
    for sum_ in known:
        if not sum_.groups and not sum_.outside:
            notes += _outside_of_data(question, sum_, cut)
    return notes


def _unknown_values(
    question: Question, sums: list[Sum], cut: Cut, dimension: str, wanted: list[str]
) -> list[str]:
    if not sums:
        return []
    values = set(question.context.unseen_channels) if dimension == "channel" else set()
    for sum_ in sorted(sums, key=lambda sum_: sum_.credited):
        if set(wanted) <= values:
            return []
        values |= _values(question, sum_, cut, dimension)
    inside = f" in {cut.period}" if all(sum_.credited for sum_ in sums) else ""
    listed = ", ".join(sorted(values)[:MOST_NAMED]) or "none"
    listed += " …" if len(values) > MOST_NAMED else ""
    notes = []
    for value in wanted:
        if value not in values:
            close = get_close_matches(value, sorted(values), n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            notes.append(f"No row has {dimension} {value!r}{inside}.{hint} Known: {listed}.")
    return notes


def _values(question: Question, sum_: Sum, cut: Cut, dimension: str) -> set[str]:
    try:
        if sum_.credited:
            facts = question.source.credit(
                sum_.kinds, question.rule, (cut.period,), (*cut.filters, dimension)
            )
        else:
            facts = question.source.dataset(sum_.measure.table)
    except Missing:
        return set()
    return set(values_of(question.source.engine, facts, dimension))


def _outside_of_data(question: Question, sum_: Sum, cut: Cut) -> list[str]:
    try:
        facts = question.source.dataset(sum_.measure.table)
    except Missing:
        return []
    first, last = days_of(question.source.engine, facts, sum_.measure.date_column)
    if first is None or last is None or (first < cut.period.end and cut.period.start <= last):
        return []
    return [f"No {sum_.measure.title} in {cut.period}: the data run from {first} to {last}."]
