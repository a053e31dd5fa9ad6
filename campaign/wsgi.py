"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
application = get_wsgi_application()

# All that is loaded stays: the collector looks through it no more, which held every player's answer for 100 ms.
get_resolver().url_patterns  # noqa: B018  loads the pages
gc.collect()
gc.freeze()
