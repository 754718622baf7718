"""Tags of the site's templates: values as people read them, tables, figures, charts."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from northing.web.site.blocks import Chart
from northing.web.site.charts import themed
from northing.web.site.figures_html import facts_html, tiles_html
from northing.web.site.formats import plain, show
from northing.web.site.table_html import table_html

register = template.Library()


@register.filter
def shown(value: Any, kind: str = "text") -> str:
    """A value in words."""
    return show(value, kind)  # type: ignore[arg-type]


register.simple_tag(table_html)
register.simple_tag(tiles_html)
register.simple_tag(facts_html)


@register.simple_tag
def chart_spec(chart: Chart) -> SafeString:
    """The spec of a chart as a script that nothing runs; the page's own script draws it."""
    text = json.dumps(themed(chart), default=plain, ensure_ascii=True, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(safe)  # noqa: S308 - escaped right above; no mark of HTML is left in it
