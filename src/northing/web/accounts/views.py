"""Come in by a link, choose a password, invite, change roles, remove."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from northing.errors import NorthingError
from northing.web.accounts import links, services
from northing.web.accounts.audit import record
from northing.web.accounts.forms import InviteForm, LimitsForm, choose_password_form
from northing.web.accounts.models import User
from northing.web.accounts.post import send_invitation
from northing.web.accounts.scope import scope_of

_BY_LINK = "northing_came_by_link"


@never_cache
@require_http_methods(["GET", "POST"])
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in whoever holds a link that is good, once they say so.

    A second factor is still asked for. The link is looked at, not used, by programs that fetch
    what they find in mail; only what was printed for this machine opens at once.
    """
    link = links.look_up(token)
    if request.method == "GET" and link.purpose != "here":
        return render(request, "accounts/come_in.html", {"link": link, "title": "Come in"})
    user = links.use(link)
    if request.user.is_authenticated and request.user.pk != user.pk:
        logout(request)
    record_authentication(request, user, method="link")
    then = "/"
    if link.purpose != "here":
        request.session[_BY_LINK] = user.pk
        then = reverse("choose-password")
    answer: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=then
    )
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose a password after coming in by a link, without the old one."""
    user = _user(request)
    if request.session.get(_BY_LINK) != user.pk:
        return redirect("account_change_password")
    form = choose_password_form(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        del request.session[_BY_LINK]
        record(user, "choose password")
        messages.success(request, "Your password is set.")
        return redirect("/")
    return render(
        request,
        "accounts/choose_password.html",
        {"form": form, "title": "Choose a password"},
        status=422 if form.errors else 200,
    )


@require_POST
@login_required
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is mailed where there is a mail server, and shown."""
    by = _manager(request)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _back(request, form)
    try:
        user = services.add_person(by=by, **form.cleaned_data)
    except NorthingError as error:
        form.add_error(None, str(error))
        return _back(request, form)
    return _invited(request, user, by)


@require_POST
@login_required
def invite_again(request: HttpRequest, person: int) -> HttpResponse:
    """Make a new invitation for somebody who has a role; the one before ends."""
    by = _manager(request)
    user = _member(person)
    record(by, "invite again", user.email)
    return _invited(request, user, by)


@login_required
@require_http_methods(["GET", "POST"])
def change_role(request: HttpRequest, person: int) -> HttpResponse:
    """Give somebody another role, other limits, the sight of personal data."""
    by = _manager(request)
    user = _member(person)
    had = user.membership
    form = LimitsForm(
        request.POST or None,
        initial={
            "role": had.role,
            "partner": had.partner,
            "countries": ", ".join(had.countries),
            "team": had.team,
            "personal_data": had.personal_data,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(user, by=by, **form.cleaned_data)
            messages.success(request, f"{user} is {form.cleaned_data['role']} now.")
            return redirect("people")
        except NorthingError as error:
            form.add_error(None, str(error))
    values = {"form": form, "person": user, "title": f"The role of {user}", "own": user.pk == by.pk}
    return render(request, "accounts/role.html", values, status=422 if form.errors else 200)


@require_POST
@login_required
def remove(request: HttpRequest, person: int) -> HttpResponse:
    """Take somebody's role away and end their sessions."""
    by = _manager(request)
    user = _member(person)
    services.remove_person(user, by=by)
    messages.success(request, f"{user} can no longer come in.")
    return redirect("people")


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def _manager(request: HttpRequest) -> User:
    """Who asks, if they may manage people; for others there is no such page."""
    user = _user(request)
    if not scope_of(getattr(user, "membership", None)).may("manage_people"):
        raise Http404
    return user


def _member(person: int) -> User:
    found = User.objects.filter(pk=person, membership__isnull=False).first()
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, form: Any) -> HttpResponse:
    return render(
        request, "accounts/invite.html", {"form": form, "title": "Invite somebody"}, status=422
    )


def _invited(request: HttpRequest, user: User, by: User) -> HttpResponse:
    link = links.invitation_link(user, by)
    values = {
        "person": user,
        "link": link,
        "sent": send_invitation(user, by, link),
        "title": f"{user} is invited",
    }
    return render(request, "accounts/invited.html", values)
