"""Come in by a link."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from northing.web.accounts.audit import record
from northing.web.accounts.links import user_of


@never_cache
@require_GET
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in whoever holds a link that is good."""
    user = user_of(token)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    record(user, "sign in by link")
    return redirect("/")
