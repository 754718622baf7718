"""The form of a page's filters as HTML: a period that nobody has asked for makes it anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe


def filters_html(fields: Iterable[Mapping[str, Any]], asof: str | None = None) -> SafeString:
    """A form with a field for each filter; empty where there is none.

    Args:
        fields: As `northing.web.site.filters.fields_of` gives them.
        asof: The snapshot that the address asks for, which stays.

    Examples:
        >>> field = {"name": "by", "label": "By", "value": "b", "choices": [("a", "A"), ("b", "B")]}
        >>> '<option value="b" selected>B</option>' in filters_html([field])
        True
        >>> filters_html([])
        ''
    """
    shown = "".join(_field(one) for one in fields)
    if not shown:
        return mark_safe("")
    if asof:
        shown += f'<input type="hidden" name="asof" value="{escape(asof)}">'
    return mark_safe(  # noqa: S308 - every value in it is escaped
        f'<form class="filters" method="get" data-filters>{shown}'
        '<button type="submit">Show</button></form>'
    )


def _field(field: Mapping[str, Any]) -> str:
    name, value = escape(field["name"]), escape(field["value"])
    if field["choices"]:
        options = "".join(_option(*one, chosen=field["value"]) for one in field["choices"])
        entry = f'<select id="filter-{name}" name="{name}">{options}</select>'
    else:
        known = "".join(_option(*one) for one in field["known"])
        entry = (
            f'<input id="filter-{name}" name="{name}" value="{value}" list="known-{name}" '
            f'autocomplete="off" title="{escape(field["hint"])}">'
            f'<datalist id="known-{name}">{known}</datalist>'
        )
    return f'<label for="filter-{name}">{escape(field["label"])} {entry}</label>'


def _option(value: str, label: str, *, chosen: str | None = None) -> str:
    mark = " selected" if value == chosen else ""
    return f'<option value="{escape(value)}"{mark}>{escape(label)}</option>'
