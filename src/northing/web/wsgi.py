"""What the server runs: `NORTHING_WORKSPACE=acme granian --interface wsgi northing.web.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "northing.web.settings")
application = get_wsgi_application()
