"""Who counts as one customer, as the workspace says: a person or an account."""

from __future__ import annotations

from northing.workspace.settings import Settings


def customer_sql(settings: Settings) -> str:
    """SQL for who counts as one customer, of a row `c` and its identity `i`."""
    person = "'person:' || CAST(coalesce(i.root_id, c.person_id) AS VARCHAR)"
    account = "'account:' || coalesce(c.account_id, i.account_id)"
    if settings.customers == "account":
        return f"coalesce({account}, {person})"
    return f"coalesce({person}, {account})"
