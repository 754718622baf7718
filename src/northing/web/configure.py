"""Start Django for one workspace, from the command line or a worker."""

from __future__ import annotations

import os
from pathlib import Path

from northing.web.place import WORKSPACE_VARIABLE, SitePlace


def configure(workspace: str | Path) -> SitePlace:
    """Point Django at the site of a workspace.

    Raises:
        Missing: If the site has no key yet.
        BadInput: If its key is short or known.
    """
    place = SitePlace(Path(workspace).expanduser().resolve())
    place.read_key()
    os.environ[WORKSPACE_VARIABLE] = str(place.workspace)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "northing.web.settings")
    import django

    django.setup()
    return place
