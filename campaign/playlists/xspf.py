"""XSPF 1, for media players. In: a playlist. Out: what runs now as a track list; it knows no windows."""

from xml.etree.ElementTree import Element

from campaign.playlists.items import Playlist, PlaylistItem
from campaign.playlists.xml_file import add_element, write_xml
from campaign.spec.languages import split_languages

NAMESPACE = "http://xspf.org/ns/0/"


def write_xspf(playlist: Playlist) -> bytes:
    """Write the playlist; durations are milliseconds, identifiers carry the material's id."""
    root = Element("playlist", {"version": "1", "xmlns": NAMESPACE})
    add_element(root, "title", text=name_playlist(playlist))
    tracks = add_element(root, "trackList")
    for item in playlist.now:
        track = add_element(tracks, "track")
        add_element(track, "location", text=item.url)
        add_element(track, "identifier", text=f"urn:x-campaign:{item.material}")
        add_element(track, "title", text=name_item(item))
        if item.alt:
            add_element(track, "annotation", text=item.alt)
        add_element(track, "duration", text=str(round(item.seconds * 1000)))
    return write_xml(root)


def name_playlist(playlist: Playlist) -> str:
    """The channel's title in its first language, and the release."""
    channel = playlist.channel
    codes = (code for language in channel.languages for code in split_languages(language))
    title = next((channel.title[code] for code in codes if code in channel.title), channel.id)
    return f"{title} · {playlist.release}"


def name_item(item: PlaylistItem) -> str:
    """campaign/item (language)."""
    return f"{item.campaign}/{item.item} ({item.language})" if item.item else item.material
