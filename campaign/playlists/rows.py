"""A spot as players are told of it. In: a play, or nothing at all. Out: a playlist item, or the plain picture's."""

from campaign.playlists.blank import MATERIAL, draw_blank
from campaign.playlists.items import PlaylistItem, Subtitles
from campaign.schedule.rotation.rota import Play
from campaign.spec.channels import Channel


def make_item(play: Play, channel: Channel, base_url: str) -> PlaylistItem:
    spot = play.spot
    return PlaylistItem(
        material=spot.material,
        url=f"{base_url}/media/{spot.name}",
        name=spot.name,
        sha256=spot.sha256,
        media_type=spot.media_type,
        size=spot.size,
        seconds=float(play.slots * channel.slot_seconds) if spot.is_still else spot.seconds,
        width=spot.width,
        height=spot.height,
        alt=spot.alt,
        language=spot.language,
        campaign=spot.campaign,
        item=spot.item,
        flight=play.flight,
        subtitles=tuple(
            [Subtitles(track.language, f"{base_url}/media/{track.name}", track.sha256) for track in spot.subtitles]
        ),
    )


def make_blank(channel: Channel, base_url: str) -> PlaylistItem:
    blank = draw_blank(channel.format)
    return PlaylistItem(
        material=MATERIAL,
        url=f"{base_url}/media/{blank.name}",
        name=blank.name,
        sha256=blank.sha256,
        media_type="image/png",
        size=len(blank.data),
        seconds=float(channel.slot_seconds),
        width=blank.width,
        height=blank.height,
        alt="",
        language="",
        campaign="",
        item="",
    )
