"""Laws that every rule keeps, whoever wrote it: a new rule inherits these tests."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing import catalog
from northing.attribution import RULES, Attribution, additive_rules, attribute, attribute_paths
from northing.catalog import Catalog
from northing.engine import Engine
from northing.errors import BadInput, Unknown

START = datetime(2026, 1, 1, tzinfo=UTC)
WEIGHING = [name for name, rule in RULES.items() if rule.weights is not None]


def weigh(rule: str, ages: list[float], channels: list[int], milestones: list[int]) -> list[float]:
    out = np.full(len(ages), np.nan)
    RULES[rule].weights(
        np.array(ages),
        np.array(channels, np.int32),
        np.array(milestones, np.int64),
        np.array([7.0, 0.0, 90.0]),
        out,
    )
    weights: list[float] = out.tolist()
    return weights


journeys = st.integers(1, 50).flatmap(
    lambda size: st.tuples(
        st.lists(st.floats(0, 40_000), min_size=size, max_size=size).map(
            lambda ages: sorted(ages, reverse=True)
        ),
        st.lists(st.integers(0, 4), min_size=size, max_size=size),
        st.lists(st.integers(-1, size - 1), min_size=2, max_size=2),
    )
)


@pytest.mark.parametrize("rule", WEIGHING)
@given(journey=journeys)
def test_weights_are_shares_of_one(rule: str, journey: tuple[Any, ...]) -> None:
    weights = weigh(rule, *journey)
    assert all(0 <= weight <= 1 for weight in weights)
    assert math.isclose(math.fsum(weights), 1, abs_tol=1e-12)


@pytest.mark.parametrize("rule", WEIGHING)
def test_a_single_touch_gets_everything(rule: str) -> None:
    assert weigh(rule, [3.0], [1], [-1, -1]) == [1.0]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_it_is(rule: str) -> None:
    entry = RULES[rule]
    assert entry.title
    assert entry.formula.endswith(".")
    assert entry.source
    assert entry.trap.endswith(".")
    assert entry.additive is (entry.solve is None)


def touch(person: int, day: float, channel: str) -> dict[str, Any]:
    return {
        "person_id": person,
        "at": START + timedelta(days=day),
        "channel": channel,
        "campaign": f"{channel} {person % 3}",
        "content": None,
        "country": "DE" if person % 2 else None,
        "device": "phone",
    }


TOUCHES = pa.Table.from_pylist(
    [
        touch(
            person,
            step * (person % 4) * 0.7,
            ["direct", "email", "search", "video"][(person // 2 + step * step) % 4],
        )
        for person in range(60)
        for step in range(person % 8)
    ]
)
CONVERSIONS = pa.Table.from_pylist(
    [
        {
            "person_id": person if person % 13 else None,
            "at": START + timedelta(days=7 * again + person % 11),
            "value": float(person - 20),
            "segment": "small" if person % 3 else None,
            "country": "AT" if person % 5 == 0 else None,
            "device": None,
            "declared_channel": "fair" if person % 4 == 0 else None,
            "declared_campaign": None,
        }
        for person in range(0, 60, 2)
        for again in range(1 + person % 3)
    ]
)
MILESTONES = pa.Table.from_pylist(
    [
        {"person_id": person, "at": START + timedelta(days=person % 9), "kind": kind}
        for person in range(60)
        for kind in ("lead", "opportunity")
    ]
)
DIMENSIONS = (
    "channel",
    "campaign",
    "content",
    "touch_date",
    "date",
    "segment",
    "country",
    "device",
)


def shared_out(engine: Engine, rule: str, by: Any) -> Attribution:
    return attribute(
        TOUCHES,
        CONVERSIONS,
        rule=rule,
        by=by,
        milestones=MILESTONES,
        lookback_days=10,
        engine=engine,
    )


def assert_whole(found: Attribution) -> None:
    assert found.total.conversions == pytest.approx(CONVERSIONS.num_rows)
    assert found.total.value == pytest.approx(sum(CONVERSIONS["value"].to_pylist()))
    for measure in ("conversions", "value"):
        credited = math.fsum(getattr(row, measure) for row in found.rows)
        total = credited + getattr(found.unattributed, measure)
        assert total == pytest.approx(getattr(found.total, measure))


@pytest.mark.parametrize("by", [*DIMENSIONS, ("channel", "campaign", "date", "country")])
@pytest.mark.parametrize("rule", RULES)
def test_credit_and_unattributed_are_all_conversions(engine: Engine, rule: str, by: Any) -> None:
    assert_whole(shared_out(engine, rule, by))


def test_rules_differ_from_one_another(engine: Engine) -> None:
    found = {rule: shared_out(engine, rule, "channel").rows for rule in RULES}
    same = [(a, b) for a in RULES for b in RULES if a < b and found[a] == found[b]]
    assert same == []


@pytest.mark.parametrize("rule", RULES)
def test_no_touches_leave_everything_unattributed(engine: Engine, rule: str) -> None:
    found = attribute(
        TOUCHES[:0],
        CONVERSIONS.set_column(
            CONVERSIONS.schema.get_field_index("declared_channel"),
            "declared_channel",
            pa.nulls(CONVERSIONS.num_rows, pa.string()),
        ),
        rule=rule,
        milestones=MILESTONES,
        engine=engine,
    )
    assert found.rows == ()
    assert_whole(found)


@pytest.mark.parametrize("rule", RULES)
def test_no_conversions_give_no_credit(engine: Engine, rule: str) -> None:
    found = attribute(TOUCHES, CONVERSIONS[:0], rule=rule, milestones=MILESTONES, engine=engine)
    assert found.rows == ()
    assert found.total.conversions == 0


OUTSIDE = '''
"""Second: all credit to the second touch, or to the only one."""
from northing.attribution import Rule, rule_kernel


@rule_kernel
def weights(ages_days, channels, milestones, params, out):
    out[:] = 0.0
    out[min(1, out.size - 1)] = 1.0


ENTRY = Rule(title="Second", formula="The second touch gets all.", source="A test", weights=weights)
'''


@pytest.fixture
def install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, str], None]]:
    """Install another distribution's rule, as its entry point would."""

    def installed(name: str, text: str) -> None:
        module = f"northing_test_rule_{name}"
        (tmp_path / f"{module}.py").write_text(text)
        point = EntryPoint(name, f"{module}:ENTRY", "northing.attribution.rules")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.setattr(
            catalog, "entry_points", lambda group: [point] if group == point.group else []
        )
        RULES.__dict__.pop("_entries", None)

    yield installed
    monkeypatch.undo()
    RULES.__dict__.pop("_entries", None)


def test_a_rule_from_outside_the_package_is_a_rule_like_any_other(
    engine: Engine, install: Callable[[str, str], None]
) -> None:
    install("second", OUTSIDE)
    assert "second" in additive_rules()
    assert_whole(shared_out(engine, "second", "campaign"))
    paths = pa.table({"path": ["a > b > c", "a"], "total_conversions": [2, 1]})
    found = attribute_paths(paths, rule="second").rows
    assert [(row.key, row.conversions) for row in found] == [(("a",), 1.0), (("b",), 2.0)]


def test_a_rule_that_hands_out_too_little_is_found_out(
    engine: Engine, install: Callable[[str, str], None]
) -> None:
    install("half", OUTSIDE.replace("= 1.0", "= 0.5"))
    with pytest.raises(BadInput, match="sum to one"):
        shared_out(engine, "half", "channel")


def test_an_unknown_rule_is_named_with_the_known_ones(engine: Engine) -> None:
    with pytest.raises(Unknown, match="Did you mean 'linear'"):
        shared_out(engine, "linaer", "channel")


def test_the_catalogue_is_its_own_folder() -> None:
    folder = Path(__file__).parents[2] / "src" / "northing" / "attribution" / "rules"
    files = {path.stem for path in folder.glob("[a-z]*.py")}
    assert files == set(Catalog("northing.attribution.rules", "rule", type(RULES["last"])))
