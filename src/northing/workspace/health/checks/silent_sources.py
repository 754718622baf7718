"""Sources that should deliver and do not, and the days they left out in the past."""

from __future__ import annotations

from collections.abc import Iterable

from northing.workspace.health.check import Check, Look
from northing.workspace.health.deliveries import Broken
from northing.workspace.health.finding import Finding
from northing.workspace.health.wording import counted, money


def _look(look: Look) -> Iterable[Finding]:
    for one in look.deliveries.broken:
        yield _silent(one, look.currency)
    for gone in look.deliveries.ended:
        yield Finding(
            f"{gone.table}/{gone.source or ''}/{gone.account or ''}/ended",
            "green",
            f"{name_of(gone.table, gone.source, (gone.account,) if gone.account else ())} has "
            f"brought nothing since {gone.last:%Y-%m-%d} and is taken to have ended.",
            about={"table": gone.table, "source": gone.source, "account": gone.account},
        )


def _silent(one: Broken, currency: str) -> Finding:
    silence = one.silence
    who = name_of(one.table, one.source, one.accounts)
    used = f"It used to bring {counted(round(one.rows_a_day), 'row')}"
    if one.amount_a_day is not None:
        used += f" and {money(one.amount_a_day, currency)}"
    used += " a day" if one.is_daily else " on a day with rows"
    stake = f"; about {money(one.amount, currency)} may be missing." if one.amount else "."
    days = counted(silence.days, "day")
    if silence.is_over:
        when = f"brought nothing for {days}, {silence.first} to {silence.last}"
    else:
        when = f"has fallen silent: nothing since {silence.first}, {days} to as-of"
    key = "/".join([one.table, one.source or "", *one.accounts, str(silence.first)])
    return Finding(
        key,
        "amber" if silence.is_over else "red",
        f"{who} {when}. {used}{stake}",
        "If it had rows for these days, export them again and load the file: it fills the gap.",
        silence.days,
        one.amount,
        {
            "table": one.table,
            "source": one.source,
            "accounts": list(one.accounts),
            "first": silence.first,
            "last": silence.last,
            "is_over": silence.is_over,
        },
    )


def name_of(table: str, source: str | None, accounts: tuple[str, ...] = ()) -> str:
    """A source by the name people know it under."""
    if source is None:
        return f"The table {table}"
    return f"{source}{f' ({accounts[0]})' if accounts else ''} in {table}"


ENTRY = Check(
    title="Sources that fell silent, and gaps",
    fine="Every source has delivered in its own rhythm.",
    look=_look,
    needs=("health_daily",),
    trap="Money that may be missing is what the source brought before, not what it would have.",
)
