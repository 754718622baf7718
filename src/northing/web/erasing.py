"""Erase a person from the workspace and from everything that the site keeps beside it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from django.conf import settings

from northing.errors import BadInput, Conflict
from northing.shelf import clear_shelves
from northing.web.accounts.keys import decrypt, encrypt
from northing.web.accounts.models import User
from northing.web.jobs.models import Lease, Run
from northing.web.jobs.services import start
from northing.web.plan.publishing import replan
from northing.web.scrub import scrub
from northing.workspace.loading import quietly

if TYPE_CHECKING:
    from northing.workspace.erase import Erasure
    from northing.workspace.loading import Progress

_LEASE = "erasure"


def ask_for_erasure(identifier: str, reason: str, user: User) -> Run:
    """Queue the erasure of a person. Who they are is sealed until it is done, then forgotten.

    Raises:
        BadInput: If the identifier or the reason is empty.
        Conflict: If it is the address of somebody who may sign in here.
        PermissionDenied: If the role may not erase.
    """
    if not identifier.strip() or not reason.strip():
        raise BadInput("An erasure needs both: who, as a file would spell it, and why.")
    refuse_people_of_the_site(identifier)
    return start("erase", user=user, sealed=encrypt(identifier), reason=reason.strip()[:200])


def refuse_people_of_the_site(identifier: str) -> None:
    """Keep accounts and data apart.

    Raises:
        Conflict: If it is the address of somebody who may sign in here.
    """
    if User.objects.filter(email__iexact=identifier.strip()).exists():
        raise Conflict(
            "Somebody signs in to this site under that address. Remove them on the page People "
            "first; then erase them from the data."
        )


def erase_everywhere(identifier: str, progress: Progress = quietly) -> Erasure:
    """Erase a person from tables, raw batches, versions, identities, uploads, texts and caches.

    Doing it twice does no harm; cut off in the middle, doing it again completes it.
    """
    from northing.web.measure.workspace import site_workspace

    if scrub(identifier):  # first, so that the refresh below publishes a plan without them
        replan()
    erasure = site_workspace().erase(identifier, progress=progress)
    remove_uploads()
    if scrub(identifier):  # what was written meanwhile
        replan()
    forget_what_is_kept()
    note_erasure()
    return erasure


def remove_uploads() -> None:
    """Remove files that wait to be loaded: they hold people as written, and cannot be searched."""
    shutil.rmtree(settings.PLACE.uploads, ignore_errors=True)


def forget_what_is_kept() -> None:
    """Drop what this process keeps in memory."""
    from northing.web.measure.workspace import forget

    clear_shelves()
    forget()


def note_erasure() -> None:
    """Let the other processes know that they must forget as well."""
    from northing.web.jobs.schedule import LONG_AGO

    Lease.objects.get_or_create(name=_LEASE, defaults={"holder": "", "until": LONG_AGO})
    Lease.mark_done(_LEASE)


def last_erasure() -> object:
    """When somebody was erased last, as the processes tell each other."""
    return Lease.objects.filter(name=_LEASE).values_list("last_done", flat=True).first()


def unseal(sealed: str) -> str:
    """Who is to be erased.

    Raises:
        BadInput: If the site's key was lost in between.
    """
    try:
        return decrypt(sealed)
    except BadInput:
        raise BadInput(
            "Who was to be erased is no longer readable, because the site's key has changed. "
            "Ask for the erasure again."
        ) from None
