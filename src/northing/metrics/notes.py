"""What to know before believing a metric: what is missing, outside, mixed or not finished."""

from __future__ import annotations

from datetime import timedelta

from northing.metrics.absences import absence_notes
from northing.metrics.question import Question
from northing.metrics.rows import NOT_ADDED, Measured
from northing.metrics.table import Maturity


def notes_of(
    question: Question,
    now: Measured,
    before: Measured | None,
    maturities: tuple[Maturity | None, Maturity | None],
) -> list[str]:
    """Say everything that a reader of the values must know."""
    context, notes = question.context, []
    sums = [*now.sums, *(before.sums if before else ())]
    notes += [note for sum_ in sums for note in ((sum_.missing,) if sum_.missing else sum_.notes)]
    if now.credited:
        notes += _credit_notes(question, now)
    if now.mixed == "kind":
        notes.append(
            "Kinds of conversion are steps of one path and are not added up; ask for one kind to "
            "see its total and what is unattributed."
        )
    elif now.mixed == "objective":
        notes.append(
            "Objectives are not added up: what one has too much, others lack. Ask for one "
            "objective to see its total."
        )
    elif now.mixed:
        notes.append(
            f"{NOT_ADDED[now.mixed].capitalize()} are not added up: they speak of the same things. "
            f"Ask for one {now.mixed} to see its total."
        )
    notes += absence_notes(question, now.sums, now.cut)
    if now.cut.period.last_day > context.as_of:
        notes.append(f"The period runs past {context.as_of}, the newest complete day.")
    notes += _maturity_notes(now, before, maturities)
    if before and before.cut.period.days != now.cut.period.days:
        lengths = f"{now.cut.period.days} and {before.cut.period.days} days"
        notes.append(f"The periods compared have {lengths}.")
    return list(dict.fromkeys(notes))


def _credit_notes(question: Question, now: Measured) -> list[str]:
    notes = []
    unseen = sorted(question.context.unseen_channels)
    if unseen:
        notes.append(
            f"Channels that leave no touches ({', '.join(unseen)}) cannot earn credit; what "
            "they cost counts in the total."
        )
    if now.denominator:
        notes.append("Unattributed conversions are outside the total and shown apart.")
    return notes + _spend_notes(question, now)


def _spend_notes(question: Question, now: Measured) -> list[str]:
    """Say from when on money spent has not yet had its lookback to be credited in."""
    kinds = now.credited_kinds
    if not now.denominator or not kinds:
        return []
    context = question.context
    lookback = max(question.lookback(kind) for kind in kinds)
    since = max(context.as_of - timedelta(days=lookback - 1), now.cut.period.start)
    if since > now.cut.period.last_day:
        return []
    return [f"Spend since {since} can still earn credit: the lookback is {lookback} days."]


def _maturity_notes(
    now: Measured, before: Measured | None, maturities: tuple[Maturity | None, Maturity | None]
) -> list[str]:
    """Say how complete the periods are, unless both are or stand at the same age."""
    if before is not None and before.cut.until is not None:
        return [
            f"{before.cut.period} is taken as it stood on {before.cut.until}, as old as "
            f"{now.cut.period} is now; amounts are those of today."
        ]
    if all(one is None or one.share_complete == 1 for one in maturities):
        return []
    if now.credited and before is None:
        return []  # said of the money that still earns
    both = zip((now, before), maturities, strict=True)
    said = "; ".join(f"{one.cut.period}: {maturity}" for one, maturity in both if one and maturity)
    return [f"{'Not equally old' if before else 'Not finished'}: {said}."]
