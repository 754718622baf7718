"""The frame that every page stands in, in a real browser."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.needs("chromium")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1380, 390])
def test_home_stands_and_fits(company, visit, check_accessible, check_fits, scheme, width):
    page = visit("analyst", "/", scheme, width)
    assert page.locator("h1").inner_text() == "Home"
    check_accessible(page)
    check_fits(page)
