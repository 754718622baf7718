"""What is done with files of the browser: kept, read, corrected, loaded, taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from northing.errors import BadFile, Conflict, Missing
from northing.sources.headings import plain
from northing.web.accounts.audit import record
from northing.web.accounts.scope import scope_of
from northing.web.data import store
from northing.web.data.models import (
    LOADED,
    QUESTION,
    READY,
    REFUSED,
    SERVING,
    BrowserLoad,
    Drop,
    DroppedFile,
    KnownShape,
)
from northing.web.data.reading import ask, ask_all
from northing.web.site.version import renew_version

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from northing.web.accounts.models import User
    from northing.workspace.batches import Batch


def may_load(user: User, action: str) -> None:
    """Refuse what the role may not do, and write the attempt down.

    Raises:
        PermissionDenied: For those who see the data but may not change them.
        Missing: For those who do not even see them.
    """
    scope = scope_of(getattr(user, "membership", None))
    if scope.may("load"):
        return
    record(user, action, refused=True)
    if not scope.may("see_data"):
        raise Missing("It does not exist, or it is not for your role.")
    raise PermissionDenied("Your role may see the data but not load, correct or take back.")


def receive(user: User, key: str, files: Sequence[UploadedFile[Any]]) -> Drop:
    """Keep the files of one drop and read each, as far as it can be.

    Args:
        user: Who sent them.
        key: Made with the form: the same files under it are the same drop.
        files: As they came.

    Raises:
        BadFile: If they are beyond the limits.
        Conflict: If other files came under the same key.
        StorageFailed: If the disk refuses.
    """
    may_load(user, "upload")
    store.check(files)
    store.sweep(settings.PLACE.uploads)
    drop = Drop(key=key[:64], by=user)
    kept: list[DroppedFile] = []
    digests: list[str] = []
    for file in files:
        name = store.own_name(file.name or "", [one.name for one in kept])
        digests.append(store.keep(file, drop.folder, name))
        shown = store.shown_name(file.name)
        kept.append(DroppedFile(drop=drop, given_name=shown, name=name, size=file.size or 0))
    drop.digest = hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
    try:
        with transaction.atomic():
            drop.save(force_insert=True)
    except IntegrityError:
        for one in kept:
            store.discard(one.path)
        return _again(user, key, drop.digest)
    DroppedFile.objects.bulk_create(kept)
    record(user, "upload", ", ".join(one.given_name for one in kept), files=len(kept))
    read_all(drop)
    return drop


def _again(user: User, key: str, digest: str) -> Drop:
    found = Drop.objects.get(by=user, key=key[:64])
    if found.digest != digest:
        raise Conflict(
            "This form has already brought other files. Open the page again and drop these there; "
            "nothing was loaded."
        )
    return found


def read_all(drop: Drop) -> None:
    """Read the files of a drop: which belong together, and what each says."""
    files = list(drop.files.all())
    workspace = settings.PLACE.workspace
    if len(files) > 1:
        plan = ask("plan", workspace, folder=str(drop.folder))
        for file in files:
            file.beside = plan.get("beside", {}).get(file.name, [])
            if file.name in plan.get("serving", {}):
                file.state = SERVING
                file.outcome = {"serves": plan["serving"][file.name]}
    read = [file for file in files if file.state != SERVING]
    for file, outcome in zip(read, ask_all(workspace, [_job(f) for f in read]), strict=True):
        _take(file, outcome)
    shapes = {one.signature: one for one in KnownShape.objects.all()}
    known = [file for file in read if not file.mapping and signature(file) in shapes]
    for file in known:
        file.mapping, file.remembered = shapes[signature(file)].mapping, True
    for file, outcome in zip(known, ask_all(workspace, [_job(f) for f in known]), strict=True):
        _take(file, outcome)
    for file in files:
        file.save()


def reread(user: User, file: DroppedFile, mapping: dict[str, Any]) -> DroppedFile:
    """Read a file again, by a corrected mapping."""
    may_load(user, "correct mapping")
    _must_lie_here(file)
    file.mapping, file.remembered = mapping, False
    _take(file, ask_all(settings.PLACE.workspace, [_job(file)])[0])
    file.save()
    record(user, "correct mapping", file.given_name)
    return file


def load(user: User, file: DroppedFile) -> DroppedFile:
    """Load a file as its mapping says, and remember how files with its headings are read.

    Raises:
        Conflict: If it is no longer here.
        BadFile: If it cannot be loaded as things stand.
    """
    may_load(user, "load")
    if file.state == LOADED:
        return file
    _must_lie_here(file)
    if file.state == SERVING:
        raise BadFile(f"{file.given_name} holds no rows of its own; load the file it completes.")
    answer = ask_all(settings.PLACE.workspace, [{**_job(file), "action": "load"}])[0]
    if answer["state"] != "loaded":
        record(user, "load", file.given_name, refused=True)
        raise BadFile(f"{file.given_name} was not loaded: {answer['sentence']}")
    done = answer["load"]
    file.state, file.batch = LOADED, done["batch"]
    file.outcome = {**file.outcome, "load": done}
    file.save()
    if not done["already_loaded"]:
        BrowserLoad.objects.get_or_create(batch=done["batch"], defaults={"by": user})
        _remember(user, file)
    record(user, "load", file.given_name, batch=done["batch"], already=done["already_loaded"])
    renew_version()
    _tidy(file.drop)
    return file


def take_back(user: User, batch_id: str) -> Batch:
    """Take a load back; the next refresh makes its tables anew without it.

    Raises:
        Missing: If there is no such load.
    """
    from northing.web.measure.workspace import site_workspace

    may_load(user, "take load back")
    batch = site_workspace().unload(batch_id)
    record(user, "take load back", batch.file, batch=batch.id)
    renew_version()
    return batch


def forget_shape(user: User, file: DroppedFile) -> DroppedFile:
    """Read a file by its headings again, and so all later ones with these headings."""
    may_load(user, "forget mapping")
    KnownShape.objects.filter(signature=signature(file)).delete()
    record(user, "forget mapping", file.given_name)
    return reread(user, file, {})


def discard(user: User, file: DroppedFile) -> None:
    """Remove a file that shall not be loaded."""
    may_load(user, "discard upload")
    store.discard(file.path)
    record(user, "discard upload", file.given_name)
    file.delete()


def signature(file: DroppedFile) -> str:
    """What files of one shape have in common: their headings, in any order."""
    peek = file.peek
    if peek is None:
        return ""
    headings = sorted(plain(one) for one in peek["headings"])
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()


def _job(file: DroppedFile) -> dict[str, Any]:
    folder = file.drop.folder
    return {
        "action": "read",
        "path": str(file.path),
        "beside": [str(folder / name) for name in file.beside],
        "mapping": file.mapping,
    }


def _take(file: DroppedFile, outcome: dict[str, Any]) -> None:
    known = {"ready": READY, "question": QUESTION}
    file.state = known.get(str(outcome.get("state")), REFUSED)
    file.outcome = {**outcome, "peeks": outcome.get("peeks") or file.outcome.get("peeks") or []}


def _must_lie_here(file: DroppedFile) -> None:
    if not file.path.is_file():
        raise Conflict(
            f"{file.given_name} is no longer here: it was loaded, or a week has passed. "
            "Drop it again."
        )


def _remember(user: User, file: DroppedFile) -> None:
    if file.mapping and (shape := signature(file)):
        KnownShape.objects.update_or_create(
            signature=shape,
            defaults={"mapping": file.mapping, "file": file.given_name, "by": user},
        )


def _tidy(drop: Drop) -> None:
    """Once nothing of a drop waits, its files go: they hold people as written."""
    if drop.files.exclude(state__in=(LOADED, SERVING)).exists():
        return
    for file in drop.files.all():
        store.discard(file.path)
