"""Key result: check in, report a value, change it."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse

from northing.plan.kinds.check_in import CheckIn
from northing.web.goals.forms import CheckInForm, ReportedForm
from northing.web.goals.selectors import plan_of
from northing.web.plan.people import names_of
from northing.web.plan.rights import may_change
from northing.web.plan.selectors import live_plan, version_of
from northing.web.site.blocks import Block, Fragment
from northing.web.site.page import Section
from northing.web.site.page_context import PageContext


def _build(context: PageContext) -> tuple[Block, ...] | None:
    key = context.arguments["key"]
    one = plan_of(context).key_results[key]
    names, blocks = names_of(), []
    about = CheckIn("new", key, context.as_of, Decimal(0), "new", "new")
    if may_change(context.user, "check_in", about, live_plan()):
        blocks.append(_fragment("check-in", key, "Check in", CheckInForm(), None, names))
    if context.scope.may("edit_goals"):
        version = version_of("key_result", key)
        if not one.metric or one.parts:
            form = ReportedForm()
            blocks.append(
                _fragment("key-result-report", key, "Report a value", form, version, names)
            )
        blocks.append(Fragment("goals/key_result_edit.html", {"key": key}))
    return tuple(blocks) or None


def _fragment(
    name: str, key: str, action: str, form: object, version: int | None, names: dict[str, str]
) -> Block:
    values = {
        "address": reverse(name, kwargs={"key": key}),
        "action": action,
        "form": form,
        "version": version,
        "people": names,
    }
    return Fragment("goals/check_in.html", values)


ENTRY = Section(
    page="key_result", title="Say how it goes", build=_build, order=35, own=True, width="half"
)
