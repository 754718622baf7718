"""Contested definitions: the ways of measuring one thing, their values, and who locked which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from northing.errors import NorthingError
from northing.metrics import METRICS, MetricRef, MetricTable, parameters_of
from northing.web.measure.models import DefinitionProposal
from northing.web.measure.selectors import measure
from northing.workspace.locks import Lock, digest_of, read_locks

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

State = Literal["certified", "dropped", "open", "none"]


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
        proposal: The newest open proposal.
    """

    state: State
    lock: Lock | None
    proposal: DefinitionProposal | None

    @property
    def sentence(self) -> str:
        """The standing in words."""
        if self.lock is not None and self.state in ("certified", "dropped"):
            names = " and ".join(self.lock.by)
            locked = f"{self.lock.reference} locked by {names} on {self.lock.at[:10]}"
            if self.state == "certified":
                return f"Certified: {locked}."
            return f"Certification dropped: {locked}, and the definition has changed since."
        if self.proposal is not None:
            count = self.proposal.signatures.count()
            return f"{self.proposal.reference} is proposed; {count} of 2 have signed."
        return "Nobody has locked a definition."


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
    proposal = DefinitionProposal.objects.filter(metric=metric, state="open").first()
    if lock is not None:
        return Standing("certified" if lock.holds else "dropped", lock, proposal)
    return Standing("open" if proposal else "none", None, proposal)


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
    "references_of",
    "standing_of",
    "ways_of",
]
