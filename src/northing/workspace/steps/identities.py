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
    people = sorted({*persons, *(p for p in persons.values() if p is not None), *accounts})
    roots = {person_id: _root(person_id, persons) for person_id in people}
    # What one cookie or address of a person says of the account holds for all of them; the
    # person's own link goes first.
    account_of: dict[int, str] = {}
    for person_id in sorted(accounts, key=lambda one: (roots[one] != one, one)):
        if accounts[person_id]:
            account_of.setdefault(roots[person_id], accounts[person_id])
    rows = []
    for person_id in people:
        root = roots[person_id]
        account = account_of.get(root)
        journey = keys[account] if by_account and account else root
        rows.append(
            {
                "person_id": person_id,
                "root_id": root,
                "journey_id": journey,
                "account_id": account,
            }
        )
    return {"identities": pa.Table.from_pylist(rows, schema=DERIVED["identities"].schema)}


def _root(person_id: int, persons: Mapping[int, int | None]) -> int:
    """Follow cookie → person links to their end; a circle is named by its smallest id."""
    seen = [person_id]
    while (following := persons.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


ENTRY = Step(
    title="Resolve cookies and people to people and accounts",
    reads=("identity_links", "customers", "conversions"),
    writes=("identities",),
    run=_run,
    settings=("journeys",),
)
