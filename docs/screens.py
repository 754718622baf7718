"""Take the pictures of the site that the documentation shows, from a running demo.

Start `make demo`, then give this the link that it prints:

    python docs/screens.py http://127.0.0.1:8000/accounts/link/...
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
IMAGES = Path(__file__).parent / "images"
Picture = tuple[str, int, int, Literal["light", "dark"]]  # address, width, height, look
PICTURES: dict[str, Picture] = {
    "home": ("/", 1280, 860, "light"),
    "objectives": ("/objectives/", 1280, 900, "light"),
    "budget": ("/budget/", 1280, 900, "light"),
    "alignment": ("/alignment/", 1500, 1000, "light"),
    "metric": ("/metrics/roas/?period=2026-Q2", 1280, 860, "light"),
    "attribution": ("/attribution/?kind=order&period=2026-Q2", 1280, 860, "dark"),
    "journeys": ("/journeys/?kind=order&period=2026-Q2", 1280, 860, "light"),
}


def take(page: Page, path: Path) -> None:
    """Save what is seen once every chart in sight is drawn and late parts have come."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        """() => [...document.querySelectorAll("[data-chart]")].every((chart) =>
             chart.dataset.drawn || chart.getBoundingClientRect().top > innerHeight)"""
    )
    page.screenshot(path=path)


def main(link: str) -> None:
    """Sign in by the link and take every picture."""
    origin = "/".join(link.split("/")[:3])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        page.goto(link)
        if not page.locator("#navigation").count():
            sys.exit(f"{link} lets nobody in: give the link that `make demo` printed last.")
        for name, (address, width, height, scheme) in PICTURES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.goto(origin + address)
            take(page, IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
