"""The files of one drop, each with what it is and what can be done with it."""

from __future__ import annotations

from northing.web.data.selectors import drop_of
from northing.web.site.blocks import Block, Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> Block:
    drop = drop_of(context.arguments["drop"])
    files = list(drop.files.all())
    order = ("question", "refused", "ready", "serving", "loaded")
    files.sort(key=lambda one: (order.index(one.state), one.given_name))
    ready = sum(one.state == "ready" for one in files)
    loaded = sum(one.state == "loaded" for one in files)
    values = {"drop": drop, "files": files, "ready": ready, "loaded": loaded}
    return Fragment("data/drop.html", values)


ENTRY = Section(page="drop", build=_build, permission="load", own=True)
