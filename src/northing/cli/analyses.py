"""Analyses of credit for people who read a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from northing.cli.command import Percent, print_table, say

if TYPE_CHECKING:
    from northing.workspace.analyses.agreement import Agreement
    from northing.workspace.analyses.compare import ComparedKey, RuleComparison
    from northing.workspace.analyses.concentration import Concentration
    from northing.workspace.measuring import Amount

ROWS = 30
"""Rows of a long list that a terminal shows; `--json` has them all."""


def percent(part: float | None) -> Percent | None:
    """A share as people read it; None stays what it is."""
    return None if part is None else Percent(part)


def say_more(count: int) -> None:
    """Say that a list goes on."""
    if count > ROWS:
        say(f"{count - ROWS} more; --json has them all.")


def say_notes(notes: tuple[str, ...]) -> None:
    """Print what to know before believing an answer."""
    for note in notes:
        say(f"Note: {note}")


def say_header(header: Mapping[str, Any]) -> None:
    """Say which snapshot answered."""
    say(f"Snapshot {header['snapshot']}, as of {header['as_of']}.")


def show_comparison(found: RuleComparison) -> None:
    """Print rules side by side."""
    rules = list(found.rules)

    def line(row: ComparedKey, name: str) -> list[Any]:
        given = [row.credit.get(rule) for rule in rules]
        amounts = [None if one is None else shown(one) for one in given]
        return [name, *amounts, percent(row.spread), "differs" if row.ranks_differ else ""]

    def shown(amount: Amount) -> float | int:
        # Cents of a dozen rules beside one another would not fit a screen.
        return round(amount.value) if found.of == "value" else amount.conversions

    rows = [line(row, row.key or f"(no {found.by})") for row in found.rows[:ROWS]]
    rows.append(line(found.unattributed, "unattributed"))
    rows.append(["total", *(shown(found.total) for _ in rules), None, ""])
    unit = f" ({found.header['currency']})" if found.of == "value" else ""
    print_table(
        [found.by, *rules, "spread", "rank"],
        rows,
        title=f"{found.of}{unit} of {found.kind} by rule, {found.header['period']['label']}",
    )
    say_more(len(found.rows))
    if found.most_moved:
        (one, other), share = found.most_moved
        say(f"{one} and {other} differ most: {100 * share:.1f} % of all credit moves between them.")
    for rule, why in found.absent.items():
        say(f"{rule} cannot be asked: {why}")
    if found.agreement:
        show_agreement(found.agreement)
    say_header(found.header)
    say_notes(found.notes)


def show_agreement(found: Agreement) -> None:
    """Say how far declared channels and last touches agree."""
    if found.share is None:
        say("No conversion has both a declared channel and a touch.")
        return
    share, low, high = (100 * part for part in found.share)
    say(
        f"Declared and last touch agree for {found.agreeing:,.0f} of {found.both:,.0f} conversions "
        f"that have both: {share:.1f} % ({low:.1f} to {high:.1f} %)."
    )


def show_concentration(found: Concentration) -> None:
    """Print the 80/20 curve."""
    currency = found.header["currency"]
    unit = "" if found.of == "conversions" else f" ({currency})"
    print_table(
        [found.by, f"{found.of}{unit}", "share", "cumulative", f"spend ({currency})", "cumulative"],
        [
            [
                row.key,
                row.amount,
                percent(row.share),
                percent(row.cumulative_share),
                row.spend,
                percent(row.cumulative_spend_share),
            ]
            for row in found.rows[:ROWS]
        ],
        title=f"{found.of} by {found.by}, {', '.join(found.kinds)} by {found.rule}, "
        f"{found.header['period']['label']}",
    )
    say_more(len(found.rows))
    if found.top_share is not None:
        say(
            f"The first {found.top_keys} of {len(found.rows)} (20 %) bring "
            f"{100 * found.top_share:.1f} %; {found.keys_for_most} bring 80 %."
        )
    if found.gini is not None:
        say(f"Gini {found.gini:.2f} (0: all alike, 1: one brings all).")
    if found.tail_spend is not None and found.of != "spend":
        say(f"Those behind the first 80 % cost {found.tail_spend:,.2f} {currency}.")
    for name, amount in found.outside.items():
        say(f"Not on the curve: {name}, {amount:,.2f} {unit.strip(' ()')}".rstrip() + ".")
    say_header(found.header)
    say_notes(found.notes)
