"""What the web server calls."""

import gc
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from campaign.adapters.scratch import keep_scratch, sweep_scratch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
application = get_wsgi_application()

# A process that is killed over an upload leaves half a film, which the next one removes.
sweep_scratch()
settings.FILE_UPLOAD_TEMP_DIR = str(keep_scratch("receiving"))

# All that is loaded stays: the collector looks through it no more, which held every player's answer for 100 ms. And a
# poll waits no more than a millisecond for a thread that makes a playlist, instead of five, several times over.
get_resolver().url_patterns  # noqa: B018  loads the pages
sys.setswitchinterval(0.001)
gc.collect()
gc.freeze()
