"""A player that asks all along. In: the address of its list. Out: every answer that was not its last good list."""

import threading

import requests

EVERY = 0.6
"""Seconds between two polls: a hundred times as often as players do, and as often as one may for ever."""


class Player:
    """Asks from a thread of its own. `refused` are answers that were no list, `wrong` lists with other pictures."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.wrong: list[str] = []
        self.polls = 0
        self.good: tuple[object, ...] = ()
        self._address = ""
        self._end = threading.Event()
        self._polled = threading.Condition()
        self._thread = threading.Thread(target=self._ask_on, name="player", daemon=True)

    def start(self, address: str) -> None:
        """The first answer is the good one."""
        self._address = address
        with requests.Session() as session:
            session.trust_env = False
            self.good = _read(session.get(address, timeout=60).json())
        assert len(self.good) > 1, "the channel plays nothing"
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        if self._thread.is_alive():
            self._thread.join(30)

    def catch_up(self) -> None:
        """Wait until it was answered twice more."""
        with self._polled:
            wanted = self.polls + 2
            assert self._polled.wait_for(lambda: self.polls >= wanted, timeout=60), "the player was never answered"

    def _ask_on(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while not self._end.wait(EVERY):
                self._ask(session)
                with self._polled:
                    self.polls += 1
                    self._polled.notify_all()

    def _ask(self, session: requests.Session) -> None:
        try:
            answer = session.get(self._address, timeout=30)
            shown = _read(answer.json()) if answer.status_code == 200 else ()
        except (requests.RequestException, ValueError) as error:
            self.refused.append(repr(error)[:200])
            return
        if answer.status_code != 200:
            self.refused.append(f"{answer.status_code} {answer.text[:200]}")
        elif shown != self.good:
            self.wrong.append(repr(shown)[:300])


def _read(playlist: dict[str, object]) -> tuple[object, ...]:
    """The release and the files that its windows show; times are another's business."""
    media = playlist["media"]
    assert isinstance(media, dict)
    return (playlist["release"], *sorted(media))
