"""`campaign templates preview`. In: a port. Out: the preview in a browser, until Ctrl-C."""

import os
import signal
import sys
import threading
import webbrowser
from typing import Annotated, Any

import typer

from campaign.commands.household import find_port


def preview(
    port: Annotated[int, typer.Option(help="Port on this machine; the next free one when it is taken.")] = 8010,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
) -> None:
    """Show every template in every format and language, and draw anew whatever is saved. Needs no database."""
    _set_up()
    from campaign.preview.server import open_server

    server = open_server(find_port(port))
    address = f"http://127.0.0.1:{server.server_port}/"
    typer.echo(f"The preview is at {address}  (Ctrl-C ends it)")
    signal.signal(signal.SIGTERM, _end)
    if not no_open and _has_screen():
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("")
    finally:
        server.server_close()


def _set_up() -> None:
    """Django with the product's settings, but for what only the site with people needs."""
    import django
    from django.conf import settings

    from campaign import settings as product
    from campaign.preview.server import SETTINGS

    own = {name: getattr(product, name) for name in dir(product) if name.isupper()}
    settings.configure(**{**own, **SETTINGS})
    django.setup()


def _has_screen() -> bool:
    """Without one, a browser for terminals would open here."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _end(*_: Any) -> None:
    raise KeyboardInterrupt
