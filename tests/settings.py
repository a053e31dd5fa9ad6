"""The product's settings in a home of their own: tests never touch var/, a shared store or a shared broker."""

import atexit
import os
import shutil
import tempfile
from importlib import import_module
from pathlib import Path

HOME_FOLDER = Path(tempfile.mkdtemp(prefix="campaign-tests-"))
atexit.register(shutil.rmtree, HOME_FOLDER, ignore_errors=True)
for name in (
    "CAMPAIGN_STORE",
    "CAMPAIGN_PRIVATE_STORE",
    "CAMPAIGN_S3_ENDPOINT",
    "CAMPAIGN_BROKER",
    "CAMPAIGN_PUBLIC_URL",
    "CAMPAIGN_HOSTS",
):
    os.environ.pop(name, None)
os.environ["CAMPAIGN_HOME"] = str(HOME_FOLDER)
os.environ["CAMPAIGN_SECRET_KEY"] = "for tests alone"  # never used outside this process and its children

_product = import_module("campaign.settings")
globals().update({name: getattr(_product, name) for name in dir(_product) if name.isupper()})

ALLOWED_HOSTS = [*_product.ALLOWED_HOSTS, "testserver"]
DATABASES = _product.DATABASES
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, not memory: web servers and workers that tests start as processes see the same rows
    DATABASES["default"]["TEST"] = {"NAME": str(HOME_FOLDER / "test.sqlite3")}
    options = DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:  # no test cuts the power of its own database, and each commit waits for the disk
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and there is nothing to guard
