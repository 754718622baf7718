"""Tables as a connector lands them in a warehouse: reports with ids, and their names beside.

A report by campaign and day names campaigns by their ids; the names and the account's currency
stand in tables of their own. One grain of each source is loaded: campaign by day.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from northing.sources.export import Aside, Join, Part, Signature
from northing.sources.mapping import ColumnRule, TableMapping

MICROS = Decimal("0.000001")
FIGURES = ("impressions", "clicks", "platform_conversions", "platform_value", "device", "country")

SPEND = """
WITH named AS (
    SELECT CAST(id AS VARCHAR) AS id, arg_max(name, coalesce(version, '')) AS name,
           arg_max(CAST(account AS VARCHAR), coalesce(version, '')) AS account
    FROM campaigns GROUP BY ALL
),
kept AS (
    SELECT CAST(id AS VARCHAR) AS id, arg_max(currency, coalesce(version, '')) AS currency
    FROM accounts GROUP BY ALL
)
SELECT report.* EXCLUDE (account, currency, campaign),
       coalesce(named.name, report.campaign, CAST(report.campaign_id AS VARCHAR)) AS campaign,
       coalesce(CAST(report.account AS VARCHAR), named.account) AS account,
       coalesce(report.currency, kept.currency) AS currency
FROM report
LEFT JOIN named ON named.id = CAST(report.campaign_id AS VARCHAR)
LEFT JOIN kept ON kept.id = coalesce(CAST(report.account AS VARCHAR), named.account)
"""


def spend_join(
    report: Mapping[str, str],
    *,
    channel: str | ColumnRule,
    campaigns: Mapping[str, str],
    accounts: Mapping[str, str] | None = None,
    marks: str = "",
    named: tuple[str, ...] = (),
    scale: Decimal | None = None,
    value_scale: Decimal | None = None,
    sql: str = SPEND,
    about: str | None = None,
) -> Join:
    """Spend by campaign and day, with names and currency from the tables beside it.

    Args:
        report: Canonical name → heading of the report; `date`, `campaign_id` and `amount` must be
            there, the others may.
        channel: The channel of all rows, or the rule of a report's column `network`.
        campaigns: `id` and `name`, perhaps `account` and `version`, → headings.
        accounts: `id` and `currency`, perhaps `version`, → headings.
        marks: Further headings that tell the report.
        named: What the report's file name must contain.
        scale: What amounts are multiplied by.
        value_scale: What claimed values are multiplied by; as amounts if not said.
        sql: The query.
        about: What to say of the result.
    """
    needed = ("date", "campaign_id", "amount")
    others = ("account", "currency", "campaign", "network", *FIGURES)
    needs = {name: (report[name],) for name in needed if name in report}
    needs |= {mark: (mark,) for mark in marks.split()}
    may = {name: (report[name],) if name in report else () for name in others}
    rule = ColumnRule(constant=channel) if isinstance(channel, str) else channel
    return Join(
        {
            "report": Part(needs, may, named=named),
            "campaigns": _names(campaigns, "id name", "account version"),
            "accounts": _names(accounts or {}, "id currency", "version"),
        },
        sql,
        TableMapping(
            table="spend",
            columns={
                "date": ColumnRule(columns=("date",)),
                "channel": rule,
                "campaign": ColumnRule(columns=("campaign",)),
                "amount": ColumnRule(columns=("amount",), scale=scale),
                "currency": ColumnRule(columns=("currency",)),
                "account": ColumnRule(columns=("account",)),
                **{
                    name: ColumnRule(columns=(name,))
                    for name in FIGURES
                    if name != "platform_value"
                },
                "platform_value": ColumnRule(
                    columns=("platform_value",), scale=value_scale or scale
                ),
            },
            match=False,
            about=about,
        ),
    )


def _names(headings: Mapping[str, str], needs: str, may: str) -> Part:
    # A part without headings can be no file: its columns are there, and empty.
    return Part(
        {name: (headings[name],) if name in headings else ("\0",) for name in needs.split()},
        {name: (headings[name],) if name in headings else () for name in may.split()},
        named=(headings["file"],) if "file" in headings else (),
    )


def other_grain(what: str, loaded: str, signature: Signature, mapping: str) -> Aside:
    """A report of a source by something else than campaign and day.

    Args:
        what: What it holds.
        loaded: The table that is loaded instead.
        signature: Headings that tell it.
        mapping: Lines of `[table.columns]` that load it all the same.
    """
    lines = "\n".join(f"    {line.strip()}" for line in mapping.strip().splitlines())
    return Aside(
        what,
        signature,
        f"One grain of a source is loaded, and that is {loaded}. To load this one in its place, "
        f'say in a mapping:\n    [[table]]\n    table = "spend"\n    [table.columns]\n{lines}',
    )


def names_of(what: str, beside: str, *headings: str, named: tuple[str, ...] = ()) -> Aside:
    """A table that only names what another one counts.

    Args:
        what: What it holds, such as "names of campaigns".
        beside: The table that it completes.
        headings: That tell it.
        named: What the file's name must contain.
    """
    return Aside(
        what,
        tuple((heading,) for heading in headings),
        f"Alone it holds nothing to add up: load the folder in which it stands beside {beside} "
        "(northing load FOLDER).",
        named,
    )
