"""What players send. In: a request. Out: the bytes of its body, unless they are too many."""

from django.http import HttpRequest


def read_body(request: HttpRequest, *, most: int) -> bytes | None:
    """The body; None when it is longer than that, of which no more than that is read. Some players send theirs in
    chunks and do not tell its length: Django takes that for nothing at all, the web server knows where it ends."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:12]) > most:
        return None
    stream = request
    if "Transfer-Encoding" in request.headers and request.META.get("wsgi.input_terminated"):
        stream = request.META["wsgi.input"]
    data: bytes = stream.read(most + 1)
    return data if len(data) <= most else None
