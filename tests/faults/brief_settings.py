"""The product's settings, but each answer connects anew: so between two nobody is connected to SQLite."""

from campaign.settings import *  # noqa: F403  all of them
from campaign.settings import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = 0
