"""The site's settings for tests and type checks: a workspace and a key of their own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="northing-site-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
(_HOME / "site" / "static").mkdir(parents=True)
(_HOME / "northing.toml").write_text('name = "Nobody yet"\n', encoding="utf-8")
os.environ["NORTHING_WORKSPACE"] = str(_HOME)
os.environ.setdefault(
    "NORTHING_SECRET_KEY", "t3st-0nly-" + "".join(chr(97 + n % 26) for n in range(60))
)
os.environ["NORTHING_SITE_URL"] = "http://testserver"
if "NORTHING_TEST_DATABASE_URL" in os.environ:
    os.environ["NORTHING_DATABASE_URL"] = os.environ["NORTHING_TEST_DATABASE_URL"]

from northing.web.settings import *  # noqa: E402, F403
from northing.web.settings import DATABASES, STORAGES  # noqa: E402

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(_HOME / "test.sqlite3")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a test signs in a lot
