"""What the server runs: `NORTHING_WORKSPACE=acme granian --interface wsgi northing.web.wsgi`."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

from northing.errors import NorthingError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "northing.web.settings")
try:
    application = get_wsgi_application()
    from northing.web.accounts.keys import check_key

    check_key()
    from northing.web.tending import start_tending

    # What pages share lives long: to look through it at every few requests frees nothing.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    start_tending()
except NorthingError as error:  # a key that is missing, short, known or another site's
    sys.exit(f"northing: {error}")
