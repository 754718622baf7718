"""What a security reviewer looks at: deployment checks, headers, cookies, inert text, the audit."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook

from northing.errors import Conflict
from northing.web.accounts.audit import record
from northing.web.accounts.models import AuditEntry, User
from northing.web.place import SitePlace

SignedIn = Callable[[str], Client]
LINK = '=HYPERLINK("http://evil.example","Click")'
IMAGE = "<svg onload=alert(1)>"

_SHOW = """
import json, sys
from django.core.management import call_command
import django
django.setup()
call_command("check", deploy=True, fail_level="WARNING")
from django.conf import settings
names = sys.argv[1:]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    """Settings of a site that is reached by https, once `check --deploy` has passed."""
    folder = tmp_path_factory.mktemp("deployed")
    (folder / "northing.toml").write_text('name = "Acme"\n')
    place = SitePlace(folder)
    clean = {n: v for n, v in os.environ.items() if not n.startswith(("NORTHING_", "DJANGO_"))}
    environment = {
        **clean,
        "NORTHING_WORKSPACE": str(folder),
        "NORTHING_SITE_URL": "https://northing.example.com",
        "DJANGO_SETTINGS_MODULE": "northing.web.settings",
    }
    place.folder.mkdir()
    place.key_file.write_text("".join(chr(48 + (n * 7) % 74) for n in range(80)))

    def show(*names: str, **more: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-W", "error::DeprecationWarning:northing", "-c", _SHOW, *names],
            env={**environment, **more}, capture_output=True, text=True, timeout=120, cwd=folder,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout.splitlines()[-1]))

    return show


def test_a_deployed_site_passes_every_check(deployed: Callable[..., dict[str, Any]]) -> None:
    found = deployed(
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_HTTPONLY", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_NAME", "DEBUG",
        "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS",
    )  # fmt: skip

    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert not found["DEBUG"]
    assert "*" not in found["ALLOWED_HOSTS"]
    assert all(found[name] for name in found if name.endswith(("SECURE", "HTTPONLY", "REDIRECT")))


def test_mail_goes_where_the_environment_says(deployed: Callable[..., dict[str, Any]]) -> None:
    url = "smtps://ada:se%2Fcret@mail.example.com?from=northing@example.com"
    found = deployed(
        "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_SSL", "EMAIL_HOST_PASSWORD", "DEFAULT_FROM_EMAIL",
        NORTHING_SMTP_URL=url,
    )  # fmt: skip

    assert found == {
        "EMAIL_HOST": "mail.example.com", "EMAIL_PORT": 465, "EMAIL_USE_SSL": True,
        "EMAIL_HOST_PASSWORD": "se/cret", "DEFAULT_FROM_EMAIL": "northing@example.com",
    }  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/", "/people/", "/accounts/login/", "/accounts/2fa/", "/nowhere"]
)
def test_every_answer_carries_its_headers(
    path: str, company: SitePlace, signed_in: SignedIn
) -> None:
    browser = Client() if "login" in path else signed_in("owner")
    answer = browser.get(path)
    policy = answer["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'self' 'nonce-[^']{16,}'", policy)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_no_page_holds_a_script_or_style_of_its_own(
    company: SitePlace, signed_in: SignedIn
) -> None:
    nonces = set()
    for path in ("/", "/metrics/", "/people/", "/accounts/2fa/totp/activate/", "/accounts/login/"):
        said = signed_in("owner").get(path, follow=True).content.decode()
        nonces.add(re.search(r'nonce="([^"]+)"', said)[1])  # type: ignore[index]
        assert not re.search(r"<[a-z]+[^>]*\s(style|on[a-z]+|hx-on[^=]*)=", said)
        assert '"allowEval": false' in said
    assert len(nonces) == 5


def test_pages_of_signed_in_people_stay_out_of_caches(
    company: SitePlace, signed_in: SignedIn
) -> None:
    assert "no-store" in signed_in("owner").get("/")["Cache-Control"]


def test_a_form_from_another_site_is_refused(
    company: SitePlace, cast: Callable[[str], User]
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast("owner"), backend="django.contrib.auth.backends.ModelBackend")

    answer = browser.post("/people/invite", {"email": "x@example.com", "role": "owner"})
    assert answer.status_code == 403
    assert not User.objects.filter(email="x@example.com").exists()


def test_a_name_that_is_a_formula_or_markup_is_inert(
    company: SitePlace, signed_in: SignedIn
) -> None:
    browser = signed_in("owner")
    record(None, "rename", LINK, by=IMAGE)

    page = browser.get("/audit/").content.decode()
    assert IMAGE not in page
    assert "&lt;svg onload" in page
    text = browser.get("/audit/export/audit_entries.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert '"=HYPERLINK' not in text
    book = load_workbook(io.BytesIO(browser.get("/audit/export/audit_entries.xlsx").content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert any(cell.value == f"'{LINK}" for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_negative_numbers_stay_numbers() -> None:
    from northing.spreadsheet import inert

    assert inert("-12 % off") == "'-12 % off"
    assert inert("12") == "12"


def test_the_audit_cannot_be_changed(db: None) -> None:
    record(None, "look")
    entry = AuditEntry.objects.get()
    for change in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(who="nobody"),
        lambda: AuditEntry.objects.bulk_update([entry], ["who"]),
    ):
        with pytest.raises(Conflict), transaction.atomic():
            change()
    assert AuditEntry.objects.get().who == "system"


def test_no_address_changes_the_audit(company: SitePlace, signed_in: SignedIn) -> None:
    record(None, "look")
    browser = signed_in("owner")
    for method in ("post", "put", "patch", "delete"):
        assert getattr(browser, method)("/audit/").status_code == 405


@pytest.mark.parametrize(
    "path", ["/audit/?person__email=x", "/audit/?action=", "/people/?role=owner"]
)
def test_a_filter_that_is_none_is_refused(
    path: str, company: SitePlace, signed_in: SignedIn
) -> None:
    expected = 200 if path.endswith("action=") else 422

    assert signed_in("owner").get(path).status_code == expected


def test_a_site_without_a_key_does_not_start(tmp_path: Path) -> None:
    clean = {n: v for n, v in os.environ.items() if not n.startswith(("NORTHING_", "DJANGO_"))}
    (tmp_path / "northing.toml").write_text('name = "Acme"\n')
    done = subprocess.run(
        [sys.executable, "-c", "import northing.web.wsgi"],
        env={**clean, "NORTHING_WORKSPACE": str(tmp_path)}, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip

    assert done.returncode != 0
    assert "has no key" in done.stderr
    assert "Traceback" not in done.stderr
