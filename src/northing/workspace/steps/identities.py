"""Who belongs to which person and account, and so whose touches make one journey."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.tables import DERIVED
from northing.workspace.step import Inputs, Step

_LINKS = """
WITH links AS (
    SELECT from_id, to_kind, to_person, to_account, "at", 0 AS strength FROM identity_links
    UNION ALL
    SELECT person_id, 'account', NULL, account_id, first_at, 1 FROM customers
    WHERE person_id IS NOT NULL AND account_id IS NOT NULL
    UNION ALL
    SELECT person_id, 'account', NULL, account_id, "at", 2 FROM conversions
    WHERE person_id IS NOT NULL AND account_id IS NOT NULL
)
SELECT from_id, to_kind, to_person, to_account FROM links
QUALIFY row_number() OVER (
    PARTITION BY from_id, to_kind ORDER BY strength, "at" DESC NULLS LAST, to_person, to_account
) = 1
ORDER BY from_id, to_kind
"""


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    links = inputs.query(_LINKS).to_pylist()
    persons = {row["from_id"]: row["to_person"] for row in links if row["to_kind"] == "person"}
    accounts = {row["from_id"]: row["to_account"] for row in links if row["to_kind"] == "account"}
    keys = {name: inputs.identity.account_key(name) for name in set(accounts.values()) if name}
    by_account = inputs.settings.journeys == "account"
    rows = []
    for person_id in sorted({*persons, *(p for p in persons.values() if p is not None), *accounts}):
        root = _root(person_id, persons)
        account = accounts.get(root) or accounts.get(person_id)
        journey = keys[account] if by_account and account else root
        rows.append({"person_id": person_id, "journey_id": journey, "account_id": account})
    return {"identities": pa.Table.from_pylist(rows, schema=DERIVED["identities"].schema)}


def _root(person_id: int, persons: Mapping[int, int | None]) -> int:
    """Follow cookie → person links to their end; a circle ends where it closes."""
    seen = {person_id}
    while (following := persons.get(person_id)) is not None and following not in seen:
        seen.add(following)
        person_id = following
    return person_id


ENTRY = Step(
    title="Resolve cookies and people to people and accounts",
    reads=("identity_links", "customers", "conversions"),
    writes=("identities",),
    run=_run,
    settings=("journeys",),
)
