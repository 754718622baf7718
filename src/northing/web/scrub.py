"""Take an identifier out of every text that the site's database holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Cast

from northing.plan.records import cleaned
from northing.workspace.erase import ERASED, erased_from_plan, spelling_of

_KEPT = frozenset({"User", "EmailAddress"})
"""Accounts are taken away on the page People, not by erasing a person of the data."""


def scrub(identifier: str) -> int:
    """Replace an identifier in all texts and JSON of all tables, whatever its spelling.

    Short ones without an @, such as 17, are left: they would be found in any number.

    Returns:
        How many rows were changed.
    """
    spelled = spelling_of(identifier)
    if spelled is None:
        return 0
    wanted = identifier.strip()
    changed = sum(_in_model(model, wanted, spelled) for model in _models())
    _forget_deleted()
    return changed


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy and model.__name__ not in _KEPT:
            yield model


def _in_model(model: type[models.Model], wanted: str, spelled: re.Pattern[str]) -> int:
    fields = [one for one in model._meta.concrete_fields if _is_text(one)]
    if not fields:
        return 0
    escaped = json.dumps(wanted)[1:-1]  # as JSON keeps letters beyond ASCII
    casts = {f"text_of_{one.attname}": Cast(one.attname, models.TextField()) for one in fields}
    hit = Q()
    for name in casts:
        hit |= Q(**{f"{name}__icontains": wanted}) | Q(**{f"{name}__icontains": escaped})
    rows = model._base_manager.annotate(**casts).filter(hit)
    changed = 0
    # Amounts of the plan are texts as well, and one may be equal to somebody's number.
    clean = partial(erased_from_plan, spelled) if _is_plan(model) else partial(spelled.sub, ERASED)
    for row in rows:
        changes = {}
        for one in fields:
            value = getattr(row, one.attname)
            kept = cleaned(value, clean)
            if kept != value:
                changes[one.attname] = kept
        if changes:
            changed += model._base_manager.filter(pk=row.pk).update(**changes)
    return changed


def _is_text(field: models.Field[Any, Any]) -> bool:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return isinstance(field, kinds) and not field.primary_key


def _is_plan(model: type[models.Model]) -> bool:
    return model.__module__.startswith("northing.web.plan.")


def _forget_deleted() -> None:
    """Leave nothing of it in SQLite's journal; its pages are overwritten by `secure_delete`."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
