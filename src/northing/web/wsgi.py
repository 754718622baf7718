"""What the server runs: `NORTHING_WORKSPACE=acme granian --interface wsgi northing.web.wsgi`."""

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

    start_tending()
except NorthingError as error:  # a key that is missing, short, known or another site's
    sys.exit(f"northing: {error}")
