"""Real files that nobody here made, from load to credit, against direct sums over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from northing.workspace.workspace import Workspace

NewWorkspace = Callable[..., Workspace]


@pytest.fixture
def new(tmp_path: Path) -> NewWorkspace:
    def make(settings: dict[str, str] | None = None, **options: str) -> Workspace:
        ws = Workspace.init(tmp_path / "acme", **options)
        path = ws.folder / "northing.toml"
        text = path.read_text()
        for old, line in (settings or {}).items():
            assert old in text
            text = text.replace(old, line)
        path.write_text(text)
        return Workspace(ws.folder)

    return make


def credit_of(ws: Workspace, kind: str, rule: str) -> dict[str, tuple[int, float]]:
    rows = ws.attribute(kind=kind, rule=rule).rows
    return {
        row.keys["channel"]: (round(row.amount.conversions), round(row.amount.value, 2))
        for row in rows
    }


def test_olist_leads_deals_and_revenue_by_channel(shared_data, repository, new):
    folder = shared_data / "olist"
    ws = new(currency="BRL", time_zone="America/Sao_Paulo")
    leads = folder / "olist_marketing_qualified_leads_dataset.csv"
    ws.load(None, leads, mapping=repository / "examples" / "olist.toml", allow_sql=True)
    ws.refresh()
    direct = duckdb.connect()
    by_channel = direct.execute(
        f"""SELECT origin, count(*), count(won_date), coalesce(sum(price), 0)
            FROM '{leads}' LEFT JOIN '{folder}/olist_closed_deals_dataset.csv' USING (mql_id)
            LEFT JOIN (SELECT seller_id, sum(price) AS price
                       FROM '{folder}/olist_order_items_dataset.csv' GROUP BY seller_id)
                 USING (seller_id)
            WHERE origin IS NOT NULL GROUP BY origin"""
    ).fetchall()
    qualified = credit_of(ws, "mql", "declared")
    won = credit_of(ws, "won", "declared")
    assert len(by_channel) == len(qualified) == 10
    for origin, counted, deals, revenue in by_channel:
        assert qualified[origin][0] == counted
        assert won[origin] == (deals, pytest.approx(float(revenue), abs=0.01))
    assert (qualified["paid_search"][0], won["paid_search"][0]) == (1586, 195)
    totals = ws.attribute(kind="won", rule="declared").total
    assert (totals.conversions, round(totals.value, 2)) == (842, 24_335.84)
    # A lead without an origin is counted, and no channel gets it.
    assert ws.attribute(kind="mql", rule="last").unattributed.conversions == 60


def test_journeys_of_2018_with_impressions_that_qualify(shared_data, repository, new):
    ws = new({'excluded_touches = ["impression"]': "excluded_touches = []"}, currency="USD")
    file = shared_data / "attribution_journeys_2018" / "attribution_data.csv"
    ws.load(None, file, mapping=repository / "examples" / "attribution_journeys.toml")
    snapshot = ws.refresh()
    assert snapshot.rows["touches"] == 62_483
    (kind,) = ws.engine.query("SELECT DISTINCT kind FROM c", c=ws.dataset("journey_conversions"))[
        "kind"
    ].to_pylist()
    last = (
        duckdb.connect()
        .execute(
            f"""SELECT lower(replace(channel, ' ', '_')), count(*), round(sum(conversion_value), 2)
            FROM '{file}' WHERE conversion = 1 GROUP BY ALL"""
        )
        .fetchall()
    )
    # A conversion row is a touch of its own, so it is the last one.
    assert credit_of(ws, kind, "last") == {
        channel: (count, pytest.approx(value)) for channel, count, value in last
    }
    for rule in ("first", "markov", "shapley"):
        table = ws.attribute(kind=kind, rule=rule)
        assert table.total.conversions == pytest.approx(1_838)
        assert table.total.value == pytest.approx(11_423.5)


def test_analytics_sessions_become_touches_and_orders(shared_data, repository, new):
    ws = new(currency="USD")
    file = shared_data / "ga360_sample" / "ga_sample.parquet"
    ws.load(None, file, mapping=repository / "examples" / "ga360.toml", allow_sql=True)
    snapshot = ws.refresh()
    assert (snapshot.rows["touches"], snapshot.rows["orders"]) == (2_556, 45)
    assert ws.attribute(kind="order", rule="last").total.value == pytest.approx(8_902.0)


def test_google_ads_as_a_connector_lands_it(shared_data, new):
    account = '\n[accounts.google_ads]\ncurrency = "USD"\n'
    ws = new({"\n[stages]": f"{account}\n[stages]"}, currency="USD")
    file = shared_data / "fivetran_seeds" / "dbt_google_ads" / "campaign_stats_data.csv"
    ws.load(None, file)
    ws.refresh()
    micros = duckdb.connect().execute(f"SELECT sum(cost_micros) FROM '{file}'").fetchone()
    spend = ws.engine.query("SELECT sum(amount) AS n FROM s", s=ws.dataset("spend_daily"))
    assert float(spend["n"][0].as_py()) == pytest.approx(float(micros[0]) / 1e6)


def test_dirty_spend_loads_with_what_was_refused_and_why(shared_data, repository, new):
    ws = new(currency="USD")
    file = shared_data / "dirty_google_ads" / "GoogleAds_DataAnalytics_Sales_Uncleaned.csv"
    load = ws.load(None, file, mapping=repository / "examples" / "dirty_google_ads.toml")
    ws.refresh()
    cost = (
        duckdb.connect()
        .execute(
            f"""SELECT sum(CAST(replace(replace(Cost, '$', ''), ',', '') AS DECIMAL(18, 2)))
            FROM '{file}' WHERE Cost IS NOT NULL"""
        )
        .fetchone()
    )
    spend = ws.engine.query("SELECT sum(amount) AS n FROM s", s=ws.dataset("spend_daily"))
    assert spend["n"][0].as_py() == cost[0]
    assert dict(load.refused) == {"amount is missing.": 97}
    assert [(row["rows"], row["waits"]) for row in ws.quarantine()] == [(97, False)]
