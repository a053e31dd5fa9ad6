"""What the web server calls."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from campaign.adapters.scratch import move_in

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
application = get_wsgi_application()

move_in("web")  # a process that is killed over an upload leaves half a film, which the next one removes

# All that is loaded stays: the collector looks through it no more, which held every player's answer for 100 ms. And a
# poll waits no more than a millisecond for a thread that makes a playlist, instead of five, several times over.
get_resolver().url_patterns  # noqa: B018  loads the pages
sys.setswitchinterval(0.001)
gc.collect()
gc.freeze()
