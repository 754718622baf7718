"""Files of the browser: take them, read them anew, load them, take loads back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from northing.errors import BadFile, BadInput
from northing.sources import mapping_text
from northing.web.accounts.models import User
from northing.web.data import services
from northing.web.data.correction import corrected, from_text
from northing.web.data.models import READY, DroppedFile
from northing.web.data.selectors import drop_of, file_of
from northing.web.data.wire import TOO_LARGE
from northing.web.site.page import SECTIONS
from northing.web.site.render import show_section
from northing.web.site.views import context_for


@require_POST
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Take files that were chosen or dropped."""
    user = _user(request)
    services.may_load(user, "upload")
    files = request.FILES.getlist("files")
    if most := request.META.get(TOO_LARGE):
        raise BadFile(
            f"What came is too large: at most {most} bytes a file are taken in the browser. "
            "Load it on the command line: northing load FILE."
        )
    key = request.POST.get("key") or uuid.uuid4().hex
    drop = services.receive(user, key, files)
    held = list(drop.files.all())
    one = len(held) == 1
    address = reverse("file", kwargs={"file": held[0].pk}) if one else drop_address(drop.pk)
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)


@require_POST
@login_required
def correct(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """Read a file again as the page says."""
    user = _user(request)
    services.may_load(user, "correct mapping")
    found = file_of(file)
    peek = found.peek
    try:
        if "toml" in request.POST:
            mapping = from_text(request.POST["toml"])
        elif peek is None:
            mapping = {}
        else:
            mapping = corrected(request.POST.dict(), peek, found.mapping)
        services.reread(user, found, mapping)
    except BadInput as error:
        return _wrong(request, found, error)
    return _shown(request, found)


@require_POST
@login_required
def forget(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """Read a file, and later ones like it, by its headings alone."""
    user = _user(request)
    services.may_load(user, "forget mapping")
    return _shown(request, services.forget_shape(user, file_of(file)))


@require_POST
@login_required
def load(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """Load one file."""
    user = _user(request)
    services.may_load(user, "load")
    found = services.load(user, file_of(file))
    messages.success(request, _told(found))
    several = found.drop.files.count() > 1
    return redirect(drop_address(found.drop_id) if several else "data")


@require_POST
@login_required
def load_all(request: HttpRequest, drop: uuid.UUID) -> HttpResponse:
    """Load every file of a drop that can be loaded."""
    user = _user(request)
    services.may_load(user, "load")
    found = drop_of(drop)
    for file in found.files.filter(state=READY):
        try:
            messages.success(request, _told(services.load(user, file)))
        except BadInput as error:
            messages.error(request, str(error))
    return redirect(drop_address(drop))


@require_POST
@login_required
def discard(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """Remove a file that shall not be loaded."""
    user = _user(request)
    services.may_load(user, "discard upload")
    services.discard(user, file_of(file))
    messages.info(request, "The file was removed; nothing was loaded from it.")
    return redirect("data")


@require_POST
@login_required
def take_back(request: HttpRequest, batch: str) -> HttpResponse:
    """Take a load back."""
    user = _user(request)
    found = services.take_back(user, batch)
    messages.success(
        request, f"{found.file} is taken back; the next refresh makes its tables anew without it."
    )
    return redirect("data")


@require_GET
@login_required
def mapping_file(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """The mapping as a file for `northing load FILE --map`."""
    services.may_load(_user(request), "take mapping")
    found = file_of(file)
    response = HttpResponse(mapping_text(found.mapping), content_type="application/toml")
    stem = found.name.partition(".")[0]
    response["Content-Disposition"] = f'attachment; filename="{stem}.toml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def drop_address(drop: uuid.UUID) -> str:
    """The page of a drop."""
    return reverse("drop", kwargs={"drop": drop})


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - login_required saw to it
    return request.user


def _told(file: DroppedFile) -> str:
    done = file.outcome["load"]
    if done["already_loaded"]:
        return (
            f"{file.given_name} was already loaded: the same content is there as "
            f"{done['first_loaded_as']}. Nothing was changed."
        )
    parts = [f"{one['rows']:,} rows for {one['table']}" for one in done["tables"]]
    refused = sum(sum(one["refused"].values()) for one in done["tables"])
    tail = f"; {refused:,} are in quarantine" if refused else ""
    return f"{file.given_name}: {' and '.join(parts)} loaded{tail}. Refresh to see them."


def _wrong(request: HttpRequest, file: DroppedFile, error: BadInput) -> HttpResponse:
    """The sentence beside what was typed; nothing typed is lost."""
    if not request.headers.get("HX-Request"):
        messages.error(request, str(error))
        return redirect("file", file=file.pk)
    values = {"text": str(error)}
    response = render(request, "site/error_fragment.html", values, status=422)
    response["HX-Retarget"] = "#file-error"
    response["HX-Reswap"] = "innerHTML"
    return response


def _shown(request: HttpRequest, file: DroppedFile) -> HttpResponse:
    """The file's section anew for HTMX; its page otherwise."""
    if not request.headers.get("HX-Request"):
        return redirect("file", file=file.pk)
    context = context_for(request, "file", {"file": file.pk})
    key = "file_reading"
    return HttpResponse(show_section(key, SECTIONS[key], context, request))
