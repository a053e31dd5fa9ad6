"""A channel with a released schedule, as players meet it."""

from dataclasses import dataclass
from pathlib import Path

from campaign.data.models import Material, Release
from campaign.schedule.channels import read_channels
from campaign.services import content, players, releases
from tests.factories.rows import NOON, make_material, make_person, make_version
from tests.factories.schedules import CHANNELS, FLIGHTS, write_schedules
from tests.factories.values import make_item


@dataclass
class Screen:
    """The channel `tram` that plays two items of the campaign `together`; `token` is its player's."""

    folder: Path
    token: str
    ana: Material
    boris: Material
    channels: str = CHANNELS

    def release(self, *, share: int = 50) -> Release:
        """Propose and release the schedule, with this share of the loop."""
        flights = FLIGHTS.replace("share: 50", f"share: {share}")
        write_schedules(self.folder, flights=flights, channels=self.channels)
        proposal = releases.propose(by=make_person("lead"), now=NOON, schedules=self.folder, why="Пролет")
        return releases.release(proposal.row, by=make_person("lead", name="second"), now=NOON)

    def address(self, kind: str = "json") -> str:
        return f"/feeds/{self.token}/playlist.{kind}"


def make_screen(folder: Path, *, channels: str = CHANNELS) -> Screen:
    """Two approved materials, released; `channels` is the file of the channel."""
    content.import_channels(read_channels(channels, file="channels.yaml"))
    ana = make_material(state="approved")
    boris = make_material(make_version(make_item("boris", text="Борис пее")), state="approved")
    token = players.create(channel="tram", name="Трамвай 4").token
    screen = Screen(folder, token, ana, boris, channels)
    screen.release()
    return screen
