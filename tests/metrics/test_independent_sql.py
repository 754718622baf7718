"""Metrics of a simulated company against SQL written straight over the files it was loaded from.

Nothing of Northing answers here but the metric that is compared: rates, days, credit by the first
and the last touch, cohorts and windows are all said anew in plain SQL.
"""

from __future__ import annotations

import csv

import duckdb
import pytest

from northing.workspace.demo import build_demo
from northing.workspace.workspace import Workspace

FIRST, LAST = "2026-01-01", "2026-03-31"
PERIOD = "2026-Q1"
YEAR = "2025"  # of the surveys: a quarter of a small company has too few answers to be shown
ZONE = "Europe/Berlin"
SETUP = f"""
CREATE VIEW spend AS SELECT * FROM read_csv('FILES/spend_*.csv', union_by_name = true);
CREATE VIEW orders AS
    SELECT *, CAST(CAST("at" AS TIMESTAMPTZ) AT TIME ZONE '{ZONE}' AS DATE) AS day
    FROM read_csv('FILES/orders.csv');
CREATE VIEW said AS
    SELECT *, CAST(CAST("at" AS TIMESTAMPTZ) AT TIME ZONE '{ZONE}' AS DATE) AS day
    FROM read_csv('FILES/conversions_*.csv', union_by_name = true);
CREATE VIEW costs AS SELECT * FROM read_csv('FILES/costs.csv');
CREATE VIEW moves AS
    SELECT * REPLACE (CAST(mrr AS DECIMAL(18, 4)) AS mrr)
    FROM read_csv('FILES/subscription_movements.csv');
CREATE VIEW answers AS
    SELECT *, CAST(CAST("at" AS TIMESTAMPTZ) AT TIME ZONE '{ZONE}' AS DATE) AS day
    FROM read_csv('FILES/surveys_*.csv', union_by_name = true);
CREATE TABLE rate AS
    SELECT CAST(d.day AS DATE) AS day, c.currency,
           CASE WHEN c.currency = 'EUR' THEN 1 ELSE
               (SELECT arg_max(f.rate, f.date) FROM read_csv('FILES/fx*.csv') f
                WHERE f.currency = c.currency
                  AND f.date BETWEEN CAST(d.day AS DATE) - 7 AND d.day) END
               AS rate
    FROM generate_series(DATE '2022-01-01', DATE '2026-06-30', INTERVAL 1 DAY) d(day),
         (VALUES ('EUR'), ('GBP'), ('SEK')) c(currency);
CREATE TABLE deal AS
    WITH edits AS (
        SELECT *, CAST("at" AS TIMESTAMPTZ) AS moment FROM read_csv('FILES/deals.csv')
    )
    SELECT deal_id, account_id, arg_max(stage, moment) AS stage,
           CAST(min(moment) FILTER (stage NOT IN ('sql', 'lost')) AT TIME ZONE '{ZONE}' AS DATE)
               AS opened,
           min(moment) FILTER (stage NOT IN ('sql', 'lost')) AS opened_at,
           CAST(min(moment) FILTER (stage IN ('won', 'lost')) AT TIME ZONE '{ZONE}' AS DATE)
               AS closed,
           min(moment) FILTER (stage IN ('won', 'lost')) AS closed_at,
           arg_max(amount, moment) AS amount, arg_max(currency, moment) AS currency
    FROM edits GROUP BY ALL;
"""  # fmt: skip
INSIDE = f"BETWEEN DATE '{FIRST}' AND DATE '{LAST}'"
EUR = "CAST(sum({0} * r.rate) AS DOUBLE)"

ORDERS = (
    f"FROM orders o JOIN rate r ON r.currency = o.currency AND r.day = o.day WHERE o.day {INSIDE}"
)
SPEND = (
    f"FROM spend s JOIN rate r ON r.currency = s.currency AND r.day = s.date WHERE s.date {INSIDE}"
)
OPENED = (
    "FROM deal d JOIN rate r ON r.currency = d.currency AND r.day = d.opened "
    f"WHERE d.opened {INSIDE}"
)
CLOSED = (
    "FROM deal d JOIN rate r ON r.currency = d.currency AND r.day = d.closed "
    f"WHERE d.stage IN ('won', 'lost') AND d.closed {INSIDE}"
)
SPENT = f"(SELECT {EUR.format('s.amount')} {SPEND})"
EARNED = (
    f"((SELECT {EUR.format('o.revenue')} {ORDERS}) "
    f"+ (SELECT {EUR.format('d.amount')} {CLOSED} AND d.stage = 'won'))"
)
LEVELS = f"""
    WITH signed AS (
        SELECT account_id, currency, month,
               CASE WHEN kind IN ('churn', 'contraction') THEN -mrr ELSE mrr END AS mrr
        FROM moves),
    level AS (
        SELECT account_id, currency,
               coalesce(sum(mrr) FILTER (month < DATE '{FIRST}'), 0) AS opening,
               coalesce(sum(mrr) FILTER (month <= DATE '{LAST}'), 0) AS closing
        FROM signed GROUP BY ALL),
    euro AS (
        SELECT opening * r.rate AS opening, closing * r.rate AS closing
        FROM level l JOIN rate r ON r.currency = l.currency AND r.day = DATE '{FIRST}'
        WHERE opening > 0)
"""


def _answers(question: str, test: str, weight: str = "1") -> str:
    scale = {"nps": "0 AND 10", "csat": "1 AND 5"}.get(question, "0 AND 1")
    return (
        f"SELECT sum(CASE WHEN {test} THEN {weight} ELSE 0 END) / sum({weight}) FROM answers "
        f"WHERE question = '{question}' AND score BETWEEN {scale} AND year(day) = {YEAR}"
    )


def _cohort(entry: str, target: str) -> str:
    return f"""
        WITH entered AS (
            SELECT person_id AS who, min(CAST("at" AS TIMESTAMPTZ)) AS since, min(day) AS day
            FROM said WHERE kind = '{entry}' GROUP BY 1)
        SELECT count(*) FILTER (EXISTS (
                   SELECT 1 FROM said s WHERE s.kind = '{target}' AND s.person_id = e.who
                   AND CAST(s."at" AS TIMESTAMPTZ) >= e.since)) / count(*)
        FROM entered e WHERE day {INSIDE}"""


QUERIES = {
    "spend": f"SELECT {SPENT}",
    "orders": f"SELECT count(*) {ORDERS} AND o.revenue >= 0",
    "revenue": f"SELECT {EARNED}",
    "margin": f"""SELECT (SELECT {EUR.format("coalesce(o.margin, o.revenue * 0.7)")} {ORDERS})
        + (SELECT {EUR.format("d.amount * 0.7")} {CLOSED} AND d.stage = 'won')""",
    "mer": f"SELECT {EARNED} / {SPENT}",
    "aov": f"""SELECT (SELECT {EUR.format("o.revenue")} {ORDERS})
        / (SELECT count(*) {ORDERS} AND o.revenue >= 0)""",
    "leads": f"SELECT count(*) FROM said WHERE kind = 'lead' AND day {INSIDE}",
    "cpl": f"SELECT {SPENT} / (SELECT count(*) FROM said WHERE kind = 'lead' AND day {INSIDE})",
    "cpc": f"""SELECT (SELECT {EUR.format("s.amount")} {SPEND} AND s.clicks IS NOT NULL)
        / (SELECT sum(s.clicks) {SPEND})""",
    "cpm": f"""SELECT 1000 * (SELECT {EUR.format("s.amount")} {SPEND}
        AND s.impressions IS NOT NULL) / (SELECT sum(s.impressions) {SPEND})""",
    "new_pipeline": f"SELECT {EUR.format('d.amount')} {OPENED}",
    "win_rate_closed": f"SELECT count(*) FILTER (d.stage = 'won') / count(*) {CLOSED}",
    "win_rate_closed?variant=value": f"""SELECT
        CAST(sum(d.amount * r.rate) FILTER (d.stage = 'won') / sum(d.amount * r.rate) AS DOUBLE)
        {CLOSED}""",
    "win_rate_cohort": f"""SELECT count(*) FILTER (d.stage = 'won') / count(*) {OPENED}""",
    "sales_cycle_days": f"SELECT median(d.closed - d.opened) {CLOSED} AND d.stage = 'won'",
    "lead_to_mql": _cohort("lead", "mql"),
    "mql_to_sql": _cohort("mql", "sql"),
    "sessions": f"SELECT sum(sessions) FROM 'FILES/sessions*.parquet' WHERE date {INSIDE}",
    "engaged_session_rate": f"""SELECT sum(engaged) / sum(sessions) FROM 'FILES/sessions*.parquet'
        WHERE date {INSIDE}""",
    "email_open": f"""SELECT sum(opens) / sum(delivered) FROM 'FILES/engagement_mail.csv'
        WHERE date {INSIDE}""",
    "social_engagement_rate": f"""SELECT sum(engagements) / sum(impressions)
        FROM 'FILES/engagement_social.csv' WHERE date {INSIDE}""",
    "retention": f"{LEVELS} SELECT count(*) FILTER (closing > 0) / count(*) FROM euro",
    "grr": f"{LEVELS} SELECT CAST(sum(least(opening, closing)) / sum(opening) AS DOUBLE) FROM euro",
    "nrr": f"{LEVELS} SELECT CAST(sum(closing) / sum(opening) AS DOUBLE) FROM euro",
    "nps": "SELECT 100 * (("
    + _answers("nps", "score >= 9")
    + ") - ("
    + _answers("nps", "score <= 6")
    + "))",
    "csat": _answers("csat", "score >= 4"),
    "awareness_aided": _answers("awareness_aided", "score = 1", "weight"),
    "sov": f"""SELECT sum(value) FILTER (brand = 'own') / sum(value) FROM 'FILES/market.csv'
        WHERE measure = 'media spend' AND period {INSIDE}""",
    "market_share": f"""SELECT sum(value) FILTER (brand = 'own') / sum(value)
        FROM 'FILES/market.csv' WHERE measure = 'sales value' AND period {INSIDE}""",
    "budget_variance": f"""SELECT CAST(sum(actual - plan) / sum(plan) AS DOUBLE)
        FROM 'FILES/finance.csv' WHERE account <> 'income' AND month {INSIDE}""",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Workspace:
    folder = tmp_path_factory.mktemp("sql") / "demo"
    return build_demo(folder, people=2_500, seed=5, tell=lambda _text: None)


@pytest.fixture(scope="module")
def ask(company):
    """Plain SQL over the files, before Northing has seen them."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    files = str(company.folder / "files")
    connection.execute(SETUP.replace("FILES", files))

    def one(sql: str) -> list[tuple]:
        return connection.execute(sql.replace("FILES", files)).fetchall()

    return one


def asked(company, reference, **more):
    name, _, variant = reference.partition("?variant=")
    period = YEAR if name in ("nps", "csat", "awareness_aided") else PERIOD
    return company.metric(name, period=period, variant=variant or None, **more)


@pytest.mark.parametrize("reference", list(QUERIES))
def test_a_metric_is_what_plain_sql_says(company, ask, reference):
    more = {"where": {"source": "research_house"}} if reference in ("sov", "market_share") else {}
    found = asked(company, reference, **more).total.value
    expected = ask(QUERIES[reference])[0][0]
    assert expected is not None
    assert expected != 0
    # Money is rounded to four decimals a row: a cent in all; whatever else, to the last digit.
    assert float(found) == pytest.approx(float(expected), rel=2e-7, abs=1e-9)


@pytest.mark.parametrize(("rule", "order"), [("first", "ASC"), ("last", "DESC")])
def test_credit_by_the_first_and_the_last_touch_is_what_plain_sql_says(company, ask, rule, order):
    """Leads of shoppers and firms: who is who by the links, touches within the lookback."""
    spellings = {}
    with (company.folder / "files" / "channels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for spelling in (row["channel"], *row["synonyms"].split("|")):
                spellings[spelling] = row["channel"]
    ask("CREATE OR REPLACE TABLE spelt (given VARCHAR, channel VARCHAR)")
    for given, channel in spellings.items():
        ask(f"INSERT INTO spelt VALUES ('{given}', '{channel}')")
    rows = ask(f"""
        WITH links AS (SELECT * FROM 'FILES/identity_links*.parquet'),
        person AS (SELECT from_id, arg_max(to_person, "at") AS to_person FROM links
                   WHERE to_kind = 'person' GROUP BY 1),
        touches AS (
            SELECT DISTINCT coalesce(p.to_person, t.person_id) AS who, t."at",
                   coalesce(s.channel, t.channel) AS channel
            FROM read_parquet('FILES/touches_*.parquet', union_by_name = true) t
            LEFT JOIN spelt s ON s.given = t.channel
            LEFT JOIN person p ON p.from_id = t.person_id
            WHERE t.kind NOT IN ('impression', 'sales call')),
        orders_of AS (
            SELECT coalesce(p.to_person, o.person_id) AS who, o.order_id,
                   CAST(o."at" AS TIMESTAMPTZ) AS moment, o.day
            FROM orders o LEFT JOIN person p ON p.from_id = o.person_id WHERE o.revenue >= 0),
        windows AS (
            SELECT *, greatest(moment - INTERVAL 90 DAY, coalesce(lag(moment) OVER (
                       PARTITION BY who ORDER BY moment, order_id), TIMESTAMPTZ '1970-01-01'))
                       AS since
            FROM orders_of),
        touched AS (
            SELECT w.order_id, t.channel, row_number() OVER (
                       PARTITION BY w.order_id ORDER BY t."at" {order}, t.channel {order}) AS place
            FROM windows w JOIN touches t
              ON t.who = w.who AND t."at" > w.since AND t."at" <= w.moment
            WHERE w.day {INSIDE})
        SELECT channel, count(*) FROM touched WHERE place = 1 GROUP BY 1""")
    table = company.metric("conversions", by="channel", kind="order", rule=rule, period=PERIOD)
    found = {row.keys["channel"]: row.value for row in table.rows if row.value}
    known = {name for name in dict(rows) if name in set(spellings.values())}
    assert len(known) >= 4
    for channel in known:
        assert found[channel] == pytest.approx(dict(rows)[channel])
    assert sum(found.values()) == pytest.approx(sum(count for _, count in rows))
