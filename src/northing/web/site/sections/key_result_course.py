"""Key result: its course beside the planned one, the target and what happened on the way."""

from __future__ import annotations

from northing.plan.kinds.event import Event
from northing.web.goals.charts import course_chart
from northing.web.goals.selectors import key_result_standing
from northing.web.site.blocks import Chart, Notice
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Chart | Notice | None:
    standing = key_result_standing(context, context.arguments["key"])
    if standing.key_result.kind == "milestone":
        return None
    events = sorted(context.plan.all(Event), key=lambda one: one.on)
    chart = course_chart(context, standing, events)
    return chart or Notice("There is no course to draw yet.", "muted")


ENTRY = Section(page="key_result", title="Its course", build=_build, order=20, slow=True)
