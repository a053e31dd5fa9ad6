"""Cookies and what browsers are told under https, as an installation behind a proxy has it: in a process of its own."""

import json
import os
import subprocess
import sys

ASK = """
import django, json
from django.conf import settings
django.setup()
settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "whitenoise" not in one.lower()]
settings.DATABASES["default"]["NAME"] = ":memory:"
from django.core.management import call_command
settings.MIGRATION_MODULES = {app.label: None for app in django.apps.apps.get_app_configs()}  # tables alone, at once
call_command("migrate", verbosity=0, run_syncdb=True)
from django.test import Client
from campaign.data.models import User
User.objects.create_user("maria", password="only-in-tests", role="operator")
client = Client(headers={"Host": "campaign.example", "X-Forwarded-Proto": "https"})
page = client.get("/sign-in")
told = client.post("/sign-in", {"username": "maria", "password": "only-in-tests"})
cookies = {name: [bool(one[flag]) for flag in ("secure", "httponly", "samesite")] + [one["path"], one["domain"]]
           for name, one in {**page.cookies, **told.cookies}.items()}
plain = Client(headers={"Host": "campaign.example"}).get("/sign-in")
print(json.dumps([told.status_code, cookies, page.headers["Strict-Transport-Security"],
                  "Strict-Transport-Security" in plain.headers]))
"""


def test_under_https_cookies_are_this_hosts_alone_and_browsers_stay_with_https() -> None:
    given = {
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
        "CAMPAIGN_PUBLIC_URL": "https://campaign.example/",
        "CAMPAIGN_HOSTS": "campaign.example",
        "CAMPAIGN_BEHIND_PROXY": "1",
    }
    environment = {**os.environ, **given}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    status, cookies, stays, plain = json.loads(done.stdout)
    assert (status, stays, plain) == (302, "max-age=31536000", False)
    ours = [True, True, True, "/", ""]
    assert cookies == {
        "__Host-csrftoken": ours,
        "__Host-sessionid": ours,
        "django_language": ours,
        "known": [True, True, True, "/sign-in", ""],
    }
