"""The form of a key result: refused without number, date or owner; the metric is picked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms

from northing.metrics import METRICS, MetricRef
from northing.plan.kinds.key_result import VANITY
from northing.web.goals.forms import PlanForm, day, number, person, text, with_scope

PARTS = 3
_UNIT_OF = {
    "fraction": "percent",
    "money": "money",
    "count": "count",
    "×": "ratio",
    "days": "days",
    "points": "score",
}
WINDOWS = (
    ("", "the last 13 weeks"),
    ("last-4-weeks", "the last 4 weeks"),
    ("last-1-month", "the last month"),
    ("last-3-months", "the last 3 months"),
    ("last-12-months", "the last 12 months"),
    ("last-1-quarter", "the last quarter"),
    ("last-2-quarters", "the last 2 quarters"),
    ("last-4-quarters", "the last 4 quarters"),
)


class KeyResultForm(PlanForm):
    """A key result."""

    title = text("Key result", "A key result needs a sentence: what will be true?")
    metric = forms.ChoiceField(
        label="Metric", required=False, help_text="The number comes from it, every day."
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[
            ("count", "Count: so many by the date"),
            ("from_to", "From – to: a level moves"),
            ("lift", "Lift: a change in percent of where it started"),
            ("hold", "Hold: stay below or above"),
            ("milestone", "Milestone: done by the date"),
        ],
    )
    target = number(
        "Target",
        "A key result needs a number: what will have been reached?",
        "A share in percent, as 15; a lift in percent of the baseline; 1 for a milestone.",
    )
    baseline = number("Baseline", help_text="Where a level or a lift starts from.")
    better = forms.ChoiceField(
        label="Better is", choices=[("up", "more"), ("down", "less")], initial="up"
    )
    starts = day("Starts", "A key result needs its first day.")
    due = day("Due", "A key result needs a date: by when?")
    owner = person("Owner", "A key result needs an owner: who answers for it?")
    window = forms.ChoiceField(
        label="Level over", choices=WINDOWS, required=False, help_text="For levels, not counts."
    )
    commitment = forms.ChoiceField(
        label="Commitment",
        choices=[("committed", "Committed"), ("stretch", "Stretch")],
        initial="committed",
    )
    leads = forms.ChoiceField(
        label="It",
        choices=[("lagging", "lags: what came of it"), ("leading", "leads: moves first")],
        initial="lagging",
    )
    vanity_reason = text("Why this vanity metric", help_text="Needed for reach, clicks and such.")
    country = text("Countries", help_text="Codes such as DE, FR; empty for all.")
    segment = text("Segments", help_text="Parted by commas; empty for all.")
    channel = text("Channels", help_text="Parted by commas; empty for all.")

    def __init__(
        self, *args: Any, measured: Callable[[dict[str, Any]], str] | None = None, **named: Any
    ) -> None:
        """Take what was typed, and a way of saying what the metric says now.

        Args:
            args: As every form's.
            measured: From the fields filled in so far to the metric's value in words.
            named: As every form's.
        """
        super().__init__(*args, **named)
        self._measured = measured
        self.fields["metric"].choices = metric_choices()  # type: ignore[attr-defined]
        for name in ("metric", "window"):  # as it stands: also what the plan's file alone can say
            field, stated = self.fields[name], self.initial.get(name, "")
            if stated and not field.valid_value(stated):  # type: ignore[attr-defined]
                field.choices = [*field.choices, (stated, stated)]  # type: ignore[attr-defined]
        self._places = max(PARTS, sum(name.endswith("_owner") for name in self.initial))
        for place in range(1, self._places + 1):
            self.fields[f"part_{place}_team"] = text(f"Team {place}")
            self.fields[f"part_{place}_amount"] = number(f"Its part {place}")
            self.fields[f"part_{place}_owner"] = person(f"Its owner {place}")

    @property
    def main_fields(self) -> list[Any]:
        """The fields that stand in the open."""
        return [one for one in self.visible_fields() if one not in self.part_fields]

    @property
    def part_fields(self) -> list[Any]:
        """The fields of the teams that share it."""
        return [one for one in self.visible_fields() if one.name.startswith("part_")]

    @property
    def shares(self) -> bool:
        """Whether a team's part is filled in, or wrong."""
        return any(one.value() or one.errors for one in self.part_fields)

    def clean(self) -> dict[str, Any]:
        """Say beside the field what the kind of key result still lacks."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        kind, metric = given.get("kind"), given.get("metric") or ""
        if kind in ("from_to", "lift") and given.get("baseline") is None:
            said = self._measured(given) if self._measured is not None and metric else ""
            now = f" The metric says {said} now." if said else ""
            self.add_error("baseline", f"A level needs a baseline: where does it start?{now}")
        if metric.partition("?")[0] in VANITY and not given.get("vanity_reason"):
            self.add_error(
                "vanity_reason",
                "This rises without the company being better off; expected why it is right here.",
            )
        if kind == "milestone" and given.get("target") not in (None, Decimal(1)):
            self.add_error("target", "A milestone is done or not: its number is 1.")
        parts = self.parts()
        target = given.get("target")
        if parts and target is not None and sum(part["amount"] for part in parts) != target:
            total = sum(part["amount"] for part in parts)
            self.add_error("target", f"The parts of the teams sum to {total}; expected the target.")
        return given

    def parts(self) -> list[dict[str, Any]]:
        """The teams' parts that are filled in, each with team, number and owner."""
        found = []
        for place in range(1, self._places + 1):
            names = ("team", "amount", "owner")
            values = {name: self.cleaned_data.get(f"part_{place}_{name}") for name in names}
            if not any(value not in (None, "") for value in values.values()):
                continue
            lacking = [name for name, value in values.items() if value in (None, "")]
            for name in lacking:
                self.add_error(f"part_{place}_{name}", "A part needs team, number and owner.")
            if not lacking:
                found.append(values)
        return found

    def record(self) -> dict[str, Any]:
        """The key result's record; the unit follows from the metric."""
        given = {k: v for k, v in super().record().items() if not k.startswith("part_")}
        record = with_scope(given)
        if parts := self.parts():
            record["parts"] = parts
        entry = METRICS.get(MetricRef.parse(record["metric"]).name) if "metric" in record else None
        if entry is not None:
            record["unit"] = _UNIT_OF.get(entry.unit, "")
        if record["kind"] not in ("from_to", "lift"):
            record.pop("baseline", None)
        if record["kind"] not in ("from_to", "lift", "hold"):
            record.pop("window", None)
        return record


def metric_choices() -> list[Any]:
    """The metrics by family, those that can be measured in several ways with each of them."""
    families: dict[str, list[tuple[str, str]]] = {}
    for name, entry in sorted(METRICS.items(), key=lambda pair: pair[1].title):
        ways = [(name, entry.title)]
        ways += [
            (str(MetricRef.of(name, variant=one)), f"{entry.title}: {one.replace('_', ' ')}")
            for one in entry.variant_names
        ]
        families.setdefault(entry.family.capitalize(), []).extend(ways)
    return [("", "none: the value is reported"), *families.items()]


def part_values(parts: tuple[Any, ...]) -> dict[str, Any]:
    """The values of the fields for the teams' parts."""
    found: dict[str, Any] = {}
    for place, part in enumerate(parts, start=1):
        found[f"part_{place}_team"] = part.team
        found[f"part_{place}_amount"] = part.amount
        found[f"part_{place}_owner"] = part.owner
    return found
