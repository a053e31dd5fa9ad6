"""What browsers may do with our answers. In: any response. Out: the same, with rules for browsers.

Scripts and styles come from our own files only, nobody puts our pages into a frame, and nothing that a view did not
mark otherwise is kept by anybody on the way: pages show people's names. A view that says more exactly is left alone.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",  # blob: the web player shows files it has checked and kept
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
UNUSED = (
    *("accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
)
"""What no page of ours asks of a device."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


NOT_MODIFIED = 304
"""Whoever gets it keeps the rules that came with what it has (RFC 9111, 3.2): a player that asks each minute would pay
for them two thousand times a day."""


class BrowserRules:
    """Middleware; what a view sets itself stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items() if response.status_code != NOT_MODIFIED else ():
            response.headers.setdefault(name, value)
        return response
