"""Where a key result stands: its value to date, its pace against the course, its status.

Until forecasts exist, the status is told from pace; `RULE` says how, in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from northing.align.course import Course, linear_course
from northing.plan.kinds.key_result import KeyResult, Part

Status = Literal["too early", "on course", "at risk", "off course", "done", "missed"]

GRAVITY: tuple[Status, ...] = ("done", "too early", "on course", "at risk", "off course", "missed")
"""From what needs nobody to what needs somebody most."""
EARLY_SHARE = 0.1
ON_COURSE_PACE = 0.95
OFF_COURSE_PACE = 0.8
HELD_WITHIN = 0.1
SURE, UNSURE = Decimal("0.7"), Decimal("0.3")
LEAST_COMPLETE = 0.5

RULE = (
    "Pace, until forecasts exist: what is behind ÷ what should be by now on the planned course. "
    f"On course from {ON_COURSE_PACE:.2f}, off course below {OFF_COURSE_PACE:.2f}, at risk "
    f"between; too early in the first {EARLY_SHARE:.0%} of its time. A limit to hold is at risk "
    f"where it is missed by up to {HELD_WITHIN:.0%}, off course beyond. An open milestone is "
    f"judged by the last check-in's confidence: on course from {SURE}, off course below {UNSURE}."
)


@dataclass(frozen=True)
class Reading:
    """The value of a key result on a day, in the key result's unit.

    Attributes:
        value: It; None where nobody knows it, and `note` says why.
        on: The last day that it covers.
        complete: Share of its days whose cohorts can no longer grow much.
        counted: What share of the final count had been counted at this age a year before; the
            course is lowered by it, so that both have equal age.
        note: What to know about it.
        document: Where it was reported, if no metric gives it.
        signatory: Who signs for that.
    """

    value: Decimal | None
    on: date
    complete: float = 1.0
    counted: float = 1.0
    note: str = ""
    document: str = ""
    signatory: str = ""


@dataclass(frozen=True)
class PartProgress:
    """What a team has of the part that it committed."""

    team: str
    owner: str
    amount: Decimal
    value: Decimal | None
    expected: Decimal
    pace: float | None
    status: Status
    reason: str


@dataclass(frozen=True)
class Progress:
    """Where a key result stands.

    Attributes:
        key_result: Its key.
        reading: Its value.
        target: The level or count that is to be reached, in the same unit as the value.
        expected: What the value should be by now; None where no course leads to the target.
        done: Share of the way that is behind; None where there is no way or no value.
        pace: `done` ÷ what should be behind by now; for a ceiling the other way round.
        status: In words.
        reason: Why, in a sentence.
        shape: What the course is taken from.
        parts: Each team's part, where several share it.
    """

    key_result: str
    reading: Reading
    target: Decimal
    expected: Decimal | None
    done: float | None
    pace: float | None
    status: Status
    reason: str
    shape: Literal["linear", "seasonal", ""]
    parts: tuple[PartProgress, ...] = ()


def target_level(key_result: KeyResult) -> Decimal:
    """The level or count to be reached, in the value's unit: a lift's is above its baseline.

    Examples:
        >>> from northing.plan.kinds.key_result import KeyResult
        >>> lift = KeyResult("a", "o", "A", "mara", "lift", Decimal(10), date(2026, 1, 1),
        ...                  date(2026, 12, 31), baseline=Decimal(200))
        >>> target_level(lift)
        Decimal('220')
    """
    if key_result.kind != "lift" or key_result.baseline is None:
        return key_result.target
    return key_result.baseline + abs(key_result.baseline) * key_result.target / 100


def progress_of(
    key_result: KeyResult,
    reading: Reading,
    course: Course | None = None,
    *,
    confidence: Decimal | None = None,
    parts: Sequence[Reading | None] = (),
) -> Progress:
    """Judge a key result by its value.

    Args:
        key_result: It.
        reading: Its value and the day that the value is of.
        course: The planned course; linear where there is none.
        confidence: Of the newest check-in, from 0 to 1; it judges open milestones only.
        parts: What each of its parts has reached, in their order, None where nobody knows; empty
            where nobody knows any.

    Examples:
        >>> from northing.plan.kinds.key_result import KeyResult
        >>> leads = KeyResult("leads", "grow", "1,000 leads", "mara", "count", Decimal(1000),
        ...                   date(2026, 1, 1), date(2026, 12, 31), metric="leads")
        >>> progress_of(leads, Reading(Decimal(450), date(2026, 7, 2))).status
        'at risk'
    """
    course = course or linear_course(key_result.starts, key_result.due)
    judge = {"hold": _held, "milestone": _milestone}.get(key_result.kind)
    if judge is not None:
        return judge(key_result, reading, confidence)
    target = target_level(key_result)
    start = _start(key_result)
    share = _share(course, reading)
    expected = start + (target - start) * Decimal(str(round(share, 9)))
    done = None if reading.value is None else float((reading.value - start) / (target - start))
    ceiling = key_result.kind == "count" and key_result.better == "down"
    pace = _pace(done, share, ceiling)
    status, reason = _status(key_result, reading, done, pace, ceiling)
    silent = Reading(None, reading.on, note="Nobody has reported this part.")
    found = [one or silent for one in parts] or [silent] * len(key_result.parts)
    shared = tuple(
        _part(key_result, part, one, course)
        for part, one in zip(key_result.parts, found, strict=True)
    )
    return Progress(
        key_result.key,
        reading,
        target,
        expected,
        done,
        pace,
        status,
        reason,
        course.shape,
        shared,
    )


def _start(key_result: KeyResult) -> Decimal:
    if key_result.kind == "count" or key_result.baseline is None:
        return Decimal(0)
    return key_result.baseline


def _share(course: Course, reading: Reading) -> float:
    return course.share(reading.on) * reading.counted


def _pace(done: float | None, share: float, ceiling: bool) -> float | None:
    """How fast it goes, 1 as planned; for a ceiling, above 1 is slower and so better."""
    if done is None or share <= 0:
        return None
    if ceiling:
        return share / done if done > 0 else None
    return done / share


def _status(
    key_result: KeyResult,
    reading: Reading,
    done: float | None,
    pace: float | None,
    ceiling: bool,
) -> tuple[Status, str]:
    over = reading.on >= key_result.due
    if done is None:
        return _unknown(key_result, reading)
    reached = done <= 1 if ceiling else done >= 1
    if over:
        return _ended(reached, reading)
    if reading.on < key_result.starts:
        return "too early", f"It begins on {key_result.starts}."
    if ceiling and not reached:
        return "off course", "More than the whole has been used already."
    if key_result.kind == "count" and not ceiling and reached:
        return "done", "Reached before its day."
    if _early(key_result, reading.on):
        return "too early", f"Less than {EARLY_SHARE:.0%} of its time is behind."
    if reading.complete < LEAST_COMPLETE and reading.counted >= 1:
        return "too early", (
            f"{reading.complete:.0%} of its days are old enough to be judged; the rest still grow."
        )
    if pace is None:
        return "on course", "Nothing is used up yet." if ceiling else "Nothing is expected yet."
    said = f"Pace {pace:.2f}: {_against(ceiling)}."
    if pace < 0:
        said = "It moves away from its target."
    if pace >= ON_COURSE_PACE:
        return "on course", said
    return ("at risk" if pace >= OFF_COURSE_PACE else "off course"), said


def _against(ceiling: bool) -> str:
    if ceiling:
        return "what might be used by now ÷ what has been"
    return "what is behind ÷ what should be by now"


def _unknown(key_result: KeyResult, reading: Reading) -> tuple[Status, str]:
    why = reading.note or (
        "No value has been measured yet." if key_result.metric else "No value has been reported."
    )
    if reading.on >= key_result.due:
        return "missed", f"Its day has passed without a value. {why}"
    early = reading.on < key_result.starts or _early(key_result, reading.on)
    return ("too early" if early else "at risk"), why


def _ended(reached: bool, reading: Reading) -> tuple[Status, str]:
    if reached:
        return "done", "Reached by its day."
    if reading.complete < 1:
        return "at risk", (
            f"Its day has passed and it is not reached; {reading.complete:.0%} of its days are "
            "complete, the rest still grow."
        )
    return "missed", "Its day has passed and it is not reached."


def _early(key_result: KeyResult, on: date) -> bool:
    return linear_course(key_result.starts, key_result.due).share(on) < EARLY_SHARE


def _held(key_result: KeyResult, reading: Reading, _confidence: Decimal | None) -> Progress:
    """A limit is kept or it is not; there is no course towards it."""
    target, value = key_result.target, reading.value
    status: Status
    if value is None:
        status, reason = _unknown(key_result, reading)
    else:
        missed_by = value - target if key_result.better == "down" else target - value
        kept = missed_by <= 0
        if reading.on >= key_result.due:
            status, reason = _ended(kept, reading)
        elif reading.on < key_result.starts:
            status, reason = "too early", f"It begins on {key_result.starts}."
        elif kept:
            status, reason = "on course", "The limit is kept."
        else:
            rate = float(missed_by / abs(target)) if target else float("inf")
            status = "at risk" if rate <= HELD_WITHIN else "off course"
            reason = f"The limit is missed by {rate:.0%}." if target else "The limit is missed."
    return Progress(key_result.key, reading, target, None, None, None, status, reason, "")


def _milestone(key_result: KeyResult, reading: Reading, confidence: Decimal | None) -> Progress:
    status: Status
    if reading.value is not None and reading.value >= 1:
        status, reason = "done", "It is done."
    elif reading.on >= key_result.due:
        status, reason = "missed", "Its day has passed and it is not done."
    elif reading.on < key_result.starts:
        status, reason = "too early", f"It begins on {key_result.starts}."
    elif confidence is None:
        half_gone = linear_course(key_result.starts, key_result.due).share(reading.on) >= 0.5
        status = "at risk" if half_gone else "too early"
        reason = "It is open, and nobody has checked in."
    else:
        status = "on course" if confidence >= SURE else "at risk"
        status = "off course" if confidence < UNSURE else status
        reason = f"It is open; the last check-in is {confidence:.0%} sure."
    done = 1.0 if status == "done" else 0.0
    return Progress(key_result.key, reading, Decimal(1), None, done, None, status, reason, "")


def _part(key_result: KeyResult, part: Part, reading: Reading, course: Course) -> PartProgress:
    alone = replace(key_result, kind="count", target=part.amount, parts=())
    one = progress_of(alone, reading, course)
    return PartProgress(
        part.team,
        part.owner,
        part.amount,
        reading.value,
        one.expected or Decimal(0),
        one.pace,
        one.status,
        one.reason,
    )


def objective_status(
    results: Iterable[tuple[KeyResult, Progress]],
) -> tuple[Status | None, str]:
    """How an objective stands, from its key results; None where it has none.

    A committed key result weighs fully: the worst one decides. A stretch that is off course or
    missed leaves its objective at risk at most. While some key results are still open, a missed
    one leaves it off course: it is missed once nothing is open.

    Examples:
        >>> objective_status([])
        (None, 'It has no key result, so nobody can tell.')
    """
    found = list(results)
    if not found:
        return None, "It has no key result, so nobody can tell."
    worst: Status = "done"
    why = "All its key results are done."
    for key_result, progress in found:
        status = progress.status
        if key_result.commitment == "stretch" and status in ("off course", "missed"):
            status = "at risk"
        if GRAVITY.index(status) > GRAVITY.index(worst):
            worst, why = status, f"{key_result.title}: {status}."
    if worst == "missed" and any(one.status not in ("done", "missed") for _, one in found):
        worst = "off course"
    return worst, why
