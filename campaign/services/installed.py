"""The web player for a device's own disk. In: a player with its token, the server's address. Out: files by their paths.

What a browser loads over a line, whoever holds the line may change, the player too. This one came by hand: it runs from
a folder, with the root key in it, and believes nothing that the line brings but lists that are signed and files whose
hash they name. Its page lets nothing run, and shows nothing, that is not its own.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from campaign.services.bundles import read_player
from campaign.services.players import NewPlayer
from campaign.services.publishing import name_publicly
from campaign.services.signing import find_trust

PAGE, CONFIG = "index.html", "config.js"
START = "window.CAMPAIGN_PLAYER = "
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: blob: data:; "
    "media-src blob:; connect-src http: https:; base-uri 'none'; form-action 'none'"
)
"""Of its page (Content Security Policy 3): pictures and films come from memory, where their hash was compared."""


@dataclass(frozen=True)
class Config:
    """What `config.js` says: where to ask, and as whom."""

    server: str
    token: str


def write_player(new: NewPlayer, *, server: str, at: datetime) -> dict[str, bytes]:
    """Every file; `server` as https://screens.example.eu. Raises NoSigningKey."""
    trust = find_trust(at=at)
    body = {
        "server": server.rstrip("/"),
        "token": new.token,
        "player": name_publicly(new.token),
        "root": trust.root,
        "keys": {"text": trust.text.decode(), "signature": trust.signature.decode()},
    }
    files = read_player()
    page = files[PAGE].decode().replace('src="playlist.js"', f'src="{CONFIG}"')
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    files[PAGE] = page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n  {policy}').encode()
    files[CONFIG] = f"{START}{json.dumps(body, indent=1)};\n".encode()
    return files


def read_config(text: str) -> Config | None:
    """Of a folder that was written before; None for anything else."""
    try:
        body = json.loads(re.sub(r";\s*\Z", "", text.removeprefix(START)))
        return Config(str(body["server"]), str(body["token"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
