"""Credit, metrics and journeys of a whole company, against SQL over its own files."""

from __future__ import annotations

import json

import duckdb
import pytest

from northing.attribution import RULES
from northing.errors import Missing, NotDivisible, Unknown
from northing.workspace import estimating
from northing.workspace.demo import build_demo, reconcile
from northing.workspace.workspace import Workspace

BY = ("channel", "campaign", "content", "segment", "country", "device", "month")


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Workspace:
    folder = tmp_path_factory.mktemp("company") / "demo"
    return build_demo(folder, people=3_000, seed=11, tell=lambda _text: None)


@pytest.fixture(scope="module")
def files(company):
    """Plain SQL over the files as the company received them."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")

    def scan(sql: str) -> list[tuple]:
        return connection.execute(sql.replace("FILES", str(company.folder / "files"))).fetchall()

    return scan


def amounts(table):
    return table.total.conversions, table.total.value


@pytest.mark.parametrize("rule", list(RULES))
@pytest.mark.parametrize("kind", ["lead", "won", "order"])
def test_rows_and_unattributed_come_to_all_conversions(company, files, rule, kind):
    counted = {
        "lead": "SELECT count(*) FROM 'FILES/conversions_*.csv' WHERE kind = 'lead'",
        "won": "SELECT count(*) FROM (SELECT arg_max(stage, \"at\") AS s FROM 'FILES/deals.csv' "
        "GROUP BY deal_id) WHERE s = 'won'",
        "order": "SELECT count(*) FROM 'FILES/orders.csv' WHERE revenue >= 0",
    }
    expected = files(counted[kind])[0][0]
    for by in ("channel", "campaign", "country"):
        table = company.attribute(kind=kind, rule=rule, by=by)
        rows = sum(row.amount.conversions for row in table.rows)
        assert rows + table.unattributed.conversions == pytest.approx(expected, abs=1e-6)
        value = sum(row.amount.value for row in table.rows) + table.unattributed.value
        assert value == pytest.approx(table.total.value, abs=1e-4)
        assert table.total.conversions == pytest.approx(expected, abs=1e-6)


def test_rules_differ_from_one_another(company):
    by_rule = {
        rule: tuple(
            round(row.amount.conversions, 3)
            for row in sorted(
                company.attribute(kind="order", rule=rule).rows, key=lambda row: row.keys["channel"]
            )
        )
        for rule in RULES
    }
    assert len(set(by_rule.values())) == len(RULES)


@pytest.mark.parametrize("by", BY)
def test_every_cut_comes_to_the_same_total(company, by):
    whole = amounts(company.attribute(kind="order", rule="linear"))
    cut = company.attribute(kind="order", rule="linear", by=by)
    assert amounts(cut) == pytest.approx(whole)
    rows = sum(row.amount.conversions for row in cut.rows)
    assert rows + cut.unattributed.conversions == pytest.approx(whole[0])


def test_two_dimensions_at_once_agree_with_each_alone(company):
    both = company.attribute(kind="order", rule="position", by=["campaign", "device"])
    campaigns = company.attribute(kind="order", rule="position", by="campaign")
    summed: dict[str, float] = {}
    for row in both.rows:
        name = row.keys["campaign"]
        summed[name] = summed.get(name, 0.0) + row.amount.conversions
    for row in campaigns.rows:
        assert summed[row.keys["campaign"]] == pytest.approx(row.amount.conversions)


def test_a_quarter_of_markov_is_solved_whole_and_not_summed(company):
    quarter = company.attribute(kind="order", rule="markov", period="2026-Q2")
    months = company.attribute(
        kind="order", rule="markov", by=["month", "channel"], period="2026-Q2"
    )
    assert amounts(months) == pytest.approx(amounts(quarter))
    summed: dict[str, float] = {}
    for row in months.rows:
        name = row.keys["channel"]
        summed[name] = summed.get(name, 0.0) + row.amount.conversions
    solved = {row.keys["channel"]: row.amount.conversions for row in quarter.rows}
    assert any(abs(summed[name] - solved[name]) > 1e-6 for name in solved if name in summed)


def test_markov_of_whole_months_equals_a_fold_of_the_same_days(company):
    stored = company.attribute(kind="order", rule="markov", period="2026-05")
    folded = company.attribute(kind="order", rule="markov", period="2026-05-01..2026-05-31")
    by_channel = {row.keys["channel"]: row.amount.conversions for row in folded.rows}
    assert stored.rows
    for row in stored.rows:
        assert by_channel[row.keys["channel"]] == pytest.approx(row.amount.conversions)


def test_touch_dating_gives_all_credit_its_day(company):
    whole = company.attribute(kind="order", rule="linear")
    touched = company.attribute(kind="order", rule="linear", by="month", dated="touch")
    conversion = company.attribute(kind="order", rule="linear", by="month")
    assert touched.unattributed.as_dict() == pytest.approx(whole.unattributed.as_dict())
    early = sum(row.amount.conversions for row in touched.rows if row.keys["month"] < "2025-07")
    late = sum(row.amount.conversions for row in conversion.rows if row.keys["month"] < "2025-07")
    assert early > late, "touches come before the conversions that they earn"
    with pytest.raises(NotDivisible, match="dated by touch"):
        company.attribute(kind="order", rule="markov", dated="touch")


def test_what_does_not_exist_is_named(company):
    with pytest.raises(Unknown, match=r"'wonn'.*Did you mean 'won'"):
        company.attribute(kind="wonn")
    with pytest.raises(Unknown, match=r"shapely.*Did you mean 'shapley'"):
        company.attribute(rule="shapely")
    with pytest.raises(Unknown, match=r"chanel.*Did you mean 'channel'"):
        company.attribute(by="chanel")
    with pytest.raises(Missing, match="nowhere"):
        company.journey("nowhere")


def test_the_files_truth_is_met_to_the_cent(company):
    truth = json.loads((company.folder / "truth.json").read_text())
    rows = reconcile(company, truth)
    assert len(rows) > 10
    assert [row for row in rows if row["difference"]] == []


def test_metrics_equal_sql_over_the_files(company, files):
    quarter = "DATE '2026-04-01' AND DATE '2026-06-30'"
    rates = """
        SELECT CAST(unnest(generate_series(date::TIMESTAMP,
                   least(coalesce(next - 1, date + 7), date + 7)::TIMESTAMP,
                   INTERVAL 1 DAY)) AS DATE) AS date, currency, rate
        FROM (SELECT *, lead(date) OVER (PARTITION BY currency ORDER BY date) AS next
              FROM 'FILES/fx.csv')"""
    spend, clicks, impressions = files(
        f"""SELECT sum(CASE WHEN s.currency = 'EUR' THEN amount ELSE amount * rate END),
                   sum(clicks) FILTER (WHERE impressions IS NOT NULL),
                   sum(impressions) FILTER (WHERE clicks IS NOT NULL)
            FROM read_csv('FILES/spend_*.csv', union_by_name = true) s
            LEFT JOIN ({rates}) r ON r.date = s.date AND r.currency = s.currency
            WHERE s.date BETWEEN {quarter}"""
    )[0]
    leads = files(
        f"""SELECT count(*) FROM 'FILES/conversions_*.csv'
            WHERE kind = 'lead' AND CAST("at" AT TIME ZONE 'Europe/Berlin' AS DATE)
                  BETWEEN {quarter}"""
    )[0][0]

    def metric(name, **options):
        return company.metric(name, period="2026-Q2", **options).total

    assert float(metric("spend").value) == pytest.approx(float(spend), abs=0.01)
    assert metric("leads").value == leads
    assert metric("cpl").value == pytest.approx(float(spend) / leads, rel=1e-6)
    assert metric("ctr").value == pytest.approx(clicks / impressions, rel=1e-9)


def test_credited_roas_is_all_credited_value_over_all_spend(company):
    table = company.metric("roas", by="channel", period="2026-Q2", rule="markov")
    rows = {row.keys["channel"]: row for row in table.rows}
    assert rows["television"].value is None
    assert rows["organic_search"].value is None
    assert table.total.numerator == pytest.approx(
        sum(float(row.numerator) for row in table.rows if row.numerator is not None), abs=0.01
    )
    assert table.total.value == pytest.approx(
        float(table.total.numerator) / float(table.total.denominator)
    )


def test_a_metric_and_attribution_tell_the_same_credit(company):
    table = company.metric("leads", by="channel", period="2026-Q2", rule="time_decay")
    credit = company.attribute(kind="lead", rule="time_decay", period="2026-Q2")
    told = {row.keys["channel"]: row.value for row in table.rows if row.value is not None}
    assert told == pytest.approx(
        {row.keys["channel"]: row.amount.conversions for row in credit.rows}
    )


def test_a_deals_journey_gives_each_rules_credit_once(company):
    sql = "SELECT deal_id FROM c WHERE kind = 'won' ORDER BY deal_id LIMIT 5"
    deals = company.engine.query(sql, c=company.dataset("journey_conversions"))
    checked = 0
    for deal in deals["deal_id"].to_pylist():
        for conversion in company.journey(deal).to_json()["conversions"]:
            touches = conversion["touches"]
            assert [touch["at"] for touch in touches] == sorted(touch["at"] for touch in touches)
            for rule in touches[0]["credit"] if touches else ():
                total = sum(touch["credit"][rule] for touch in touches)
                assert total == pytest.approx(1.0), (deal, rule)
                checked += 1
    assert checked > 0


def test_journeys_count_what_credit_counts(company):
    credit = company.attribute(kind="order", rule="linear", period="2026-Q2")
    found = company.journeys(kind="order", period="2026-Q2").to_json(paths=1_000_000)
    attributed = credit.total.conversions - credit.unattributed.conversions
    for part in ("paths", "touches", "days", "first_last"):
        assert sum(row["conversions"] for row in found[part]) == pytest.approx(attributed)


def test_the_demo_is_the_same_for_the_same_seed(company, tmp_path):
    again = build_demo(tmp_path / "again", people=3_000, seed=11, tell=lambda _text: None)
    credit = company.attribute(kind="won", rule="markov")
    # The groups behind the intervals follow each workspace's own key; the credit does not.
    for one, other in zip(
        again.attribute(kind="won", rule="markov").rows, credit.rows, strict=True
    ):
        assert one.keys == other.keys
        assert one.amount.conversions == pytest.approx(other.amount.conversions, rel=1e-12)
        assert one.amount.value == pytest.approx(other.amount.value, rel=1e-12)


def test_markov_of_everything_looks_at_every_journey(company):
    """The months of the first and last deal are not the months of the log."""
    everything = company.attribute(kind="won", rule="markov")
    asked = company.attribute(kind="won", rule="markov", period="2024-01-01..2026-06-30")
    told = {row.keys["channel"]: row.amount.conversions for row in everything.rows}
    for row in asked.rows:
        assert told[row.keys["channel"]] == pytest.approx(row.amount.conversions)


def test_before_the_data_nothing_is_known(company):
    assert company.metric("leads", period="2023-01").total.value is None
    assert company.metric("leads", period="2024-02").total.value is not None


def test_spend_that_names_no_country_has_no_return_of_its_own(company):
    rows = company.metric("roas", by="country", period="2026-Q2").rows
    blank = [row for row in rows if row.keys["country"] is None]
    assert [row.value for row in blank] == [None] * len(blank)
    assert all("names no country" in (row.note or "") for row in blank)


@pytest.mark.parametrize("rule", list(RULES))
def test_every_row_says_how_sure_it_is(company, rule):
    table = company.attribute(kind="order", rule=rule, by="channel")
    for amount in (*(row.amount for row in table.rows), table.unattributed, table.total):
        assert amount.low <= amount.value <= amount.high
        assert amount.conversions_low <= amount.conversions <= amount.conversions_high
    assert all({"low", "high", "conversions_low"} <= row.keys() for row in table.to_json()["rows"])


@pytest.mark.parametrize("period", ["2026-Q1", "2026-W10", "last-13-weeks"])
@pytest.mark.parametrize("by", ["channel", ("campaign", "week")])
def test_published_spans_are_as_sure_as_a_fold_anew(company, monkeypatch, by, period):
    published = company.attribute(kind="order", rule="linear", by=by, period=period)
    monkeypatch.setattr(estimating, "PUBLISHED", frozenset())
    folded = company.attribute(kind="order", rule="linear", by=by, period=period)
    assert json.loads(json.dumps(published.to_json()["rows"])) == [
        {
            name: pytest.approx(value) if isinstance(value, float) else value
            for name, value in row.items()
        }
        for row in folded.to_json()["rows"]
    ]


def test_credited_metrics_carry_the_interval_of_their_credit(company):
    asked = {"period": "2026-Q1", "rule": "markov"}
    roas = {row.keys["channel"]: row for row in company.metric("roas", by="channel", **asked).rows}
    row = roas["paid_search"]
    assert 0 <= row.low < row.value < row.high
    orders = company.metric("conversions", by="channel", kind="order", **asked).rows
    credit = company.attribute(kind="order", by="channel", **asked).rows
    known = {row.keys["channel"]: row.amount.conversions_high for row in credit}
    highs = {row.keys["channel"]: row.high for row in orders if row.keys["channel"] in known}
    assert highs == pytest.approx(known)
    whole = company.metric("roas", **asked).total
    assert whole.low < whole.value < whole.high
    assert (
        company.metric("spend", by="channel", period="2026-Q1").to_json()["rows"][0]["low"] is None
    )


def test_rules_side_by_side_carry_intervals(company):
    table = company.compare_rules(kind="order", by="channel").to_json()
    assert '"conversions_low": ' in json.dumps(table)


@pytest.mark.parametrize("by", ["channel", "campaign", ("channel", "month"), "country"])
def test_where_nothing_is_folded_credit_is_the_same_and_says_that_it_has_no_interval(company, by):
    class Hurried(Workspace):
        folds_intervals = False

    split_week = "2026-03-04..2026-06-10"
    asked = {"kind": "won", "rule": "linear", "by": by, "period": split_week}
    patient, hurried = company.attribute(**asked), Hurried(company.folder).attribute(**asked)
    expected = {tuple(row.keys.values()): row.amount.value for row in patient.rows}
    found = {tuple(row.keys.values()): row.amount.value for row in hurried.rows}
    assert found == pytest.approx(expected)
    assert amounts(hurried) == pytest.approx(amounts(patient))
    assert hurried.unattributed.value == pytest.approx(patient.unattributed.value)
    assert all(row.amount.low is None for row in hurried.rows)
    assert any("No interval" in note for note in hurried.notes)
    assert not any("No interval" in note for note in patient.notes)
    whole_weeks = {**asked, "period": "2026-Q2"}
    if by in ("channel", "campaign"):
        assert all(
            row.amount.low is not None
            for row in Hurried(company.folder).attribute(**whole_weeks).rows
        )


def test_a_metric_of_a_split_week_says_why_it_has_no_interval(company):
    class Hurried(Workspace):
        folds_intervals = False

    period = "2026-03-04..2026-06-10"
    patient = company.metric("roas", period=period)
    hurried = Hurried(company.folder).metric("roas", period=period)
    assert hurried.total.value == patient.total.value
    assert (hurried.total.low, patient.total.low is None) == (None, False)
    assert any("No interval" in note for note in hurried.notes)


@pytest.mark.parametrize(
    ("name", "rule", "by", "where"),
    [
        ("roas", "linear", (), {}),
        ("roas", "linear", ("week",), {}),
        ("roas", "linear", ("month", "channel", "campaign"), {}),
        ("roas", "markov", ("month",), {}),
        ("roas", "markov", ("channel", "campaign"), {}),
        ("roas", "linear", ("month",), {"channel": ["paid_search", "paid_social"]}),
        ("conversions", "linear", ("channel",), {}),
        ("conversions", "linear", ("channel",), {"campaign": [None]}),
        ("conversions", "linear", ("week",), {"channel": "email"}),
        ("conversions", "linear", ("week",), {"channel": "email", "campaign": ["no such"]}),
        ("revenue", "last", ("channel",), {}),
    ],
)
def test_groups_of_people_in_memory_are_estimated_as_those_on_disk(company, name, rule, by, where):
    class Held(Workspace):
        def dataset(self, name, snapshot=None):
            files = super().dataset(name, snapshot)
            if name != "credit_groups":
                return files
            return self.engine.query("SELECT * FROM g ORDER BY span, random()", g=files)

    asked = {"by": by, "rule": rule, "period": "2026-Q1", "where": where}
    disk, memory = (
        {tuple(row.keys.values()): (row.low, row.high) for row in (*table.rows, table.total)}
        for table in (one.metric(name, **asked) for one in (company, Held(company.folder)))
    )
    has_rows = "no such" not in where.get("campaign", ())
    assert any(low for low, _ in disk.values()) == has_rows
    assert memory.keys() == disk.keys()
    for key, ends in disk.items():
        assert memory[key] == pytest.approx(ends)
