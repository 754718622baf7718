"""Take the plan out as a sheet or as YAML; bring one in by way of its differences."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from northing.errors import BadFile, BadInput
from northing.plan import write_plan
from northing.plan.sheets import FORMS, write_sheet
from northing.web.accounts.audit import record as audit
from northing.web.measure.workspace import site_workspace
from northing.web.plan import drafts
from northing.web.plan.selectors import plan_for
from northing.web.plan.views.answering import done, seen
from northing.web.site.export import FORMS as FILES

EDITS = ("edit_plan", "edit_own_plan", "edit_goals", "edit_money")


@require_GET
@login_required
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """A kind of entries as XLSX, to edit and bring back."""
    user, scope = seen(request, "see_money" if kind == "budget_line" else "see_plan")
    if kind not in FORMS:
        raise Http404
    what = f"plan/{kind}.xlsx"
    if not scope.may("export"):
        audit(user, "export", what, refused=True)
        raise PermissionDenied("Your role may see the plan but not take it out.")
    plan = plan_for(user)
    audit(user, "export", what, rows=len(plan.entries.get(kind, {})))
    name = f"northing-{kind.replace('_', '-')}s.xlsx"
    return _file(write_sheet(plan, kind, "xlsx"), FILES["xlsx"], name)


@require_GET
@login_required
def as_yaml(request: HttpRequest) -> HttpResponse:
    """The plan as far as one may see it, as YAML."""
    user, scope = seen(request)
    if not scope.may("export"):
        audit(user, "export", "plan.yaml", refused=True)
        raise PermissionDenied("Your role may see the plan but not take it out.")
    audit(user, "export", "plan.yaml")
    return _file(
        write_plan(plan_for(user)).encode(), "application/yaml; charset=utf-8", "plan.yaml"
    )


@require_POST
@login_required
def propose(request: HttpRequest) -> HttpResponse:
    """Read a file and show what it would change."""
    user, scope = seen(request)
    if not any(scope.may(one) for one in EDITS):
        raise PermissionDenied("Your role may not bring a plan in.")
    given = request.FILES.get("file")
    back = "budget" if "budget" in request.headers.get("Referer", "") else "plan"
    try:
        if given is None:
            raise BadFile("No file came; choose one first.")
        if (given.size or 0) > drafts.MOST_BYTES:
            raise BadFile(f"{given.name} is too large: at most {drafts.MOST_BYTES:,} bytes.")
        currency = site_workspace().settings.currency
        draft = drafts.propose(user, given.name or "a file", given.read(), currency=currency)
    except BadInput as error:
        messages.error(request, str(error))
        return redirect(back)
    return redirect("draft", draft=draft.pk)


@require_POST
@login_required
def apply(request: HttpRequest, draft: int) -> HttpResponse:
    """Make the changes of a draft."""
    user, _ = seen(request)
    if drafts.draft_for(user, draft) is None:
        raise Http404
    reason = request.POST.get("reason", "")
    said = "The differences are applied."
    if not reason.strip():
        messages.error(request, "Differences are applied with a reason; expected a sentence.")
        return redirect("draft", draft=draft)
    return done(request, lambda: drafts.apply(user, draft, reason), said, "plan")


@require_POST
@login_required
def put_aside(request: HttpRequest, draft: int) -> HttpResponse:
    """Leave everything as it is."""
    user, _ = seen(request)
    if drafts.draft_for(user, draft) is None:
        raise Http404
    drafts.put_aside(user, draft)
    messages.info(request, "Nothing was changed.")
    return redirect(reverse("plan"))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
