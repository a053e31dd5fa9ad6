"""A spot as players are told of it. In: a play, or nothing at all. Out: a playlist item, or the plain picture's."""

from campaign.playlists.blank import MATERIAL, draw_blank
from campaign.playlists.items import PlaylistItem, Subtitles
from campaign.schedule.rotation.rota import Play
from campaign.spec.channels import Channel


def make_item(play: Play, channel: Channel, base_url: str) -> PlaylistItem:
    spot = play.spot
    return PlaylistItem(
        spot.material,
        f"{base_url}/media/{spot.name}",
        spot.name,
        spot.sha256,
        spot.media_type,
        spot.size,
        float(play.slots * channel.slot_seconds) if spot.is_still else spot.seconds,
        spot.width,
        spot.height,
        spot.alt,
        spot.language,
        spot.campaign,
        spot.item,
        play.flight,
        tuple([Subtitles(one.language, f"{base_url}/media/{one.name}", one.sha256) for one in spot.subtitles])
        if spot.subtitles
        else (),
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
