"""Charts can be read: every hue stands out from its card, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from northing.web.site import charts
from northing.web.site.charts import ON_DARK, PALETTE

STYLE = Path(charts.__file__).parent / "static" / "northing" / "site.css"
READABLE = 4.5
"""Contrast that text of the size of a chart's names needs (WCAG 2.2, 1.4.3)."""


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def cards() -> tuple[str, str]:
    """The cards' grounds, light and dark, as the style sheet has them."""
    light, *dark = re.findall(r"--card: (#\w{6})", STYLE.read_text(encoding="utf-8"))
    assert len(set(dark)) == 1
    return light, dark[0]


@pytest.mark.parametrize("place", range(len(PALETTE)))
def test_a_hue_can_be_read_on_its_card(place: int) -> None:
    light, dark = cards()

    assert contrast(PALETTE[place], light) >= READABLE
    assert contrast(ON_DARK[place], dark) >= READABLE
