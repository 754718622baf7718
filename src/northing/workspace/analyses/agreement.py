"""Whether what was declared with a conversion is the channel of its last touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from northing.engine import quote_text
from northing.workspace.analyses.asked import Asked

MOST_PAIRS = 5


@dataclass(frozen=True)
class Agreement:
    """Declared channels beside those of the last touch.

    Attributes:
        conversions: All of the kind in the period.
        declared: Those with which a channel was declared.
        both: Those that have a declared channel and a touch.
        agreeing: Those of them where the two are the same.
        share: agreeing ÷ both, with its 95 % bounds by Wilson; None where there are none.
        pairs: The most frequent disagreements: declared, last touch, conversions.
    """

    conversions: float
    declared: float
    both: float
    agreeing: float
    share: tuple[float, float, float] | None
    pairs: tuple[tuple[str, str, float], ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        share, low, high = self.share or (None, None, None)
        return {
            "conversions": self.conversions,
            "declared": self.declared,
            "both": self.both,
            "agreeing": self.agreeing,
            "share": share,
            "low": low,
            "high": high,
            "pairs": [
                {"declared": declared, "last_touch": last, "conversions": count}
                for declared, last, count in self.pairs
            ],
        }


def agreement_of(asked: Asked, kind: str) -> Agreement | None:
    """Compare declared channels with last touches; None where the kind never declares any."""
    from northing.attribution.proportion import wilson

    sql = f"""
        SELECT declared_channel AS declared, last_channel AS last, sum(conversions) AS n
        FROM declarations_daily WHERE kind = {quote_text(kind)} AND {asked.dated()}
        GROUP BY declared_channel, last_channel ORDER BY n DESC, declared, last"""
    rows = [(row["declared"], row["last"], row["n"]) for row in asked.rows(sql)]
    if not rows:
        return None
    both = [row for row in rows if row[0] is not None and row[1] is not None]
    met = sum(count for _, _, count in both)
    agreeing = sum(count for declared, last, count in both if declared == last)
    differing = [row for row in both if row[0] != row[1]]
    return Agreement(
        conversions=sum(count for _, _, count in rows),
        declared=sum(count for declared, _, count in rows if declared is not None),
        both=met,
        agreeing=agreeing,
        share=(agreeing / met, *wilson(agreeing, met)) if met else None,
        pairs=tuple(differing[:MOST_PAIRS]),
    )
