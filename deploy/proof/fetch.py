"""A player before the proxy, with nothing but Python. In: address, host name, token. Out: a line on what it got.

python3 fetch.py http://127.0.0.1:8080 HOST TOKEN [--kept]
Fails when the playlist is not there, a file of it has another hash than it says, or a second poll brings it anew. With
--kept the playlist alone is asked for: the last one must come while the application is away.
"""

import hashlib
import json
import sys
import urllib.error
import urllib.parse
import urllib.request


def ask(address: str, host: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers={"Host": host, **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def main(base: str, host: str, token: str, *options: str) -> None:
    address = f"{base}/feeds/{token}/playlist.json"
    status, headers, body = ask(address, host)
    if status != 200:
        raise SystemExit(f"the playlist is answered {status}: {body[:200]!r}")
    playlist = json.loads(body)
    if "--kept" in options:
        print(f"the last playlist of {playlist['channel']['id']} is served on")
        return
    size = 0
    for file in playlist["media"].values():
        path = urllib.parse.urlsplit(file["url"]).path
        status, _, data = ask(base + path, host)
        if (status, hashlib.sha256(data).hexdigest()) != (200, file["sha256"]):
            raise SystemExit(f"{path} is answered {status} with other bytes than the playlist says")
        size += len(data)
    again, _, _ = ask(address, host, **{"If-None-Match": headers["ETag"]})
    if again != 304:
        raise SystemExit(f"a second poll is answered {again}, not 304")
    print(
        f"{playlist['channel']['id']}: playlist, {len(playlist['media'])} files ({size} bytes) as signed for, then 304"
    )


main(*sys.argv[1:])
