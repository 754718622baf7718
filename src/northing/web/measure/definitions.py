"""Contested definitions: the ways of measuring one thing, their values, and who locked which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.db.models import Count

from northing.errors import NorthingError
from northing.metrics import METRICS, MetricRef, MetricTable, parameters_of
from northing.shelf import Shelf
from northing.web.measure.models import DefinitionProposal
from northing.web.measure.selectors import measure
from northing.workspace.locks import Lock, digest_of, read_locks

if TYPE_CHECKING:
    from northing.web.site.blocks import Tone
    from northing.web.site.page_context import PageContext

State = Literal["certified", "dropped", "open", "none"]
_TONES: dict[State, Tone] = {
    "certified": "good",
    "dropped": "bad",
    "open": "warn",
    "none": "muted",
}


@dataclass(frozen=True)
class Way:
    """One way of measuring a metric.

    Attributes:
        reference: The metric with its parameters.
        title: What sets it apart.
        definition: In words.
        value: Over the period; None where it cannot be known.
        why: Why there is no value.
        locked: Whether this is the company's.
    """

    reference: str
    title: str
    definition: str
    value: object
    why: str
    locked: bool


@dataclass(frozen=True)
class Standing:
    """Whether a metric's definition is agreed.

    Attributes:
        state: certified; dropped, as the definition changed since; open, as somebody proposed
            one; none.
        lock: The lock, if there is or was one.
        proposed: What is proposed, if anything is.
        signatures: Under what is proposed.
    """

    state: State
    lock: Lock | None
    proposed: str | None = None
    signatures: int = 0

    @property
    def tone(self) -> Tone:
        """How it is coloured."""
        return _TONES[self.state]

    @property
    def sentence(self) -> str:
        """The standing in words."""
        if self.lock is not None and self.state in ("certified", "dropped"):
            names = " and ".join(self.lock.by)
            locked = f"{self.lock.reference} locked by {names} on {self.lock.at[:10]}"
            if self.state == "certified":
                return f"Certified: {locked}."
            return f"Certification dropped: {locked}, and the definition has changed since."
        if self.proposed is not None:
            return f"{self.proposed} is proposed; {self.signatures} of 2 have signed."
        return "Nobody has locked a definition."


def name_of(reference: str) -> str:
    """A way of measuring as readers call it.

    Examples:
        >>> name_of("sourced_pipeline?variant=first_touch"), name_of("roas?rule=linear")
        ('Sourced pipeline (first touch)', 'Return on ad spend (Linear)')
    """
    from northing.attribution import RULES

    ref = MetricRef.parse(reference)
    title = METRICS[ref.name].title if ref.name in METRICS else ref.name
    told = [
        RULES[value].title if key == "rule" and value in RULES else value.replace("_", " ")
        for key, value in ref.parameters
    ]
    return f"{title} ({', '.join(told)})" if told else title


def references_of(metric: str) -> list[tuple[str, str, str]]:
    """The ways of measuring a metric: (reference, what sets it apart, definition)."""
    entry = METRICS[metric]
    if entry.variants:
        return [
            (str(MetricRef.of(metric, variant=name)), name, entry.as_variant(name).definition)
            for name in entry.variant_names
        ]
    if "rule" in parameters_of(entry):
        from northing.attribution import RULES

        return [
            (str(MetricRef.of(metric, rule=key)), rule.title, rule.formula)
            for key, rule in RULES.items()
        ]
    return [(metric, entry.title, entry.definition)]


def ways_of(context: PageContext, metric: str) -> tuple[Way, ...]:
    """The ways of measuring a metric, each with its value over the chosen period."""
    lock = read_locks(context.workspace.folder).get(metric)
    found = []
    for reference, title, definition in references_of(metric):
        value, why = _value(context, reference)
        locked = lock is not None and lock.reference == reference
        found.append(Way(reference, title, definition, value, why, locked))
    return tuple(found)


def standing_of(context: PageContext, metric: str) -> Standing:
    """Whether a metric's definition is agreed."""
    lock = read_locks(context.workspace.folder).get(metric)
    proposed, signatures = _PROPOSED.get(context.workspace_version, _proposed).get(
        metric, (None, 0)
    )
    state: State = "open" if proposed else "none"
    if lock is not None:
        state = "certified" if lock.holds else "dropped"
    return Standing(state, lock, proposed, signatures)


def open_proposal(metric: str) -> DefinitionProposal | None:
    """What is proposed for a metric, to be signed or declined."""
    return DefinitionProposal.objects.filter(metric=metric, state="open").first()


def _proposed() -> Mapping[str, tuple[str, int]]:
    """What is proposed for each metric, and how many have signed it."""
    waiting = DefinitionProposal.objects.filter(state="open").annotate(signed=Count("signatures"))
    rows = waiting.values_list("metric", "reference", "signed")
    return {metric: (reference, signed) for metric, reference, signed in rows}


_PROPOSED: Shelf[Mapping[str, tuple[str, int]]] = Shelf(8)  # every proposal draws a new version


def contested() -> list[str]:
    """The metrics that can be measured in more than one way, those with variants first."""
    many = [name for name in METRICS if len(references_of(name)) > 1]
    return sorted(many, key=lambda name: (not METRICS[name].variants, METRICS[name].title))


def measure_reference(context: PageContext, reference: str) -> MetricTable:
    """The metric of a reference over the chosen period."""
    ref = MetricRef.parse(reference)
    given = dict(ref.parameters)
    return measure(
        context,
        ref.name,
        compare=context.compare,
        rule=given.get("rule"),
        variant=given.get("variant"),
    )


def _value(context: PageContext, reference: str) -> tuple[object, str]:
    try:
        total = measure_reference(context, reference).total
    except NorthingError as error:
        return None, str(error)
    return total.value, total.note or ""


__all__ = [
    "Standing",
    "Way",
    "contested",
    "digest_of",
    "measure_reference",
    "name_of",
    "open_proposal",
    "references_of",
    "standing_of",
    "ways_of",
]
