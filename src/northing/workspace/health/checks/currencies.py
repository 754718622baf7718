"""Exchange rates that run out, and accounts that bill in more than one currency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from northing.engine import quote_text
from northing.money import RATE_MAX_AGE_DAYS
from northing.tables import CONTRACTS
from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding, Selection
from northing.workspace.health.wording import counted, equals, listed

_SOON_DAYS = 2  # a rate holds over a weekend; older than that, somebody has forgotten it


def _look(look: Look) -> Iterable[Finding]:
    yield from _rates(look)
    if look.holds("spend"):
        yield from _mixed(look)


def _rates(look: Look) -> Iterable[Finding]:
    """Rates of the currencies in use that are older than the data."""
    used: dict[str, date] = {}
    for table in _tables(look):
        for row in look.query(_used_sql(table, look.currency), table):
            if row["last"]:
                used[row["currency"]] = max(used.get(row["currency"], row["last"]), row["last"])
    rates = {
        row["currency"]: row["last"]
        for row in look.query("SELECT currency, max(date) AS last FROM fx GROUP BY currency", "fx")
    }
    for currency, newest in sorted(used.items()):
        last = rates.get(currency)
        newest = min(newest, look.snapshot.as_of)
        if last is None or newest <= last + timedelta(days=_SOON_DAYS):
            continue
        ends = last + timedelta(days=RATE_MAX_AGE_DAYS)
        yield Finding(
            f"rates/{currency}",
            "amber",
            f"The last rate from {currency} to {look.currency} is of {last}; amounts stand until "
            f"{newest}. Amounts after {ends} cannot be converted and go to quarantine.",
            "Load newer rates as `fx`.",
            about={"currency": currency, "last": last, "holds_until": ends},
        )


def _tables(look: Look) -> list[str]:
    return [
        name
        for name, contract in CONTRACTS.items()
        if contract.money_on and "currency" in contract.by_name and look.holds(name)
    ]


def _used_sql(table: str, reporting: str) -> str:
    contract = CONTRACTS[table]
    on = f'"{contract.money_on}"'
    return (
        f"SELECT currency, CAST(max({on}) AS DATE) AS last FROM {table} "
        f"WHERE currency <> {quote_text(reporting)} GROUP BY currency"
    )


def _mixed(look: Look) -> Iterable[Finding]:
    """An account bills in one currency: two are a mapping gone wrong, or two accounts in one."""
    sql = """
        SELECT source, account, currency, count(*) AS rows FROM spend
        WHERE account IS NOT NULL GROUP BY source, account, currency
        ORDER BY source, account, rows DESC, currency"""
    accounts: dict[tuple[str | None, str], list[dict[str, object]]] = {}
    for row in look.query(sql, "spend"):
        accounts.setdefault((row["source"], row["account"]), []).append(row)
    for (source, account), rows in accounts.items():
        if len(rows) < 2:
            continue
        fewer = sum(int(str(row["rows"])) for row in rows[1:])
        names = [str(row["currency"]) for row in rows]
        yield Finding(
            f"mixed/{source or ''}/{account}",
            "amber",
            f"The account {account} of {source or 'an unnamed source'} bills in "
            f"{listed(names)}: {counted(fewer, 'row')} are not in {names[0]}. Each was converted "
            "at its own currency's rate.",
            "Check which currency the account really bills in.",
            fewer,
            about={"source": source, "account": account, "currencies": names},
            rows=Selection(
                "spend",
                f"{equals('source', source)} AND {equals('account', account)} "
                f"AND currency <> {quote_text(names[0])}",
            ),
        )


ENTRY = Check(
    title="Currencies and their rates",
    fine="Every currency in use has rates as new as its amounts, and no account mixes currencies.",
    look=_look,
    needs=("loads",),
)
