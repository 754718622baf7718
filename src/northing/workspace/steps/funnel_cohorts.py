"""How many of those who entered a stage on a day reached the next one, and after how long."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.workspace.step import Inputs, Step, as_derived


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    return as_derived("funnel_cohorts", inputs.query(_SQL))


# People are followed as people; from sql on, the deal is, or its account where no deal is named.
_SQL = """
WITH c AS (
    SELECT k.*, 'person:' || CAST(coalesce(i.root_id, k.person_id) AS VARCHAR) AS person,
           'account:' || k.account_id AS account, 'deal:' || k.deal_id AS deal
    FROM journey_conversions k LEFT JOIN identities i ON i.person_id = k.person_id
    WHERE k.kind IN ('lead', 'mql', 'sql', 'opportunity')
),
keyed AS (
    SELECT kind, coalesce(person, account) AS who, "at", date, segment, country FROM c
    WHERE kind IN ('lead', 'mql')
    UNION ALL
    SELECT kind, coalesce(deal, account, person), "at", date, segment, country FROM c
    WHERE kind = 'sql'
),
entered AS (
    SELECT kind, who, min("at") AS "at", min(date) AS date, arg_min(segment, "at") AS segment,
           arg_min(country, "at") AS country
    FROM keyed WHERE who IS NOT NULL GROUP BY kind, who
),
came AS (
    SELECT 'lead' AS kind, coalesce(c.person, c.account) AS who, c."at", c.date
    FROM c WHERE c.kind = 'mql'
    UNION ALL
    SELECT 'mql', coalesce(c.person, c.account), c."at", c.date FROM c WHERE c.kind = 'sql'
    UNION ALL
    SELECT 'sql', unnest([c.deal, c.account, c.person]), c."at", c.date
    FROM c WHERE c.kind = 'opportunity'
),
reached AS (
    SELECT e.kind, e.who, min(r.date) AS date
    FROM entered e JOIN came r ON r.kind = e.kind AND r.who = e.who AND r."at" >= e."at"
    GROUP BY e.kind, e.who
)
SELECT e.date, e.kind, e.segment, e.country, date_diff('day', e.date, r.date) AS age_days,
       count(*) AS entrants
FROM entered e LEFT JOIN reached r ON r.kind = e.kind AND r.who = e.who
GROUP BY ALL ORDER BY ALL
"""

ENTRY = Step(
    title="Follow leads to their next stages",
    reads=("journey_conversions", "identities"),
    writes=("funnel_cohorts",),
    run=_run,
)
