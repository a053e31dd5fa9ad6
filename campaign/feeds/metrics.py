"""GET /metrics, for Prometheus. In: a token of its own, or a request from this very machine. Out: text, or 404.

What the database knows comes from services.metrics; how this server's processes answer from `watching`. The proxy in
front passes it on to nobody (deploy/nginx.conf): whoever monitors asks the application.
"""

import os
from collections.abc import Iterator
from ipaddress import ip_address
from secrets import compare_digest

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from campaign.feeds.answers import refuse, set_headers
from campaign.services.metrics import Family, measure

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO")


@require_safe
def give_metrics(request: HttpRequest) -> HttpResponse:
    """Never kept by a cache on the way. Without a database it says so, and how this server answers."""
    if not may_read(request):
        return refuse()
    try:
        families = measure(now=timezone.now())
    except Error:
        families = (Family("campaign_up", "Whether a part answers.", ("part",), {("database",): 0.0}),)
    response = HttpResponse(generate_latest(_gather(families)), content_type=CONTENT_TYPE_LATEST)
    set_headers(response, {"Cache-Control": "no-store"})
    return response


def may_read(request: HttpRequest) -> bool:
    """By the token; or, where none is set, from this machine and through no proxy."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN:
        return compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    if settings.BEHIND_PROXY or any(name in request.META for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _gather(families: tuple[Family, ...]) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Told(families))
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_Here())
    return registry


class _Told:
    """Our own figures, as the client library wants them."""

    def __init__(self, families: tuple[Family, ...]) -> None:
        self.families = families

    def collect(self) -> Iterator[Metric]:
        for family in self.families:
            metric = GaugeMetricFamily(family.name, family.help, labels=family.labels)
            for values, figure in sorted(family.figures.items()):
                metric.add_metric(values, figure)
            yield metric


class _Here:
    """What this process has counted, with its memory and processor time."""

    def collect(self) -> Iterator[Metric]:
        yield from REGISTRY.collect()
