"""Extended M3U in UTF-8, for players that know nothing else. In: a playlist. Out: what runs now, one address a line."""

from campaign.playlists.items import Playlist
from campaign.playlists.json_file import write_seconds
from campaign.playlists.xspf import name_item, name_playlist


def write_m3u(playlist: Playlist) -> bytes:
    """Write the playlist; `tvg-id` carries the material's id."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_one_line(name_playlist(playlist))}"]
    for item in playlist.now:
        lines.append(f'#EXTINF:{write_seconds(item.seconds)} tvg-id="{item.material}",{_one_line(name_item(item))}')
        lines.append(item.url)
    return ("\n".join(lines) + "\n").encode()


def _one_line(text: str) -> str:
    return " ".join(text.split())
