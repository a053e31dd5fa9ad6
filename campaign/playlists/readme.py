"""The words that travel with a bundle. In: its playlist and the public key. Out: README.txt, for who finds the stick.

Both languages always: nobody knows who opens it, and where.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from campaign.playlists.items import Playlist
from campaign.spec.languages import split_languages

TEXT = """\
{titles}
{first} – {last}

БЪЛГАРСКИ

Тук е всичко, което екранът показва в тези дни. Интернет не е нужен.

  Компютър с браузър        отворете index.html
  SMIL плейър               playlist.smil
  VLC, mpv, медиа плейър    playlist.m3u8 или playlist.xspf: цикълът, който върви през повечето време
  Само в определени часове  windows/ – по един плейлист за всеки прозорец от време
  Файловете                 media/

След {last} съдържанието е изтекло: донесете нов запис. Не добавяйте и не изтривайте файлове.

Проверка, че всичко е цяло и е наше:

  campaign verify ПАПКА
  minisign -V -P {public} -m SHA256SUMS
  sha256sum --check --quiet SHA256SUMS

ENGLISH

Here is all that the screen shows on these days. No network is needed.

  A computer with a browser   open index.html
  A SMIL player               playlist.smil
  VLC, mpv, media players     playlist.m3u8 or playlist.xspf: the loop that runs for most of the time
  At certain hours only       windows/ has one playlist for each window of time
  The files                   media/

After {last} it has ended: bring a new export. Add and remove nothing.

To prove that it is whole and ours:

  campaign verify FOLDER
  minisign -V -P {public} -m SHA256SUMS
  sha256sum --check --quiet SHA256SUMS
"""


ROOT = "  minisign -V -P {root} -m keys.json"


def write_readme(playlist: Playlist, *, public: str, root: str = "") -> bytes:
    """Lines end as old editors on any system want them. With a `root` also how the list of keys is proved."""
    channel = playlist.channel
    codes = dict.fromkeys(code for language in channel.languages for code in split_languages(language))
    titles = [channel.title[code] for code in codes if code in channel.title] or [channel.id]
    text = TEXT.format(
        titles=" · ".join(titles), first=playlist.day.isoformat(), last=find_last_day(playlist), public=public
    )
    if root:
        proof = f"  minisign -V -P {public} -m SHA256SUMS"
        text = text.replace(proof, f"{proof}\n{ROOT.format(root=root)}")
    return text.replace("\n", "\r\n").encode()


def find_last_day(playlist: Playlist) -> str:
    """The day on which the last window begins; without windows the playlist's own."""
    if not playlist.windows:
        return playlist.day.isoformat()
    last = playlist.windows[-1].span.end - timedelta(seconds=1)
    return last.astimezone(ZoneInfo(playlist.channel.timezone)).date().isoformat()
