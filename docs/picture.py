"""Draw the README's picture from a demo workspace: credit by rule beside the true effect.

Run `python docs/picture.py demo` after `make demo`.
"""

from __future__ import annotations

import json
import math
import sys
from html import escape
from pathlib import Path
from typing import Any

import northing

RULES = {"last": "last touch", "linear": "linear", "markov": "Markov", "shapley": "Shapley"}
PERIOD = "2024-01-01..2026-06-30"
LEFT, WIDTH, ROW, TOP = 190, 560, 38, 96
LOW, HIGH = 0.03, 60.0

STYLE = """
  text { font-family: Inter, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1d2330;
         font-size: 13px; }
  .title { font-size: 17px; font-weight: 600; }
  .quiet { fill: #5b6474; }
  .grid { stroke: #dfe3ea; }
  .even { stroke: #9aa3b2; stroke-dasharray: 3 3; }
  .range { stroke: #9db7e8; stroke-width: 6; stroke-linecap: round; }
  .rule { fill: #2f62c9; }
  .truth { fill: #c2410c; }
  .paper { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e7eaf0; } .quiet { fill: #a3acbb; } .grid { stroke: #2d3442; }
    .even { stroke: #6b7484; } .range { stroke: #34507f; } .rule { fill: #8fb4ff; }
    .truth { fill: #fb923c; } .paper { fill: #12161f; }
  }
"""


def place(roas: float) -> float:
    """Where a return stands on the logarithmic axis."""
    share = math.log(max(LOW, min(HIGH, roas)) / LOW) / math.log(HIGH / LOW)
    return LEFT + share * WIDTH


def credited(workspace: Any) -> dict[str, dict[str, float]]:
    """Credited ROAS by channel and rule."""
    found: dict[str, dict[str, float]] = {}
    for rule in RULES:
        table = workspace.metric("roas", by="channel", period=PERIOD, rule=rule)
        for row in table.rows:
            values = found.setdefault(row.keys["channel"], {})
            if row.value is not None:
                values[rule] = float(row.value)
    return found


def draw(folder: Path) -> str:
    """The picture, as SVG."""
    workspace = northing.open(folder)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["channels"]
    by_rule = credited(workspace)
    channels = [name for name, told in truth.items() if told.get("true_roas") is not None]
    channels.sort(key=lambda name: -max([*by_rule.get(name, {}).values(), 0.0]))
    bottom = TOP + ROW * len(channels)
    parts = [
        '<text class="title" x="24" y="32">Credit says who was present; effect says what was '
        "caused</text>",
        '<text class="quiet" x="24" y="54">Return on ad spend of the simulated company, 2024 to '
        "mid-2026, logarithmic scale</text>",
        f'<circle class="rule" cx="30" cy="74" r="4.5"/><text x="42" y="78">credited: '
        f"{', '.join(RULES.values())}</text>",
        f'<path class="truth" d="{diamond(352, 74)}"/><text x="364" y="78">truly caused</text>',
    ]
    for tick in (0.1, 1.0, 10.0):
        kind = "even" if tick == 1.0 else "grid"
        parts.append(
            f'<line class="{kind}" x1="{place(tick):.1f}" x2="{place(tick):.1f}" y1="{TOP - 8}" '
            f'y2="{bottom}"/><text class="quiet" x="{place(tick):.1f}" y="{bottom + 20}" '
            f'text-anchor="middle">{tick:g} ×</text>'
        )
    for number, name in enumerate(channels):
        parts += row(name, TOP + ROW * number + 12, by_rule.get(name, {}), truth[name]["true_roas"])
    height = bottom + 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 {height}" role="img" '
        f'aria-labelledby="t"><title id="t">Credited and true return on ad spend by channel'
        f"</title><style>{STYLE}</style>"
        f'<rect class="paper" width="800" height="{height}" rx="8"/>{"".join(parts)}</svg>\n'
    )


def row(name: str, y: float, values: dict[str, float], true_roas: float) -> list[str]:
    """One channel: the range of its credit, each rule, and the truth."""
    label = escape(name.replace("_", " "))
    parts = [f'<text x="{LEFT - 16}" y="{y + 4}" text-anchor="end">{label}</text>']
    if values:
        low, high = place(min(values.values())), place(max(values.values()))
        parts.append(f'<line class="range" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>')
        parts += [
            f'<circle class="rule" cx="{place(value):.1f}" cy="{y}" r="4.5"><title>{rule} '
            f"{value:.2f}</title></circle>"
            for rule, value in values.items()
        ]
    else:
        parts.append(
            f'<text class="quiet" x="{place(2.2):.1f}" y="{y + 4}">leaves no touches: no rule can '
            "see it</text>"
        )
    parts.append(f'<path class="truth" d="{diamond(place(true_roas), y)}"/>')
    return parts


def diamond(x: float, y: float, size: float = 6.5) -> str:
    """The outline of a diamond around a point."""
    return f"M{x:.1f} {y - size}L{x + size:.1f} {y}L{x:.1f} {y + size}L{x - size:.1f} {y}Z"


if __name__ == "__main__":
    target = Path(__file__).parent / "images" / "credit-and-effect.svg"
    target.parent.mkdir(exist_ok=True)
    target.write_text(draw(Path(sys.argv[1])), encoding="utf-8")
