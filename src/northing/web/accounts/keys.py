"""The site's key: refused where it is not the database's, changed without locking anybody out."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from northing.errors import BadInput, Conflict

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_SALT = "northing.key-mark"


def check_key() -> None:
    """Refuse a key that the database was not made with; a new database remembers its key.

    A database without tables has nothing to lose yet.

    Raises:
        BadInput: If the key is another one. Nothing has been written then.
    """
    from northing.web.accounts.models import KeyMark

    if KeyMark._meta.db_table not in connection.introspection.table_names():
        return
    mark = KeyMark.objects.order_by("-made_at", "-id").first()
    if mark is None:
        KeyMark.objects.get_or_create(fingerprint=fingerprint(settings.SECRET_KEY))
    elif mark.fingerprint not in {fingerprint(key) for key in _known()}:
        raise BadInput(
            "The site's key is not the one that its database was made with: second factors and "
            f"links could not be read. Restore {settings.PLACE.key_file} from your backup, or name "
            "the right key; nothing was overwritten."
        )


def rotate() -> int:
    """Put a new key in the place of the site's; the old one keeps opening what it closed.

    Cut off anywhere, it goes on where it stopped when it is run again.

    Returns:
        How many second factors were encrypted anew.

    Raises:
        Conflict: If the key stands in the environment: it is changed where that is set.
    """
    from northing.web.accounts.models import KeyMark

    check_key()
    newest = KeyMark.objects.order_by("-made_at", "-id").first()
    if newest is not None and newest.fingerprint == fingerprint(settings.SECRET_KEY):
        if settings.PLACE.key_in_environment:
            raise Conflict(
                "The key stands in $NORTHING_SECRET_KEY. Add it as a line to "
                f"{settings.PLACE.previous_keys_file}, put a new one into the variable, then run "
                "this again."
            )
        settings.PLACE.replace_key()
        settings.SECRET_KEY = settings.PLACE.read_key()
        settings.SECRET_KEY_FALLBACKS = settings.PLACE.read_previous_keys()
    done = _encrypt_anew()
    KeyMark.objects.get_or_create(fingerprint=fingerprint(settings.SECRET_KEY))
    return done


def forget_earlier() -> None:
    """Let earlier keys go, and with them what they signed.

    Raises:
        Conflict: If a rotation was cut off.
    """
    from northing.web.accounts.models import KeyMark

    newest = KeyMark.objects.order_by("-made_at", "-id").first()
    if newest is not None and newest.fingerprint != fingerprint(settings.SECRET_KEY):
        raise Conflict("The last rotation was cut off. Run northing user rotate-key to finish it.")
    settings.PLACE.forget_previous_keys()


def _encrypt_anew() -> int:
    """Bring every kept secret under the key in force, one row at a time."""
    from allauth.mfa.models import Authenticator

    done = 0
    for key in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            one = Authenticator.objects.select_for_update().filter(pk=key).first()
            if one is not None:
                one.data = {name: _renewed(value) for name, value in one.data.items()}
                one.save(update_fields=["data"])
                done += 1
    return done


def _renewed(value: Any) -> Any:
    """A secret under the key in force; whatever else a row keeps stays as it is."""
    from cryptography.fernet import InvalidToken

    if isinstance(value, list):
        return [_renewed(one) for one in value]
    try:
        return _box(_known()).rotate(value.encode()).decode() if isinstance(value, str) else value
    except InvalidToken:
        return value


def fingerprint(key: str) -> str:
    """Names a key without giving it away."""
    return salted_hmac(_SALT, "mark", secret=key, algorithm="sha256").hexdigest()


def encrypt(text: str) -> str:
    """Encrypt a secret that the database keeps, under the key in force."""
    return _box(_known()).encrypt(text.encode()).decode()


def decrypt(secret: str) -> str:
    """Read a secret that was encrypted under the key in force or an earlier one.

    Raises:
        BadInput: If it was encrypted under neither.
    """
    from cryptography.fernet import InvalidToken

    try:
        return _box(_known()).decrypt(secret.encode()).decode()
    except InvalidToken:
        raise BadInput("A second factor was encrypted under a key that is lost.") from None


def _known() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _box(keys: Sequence[str]) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(
        hashlib.sha256(b"northing.second-factor" + key.encode()).digest()
    )
