"""The compiled fold against the slow reading of the rules, on logs full of ties and gaps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from northing.attribution import Statistics, additive_rules, fold_statistics
from northing.engine import DuckDBEngine, Engine, open_engine
from northing.errors import BadInput, OutOfRange, Unknown

DAY_US = 86_400_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT = pa.timestamp("us", tz="UTC")

TOUCH_SCHEMA = pa.schema(
    [
        ("journey_id", pa.int64()),
        ("at", INSTANT),
        ("channel", pa.string()),
        ("campaign", pa.string()),
        ("content", pa.string()),
        ("country", pa.string()),
        ("device", pa.string()),
    ]
)
CONVERSION_SCHEMA = pa.schema(
    [
        ("journey_id", pa.int64()),
        ("at", INSTANT),
        ("date", pa.date32()),
        ("month", pa.date32()),
        ("value", pa.float64()),
        ("segment", pa.string()),
        ("country", pa.string()),
        ("device", pa.string()),
        ("declared_channel", pa.string()),
        ("declared_campaign", pa.string()),
    ]
)
MILESTONE_SCHEMA = pa.schema([("journey_id", pa.int64()), ("at", INSTANT), ("kind", pa.string())])

# Few people, few instants, few names: so that ties, shared instants and gaps are common.
people = st.integers(-2, 3)
instants = st.integers(0, 24).map(lambda quarter: quarter * DAY_US // 4)
maybe = lambda *names: st.sampled_from([*names, None])  # noqa: E731
touches = st.fixed_dictionaries(
    {
        "journey_id": people,
        "at": instants,
        "channel": st.sampled_from(["direct", "email", "search", "video"]),
        "campaign": maybe("x", "y"),
        "content": maybe("m", "n"),
        "country": maybe("DE", "FR"),
        "device": maybe("phone"),
    }
)
conversions = st.fixed_dictionaries(
    {
        "journey_id": st.one_of(people, st.none()),
        "at": instants,
        "value": st.integers(-50, 1000).map(float),
        "segment": maybe("small", "large"),
        "country": maybe("DE", "AT"),
        "device": maybe("desktop"),
        "declared_channel": maybe("email", "fair"),
        "declared_campaign": maybe("x", "stand"),
    }
)
milestones = st.fixed_dictionaries(
    {"journey_id": people, "at": instants, "kind": st.sampled_from(["lead", "opportunity", "mql"])}
)
logs = st.tuples(
    st.lists(touches, max_size=25),
    st.lists(conversions, max_size=8),
    st.lists(milestones, max_size=6),
)


def table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)


def dated(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Conversions with their dates; in the order in which those of one instant are taken."""
    full = []
    for row in rows:
        day = (EPOCH + timedelta(microseconds=row["at"])).date()
        full.append({**row, "date": day, "month": day.replace(day=1)})
    tuples = (
        "date",
        "month",
        "segment",
        "country",
        "device",
        "declared_channel",
        "declared_campaign",
    )

    def order(row: dict[str, Any]) -> tuple[Any, ...]:
        named = ((row[c] is None, row[c] if row[c] is not None else "") for c in tuples)
        return (row["at"], *named, row["value"])

    return [{**row, "order": place} for place, row in enumerate(sorted(full, key=order))]


FULL_CUT = ("channel", "campaign", "content")
FULL_GROUP = ("date", "segment", "country", "device")


def full_cell(
    touch: Mapping[str, Any] | None, conversion: Mapping[str, Any], last: Mapping[str, Any] | None
) -> tuple[Any, ...]:
    place = [conversion[c] or (last[c] if last else None) for c in ("country", "device")]
    own = [touch[c] if touch else None for c in FULL_CUT]
    return (*own, conversion["date"], conversion["segment"], *place)


def credit_of(statistics: Statistics, rule: str, cut: tuple[str, ...]) -> dict[Any, list[float]]:
    cells = {}
    for row in statistics.credit.to_pylist():
        amount = [row[f"{rule}_conversions"], row[f"{rule}_value"]]
        if amount != [0.0, 0.0]:
            cells[tuple(row[c] for c in cut)] = amount
    return cells


def assert_same(found: dict[Any, list[float]], wanted: Mapping[Any, list[float]]) -> None:
    wanted = {key: amount for key, amount in wanted.items() if amount != [0.0, 0.0]}
    for key in {*found, *wanted}:
        assert found.get(key, [0, 0]) == pytest.approx(wanted.get(key, [0, 0]), abs=1e-9), key


@settings(max_examples=150)
@given(
    log=logs,
    lookback_quarters=st.integers(1, 30),
    kind=st.sampled_from(["lead", "opportunity", "won", None]),
    finished=st.booleans(),
)
def test_every_rule_and_every_step_as_the_words_say(
    engine: Engine,
    slowly: Callable[..., Any],
    log: tuple[list[dict[str, Any]], ...],
    lookback_quarters: int,
    kind: str | None,
    finished: bool,
) -> None:
    touched, bought, marked = log
    bought = dated(bought)
    lookback_us = lookback_quarters * DAY_US // 4
    last = max((row["at"] for row in (*touched, *bought)), default=0)
    expected = slowly(
        touched,
        bought,
        marked,
        cut=full_cell,
        lookback_us=lookback_us,
        half_life_days=3.0,
        kind=kind,
        open_after=float("inf") if finished else last - lookback_us,
    )
    statistics = fold_statistics(
        engine,
        table(touched, TOUCH_SCHEMA),
        table(bought, CONVERSION_SCHEMA),
        table(marked, MILESTONE_SCHEMA),
        kind=kind,
        lookback_days=lookback_quarters / 4,
        half_life_days=3.0,
        touch_cut=FULL_CUT,
        conversion_cut=FULL_GROUP,
        finished=finished,
    )
    for rule in additive_rules():
        assert_same(credit_of(statistics, rule, (*FULL_CUT, *FULL_GROUP)), expected.credit[rule])
    steps: Counter[tuple[str, str]] = Counter()
    for row in statistics.transitions.to_pylist():
        steps[row["from_state"], row["to_state"]] += row["transitions"]
    assert steps == expected.steps


@settings(max_examples=40)
@given(log=logs, cut=st.sets(st.sampled_from(["campaign", "content", "touch_date"])))
def test_a_coarser_cut_is_the_sum_of_a_finer_one(
    engine: Engine, log: tuple[list[dict[str, Any]], ...], cut: set[str]
) -> None:
    touched, bought, marked = log
    tables = (
        table(touched, TOUCH_SCHEMA),
        table(dated(bought), CONVERSION_SCHEMA),
        table(marked, MILESTONE_SCHEMA),
    )
    options: dict[str, Any] = {"lookback_days": 4, "finished": True}
    fine = fold_statistics(
        engine,
        *tables,
        touch_cut=("campaign", "content", "touch_date"),
        conversion_cut=FULL_GROUP,
        **options,
    )
    coarse = fold_statistics(
        engine, *tables, touch_cut=tuple(cut), conversion_cut=("segment",), **options
    )
    kept = tuple(
        c for c in coarse.credit.schema.names if not c.endswith(("_conversions", "_value"))
    )
    assert {"channel", "segment", *cut} == {*kept}
    for rule in additive_rules():
        summed: dict[Any, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for row in fine.credit.to_pylist():
            # A declared campaign is told only where campaigns are cut.
            key = tuple(row[c] for c in kept)
            summed[key][0] += row[f"{rule}_conversions"]
            summed[key][1] += row[f"{rule}_value"]
        assert_same(credit_of(coarse, rule, kept), summed)


def small_log(people_count: int = 3000) -> tuple[pa.Table, pa.Table]:
    """Enough people that sums of thirds differ with the order of addition."""
    rows = []
    for person in range(people_count):
        for step in range(3 + person % 5):
            rows.append(
                {
                    "journey_id": person * 7919 - 5_000_000,
                    "at": (person * 37 + step * 5) * 3_600_000_000,
                    "channel": f"channel {(person * step) % 7}",
                    "campaign": f"campaign {(person + step) % 11}",
                }
            )
    bought = [
        {
            "journey_id": person * 7919 - 5_000_000,
            "at": (person * 37 + 200) * 3_600_000_000,
            "value": person / 3,
        }
        for person in range(people_count)
    ]
    return table(rows, TOUCH_SCHEMA), table(bought, CONVERSION_SCHEMA)


def test_the_last_digit_does_not_depend_on_threads_or_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from northing.engine import partition

    monkeypatch.setattr(partition, "ROWS_A_PARTITION", 1 << 11)
    monkeypatch.setattr(partition, "BATCH_ROWS", 1 << 12)
    touched, bought = small_log()
    shuffled = touched.take(
        pa.array([(i * 7919) % touched.num_rows for i in range(touched.num_rows)])
    )
    found = [
        fold_statistics(open_engine("duckdb://", threads=threads, memory_limit=limit), log, bought)
        for threads, limit, log in [
            (1, None, touched),
            (2, None, touched),
            (4, None, shuffled),
            (2, "64MB", shuffled),
        ]
    ]
    for other in found[1:]:
        assert other.credit.equals(found[0].credit)
        assert other.transitions.equals(found[0].transitions)


def test_the_number_of_partitions_changes_nothing_but_rounding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from northing.engine import partition

    touched, bought = small_log(500)
    whole = fold_statistics(DuckDBEngine(threads=2), touched, bought)
    monkeypatch.setattr(partition, "ROWS_A_PARTITION", 100)
    cut = fold_statistics(DuckDBEngine(threads=2), touched, bought)
    assert cut.transitions.equals(whole.transitions)
    assert_same(
        credit_of(cut, "time_decay", ("channel", "campaign")),
        credit_of(whole, "time_decay", ("channel", "campaign")),
    )


def row(person: int | None, day: float, channel: str = "email", **more: Any) -> dict[str, Any]:
    return {"journey_id": person, "at": round(day * DAY_US), "channel": channel, **more}


def bought_at(person: int | None, day: float, **more: Any) -> dict[str, Any]:
    return {"journey_id": person, "at": round(day * DAY_US), "value": 1.0, **more}


def folded(
    engine: Engine, touched: list[dict[str, Any]], bought: list[dict[str, Any]], **options: Any
) -> Statistics:
    return fold_statistics(
        engine,
        table(touched, TOUCH_SCHEMA),
        table(
            dated([{**dict.fromkeys(CONVERSION_SCHEMA.names), **c} for c in bought]),
            CONVERSION_SCHEMA,
        ),
        touch_cut=options.pop("touch_cut", ()),
        conversion_cut=options.pop("conversion_cut", ()),
        **options,
    )


def test_months_are_the_conversions_or_the_last_touchs_in_local_time(engine: Engine) -> None:
    # 31 January 23:30 UTC is February in Berlin; 31 days after 1970-01-01 is 1 February.
    touched = [row(1, 10, "email"), row(2, 31 - 0.5 / 24, "email"), row(3, 80, "video")]
    found = folded(
        engine,
        touched,
        [bought_at(1, 35)],
        finished=True,
        time_zone="Europe/Berlin",
    )
    months = {
        (step["from_state"], step["to_state"]): step["month"]
        for step in found.transitions.to_pylist()
    }
    assert months["email", "(conversion)"] == date(1970, 2, 1)
    assert months["email", "(null)"] == date(1970, 2, 1)
    assert months["video", "(null)"] == date(1970, 3, 1)


def test_a_period_counts_its_own_conversions_but_the_others_still_bound_windows(
    engine: Engine,
) -> None:
    touched = [row(1, 1, "email"), row(1, 12, "video"), row(2, 13, "search"), row(3, 40, "search")]
    bought = [bought_at(1, 2), bought_at(1, 14), bought_at(1, 45)]
    found = folded(
        engine,
        touched,
        bought,
        period=(date(1970, 1, 10), date(1970, 1, 20)),
        finished=True,
    )
    assert credit_of(found, "linear", ("channel",)) == {("video",): [1.0, 1.0]}
    steps = {
        (s["from_state"], s["to_state"]): s["transitions"] for s in found.transitions.to_pylist()
    }
    assert steps == {
        ("(start)", "video"): 1,
        ("video", "(conversion)"): 1,
        ("(start)", "search"): 1,
        ("search", "(null)"): 1,
    }


def test_touch_dates_are_local_days(engine: Engine) -> None:
    # Both touches fall on 31 March 1996 in Berlin, a day of 23 hours.
    midnight = (datetime(1996, 3, 30, 23, tzinfo=UTC) - EPOCH) / timedelta(days=1)
    touched = [row(1, midnight), row(1, midnight + 22.9 / 24, "video"), row(1, midnight + 1)]
    found = folded(
        engine,
        touched,
        [bought_at(1, midnight + 2)],
        touch_cut=("touch_date",),
        time_zone="Europe/Berlin",
    )
    dates = {
        (cell["channel"], cell["touch_date"]): cell["linear_conversions"]
        for cell in found.credit.to_pylist()
        if cell["linear_conversions"]
    }
    assert dates == pytest.approx(
        {
            ("email", date(1996, 3, 31)): 1 / 3,
            ("video", date(1996, 3, 31)): 1 / 3,
            ("email", date(1996, 4, 1)): 1 / 3,
        }
    )


def test_an_open_journey_is_not_yet_lost(engine: Engine) -> None:
    touched = [row(1, 5), row(2, 11), row(3, 10)]
    options: dict[str, Any] = {"lookback_days": 10, "as_of_us": 20 * DAY_US}
    steps = folded(engine, touched, [], **options).transitions.to_pylist()
    lost = [step["transitions"] for step in steps if step["to_state"] == "(null)"]
    assert lost == [2]  # the touch of day 11 is nine days old, that of day 10 exactly ten


def test_nothing_at_all_is_empty_credit(engine: Engine) -> None:
    found = folded(engine, [], [])
    assert found.credit.num_rows == 0
    assert found.transitions.num_rows == 0
    assert found.credit.schema.field("channel").type == pa.string()


def test_conversions_without_any_touch_are_unattributed(engine: Engine) -> None:
    found = folded(engine, [], [bought_at(1, 1), bought_at(None, 2)])
    assert credit_of(found, "last", ("channel",)) == {(None,): [2.0, 2.0]}


def test_hundreds_of_channels_and_thousands_of_campaigns(engine: Engine) -> None:
    touched = [
        row(
            person,
            person % 50 + step,
            f"channel {(person * 7 + step) % 300}",
            campaign=f"campaign {(person * 7 + step) % 4000}",
        )
        for person in range(4000)
        for step in range(3)
    ]
    bought = [bought_at(person, 60) for person in range(0, 4000, 2)]
    found = folded(engine, touched, bought, touch_cut=("campaign",), finished=True)
    assert len(set(found.credit["campaign"].to_pylist())) > 3000
    assert sum(found.credit["linear_conversions"].to_pylist()) == pytest.approx(2000)
    starts = [s for s in found.transitions.to_pylist() if s["from_state"] == "(start)"]
    assert sum(s["transitions"] for s in starts) == 4000
    assert len({s["to_state"] for s in starts}) == 300


def test_one_person_with_very_many_touches(engine: Engine) -> None:
    touched = [row(1, 50 - step / 2000, f"channel {step % 3}") for step in range(60_000)]
    found = folded(engine, touched, [bought_at(1, 60)])
    assert sum(found.credit["shapley_conversions"].to_pylist()) == pytest.approx(1)
    assert credit_of(found, "last", ("channel",)) == {("channel 0",): [1.0, 1.0]}


def test_a_touch_without_channel_is_refused(engine: Engine) -> None:
    with pytest.raises(BadInput, match="no channel"):
        folded(engine, [row(1, 1, None)], [bought_at(1, 2)])  # type: ignore[arg-type]


@pytest.mark.parametrize("days", [0, -1, float("nan"), 2_000_000])
def test_a_senseless_lookback_is_refused(engine: Engine, days: float) -> None:
    with pytest.raises(OutOfRange, match="lookback_days"):
        folded(engine, [], [], lookback_days=days)


def test_an_unknown_cut_is_named_with_the_known_ones(engine: Engine) -> None:
    with pytest.raises(Unknown, match="Did you mean 'campaign'"):
        folded(engine, [], [], touch_cut=("campain",))


def test_a_cut_that_the_table_lacks_is_refused(engine: Engine) -> None:
    touched = table([row(1, 1)], TOUCH_SCHEMA).drop_columns(["campaign"])
    with pytest.raises(BadInput, match="campaign"):
        fold_statistics(engine, touched, table([], CONVERSION_SCHEMA))
