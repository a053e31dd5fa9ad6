"""What the environment decides, read in a process of its own."""

import os
import subprocess
import sys

import pytest

ASK = """
import django
from django.test import RequestFactory
django.setup()
request = RequestFactory().get("/", HTTP_X_FORWARDED_PROTO="https", HTTP_HOST="localhost")
print(request.is_secure(), request.build_absolute_uri("/a"))
"""


@pytest.mark.parametrize(
    ("given", "told"), [({}, "False http://localhost/a"), ({"CAMPAIGN_BEHIND_PROXY": "1"}, "True https://localhost/a")]
)
def test_only_who_stands_behind_a_proxy_believes_it(given: dict[str, str], told: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "campaign.settings", **given}
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == told
