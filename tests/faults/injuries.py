"""What is done to an installation. In: a farm that runs. Out: it is done, and work that was in flight is on its own.

Each asks for something new, lets the fault happen in the middle of it, and leaves the rest to the product: whoever
calls it then waits and counts with `farm.settle()`.
"""

import os
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from itertools import count

from redis import Redis

from campaign.adapters.broker import locate_socket
from campaign.adapters.ffmpeg import find_binary
from campaign.adapters.processes import start_child, stop_children
from campaign.commands.parts import OTHER_QUEUES, list_beat, list_worker
from tests.families import list_family
from tests.faults.farm import Farm

LETTERS = 5
_numbers = count()
Injury = Callable[[Farm], None]


def name_new(what: str) -> str:
    """Nobody asked for it before."""
    return f"{what} {os.getpid()} {next(_numbers)}"


def hold_still(farm: Farm) -> str:
    """A still that is drawn, and about to be written."""
    farm.hold("still", "open", "campaign-work-render", "made.png")
    (key,) = farm.ask("stills", name_new("still"))
    farm.wait_held("still")
    return key


def hold_upload(farm: Farm) -> str:
    """A loop that lies in the store, but not yet under its name."""
    farm.hold("upload", "os.rename", "/store/", ".mp4")
    (key,) = farm.ask("loops", name_new("upload"))
    farm.wait_held("upload")
    return key


def hold_import(farm: Farm) -> int:
    """A pack whose first photo is on its way into the store."""
    farm.hold("import", "os.rename", "/store/", ".png")
    number = farm.hand_in(name_new("pack").replace(" ", "-"))
    farm.wait_held("import")
    return number


def begin_loop(farm: Farm) -> str:
    """A long loop whose encoder runs, or has just ended: then what it wrote has no name yet."""
    farm.hold("loop", "os.rename", "campaign-work-render", "/.made.")
    (key,) = farm.ask("large", name_new("loop"))
    farm.wait(lambda: farm.is_held("loop") or has_encoder(farm), what="no encoder ran")
    return key


def has_encoder(farm: Farm) -> bool:
    return any(is_encoder(process) for process in list_family(farm.worker))


def kill_in_still(farm: Farm) -> None:
    hold_still(farm)
    farm.kill_worker()


def kill_in_loop(farm: Farm) -> None:
    begin_loop(farm)
    farm.kill_worker()


def kill_in_upload(farm: Farm) -> None:
    hold_upload(farm)
    farm.kill_worker()


def kill_in_import(farm: Farm) -> None:
    hold_import(farm)
    farm.kill_worker()


def kill_in_everything(farm: Farm) -> None:
    """All of these at once, as when a host loses its power supply."""
    hold_import(farm)
    hold_upload(farm)
    begin_loop(farm)
    for process in filter(is_encoder, list_family(farm.worker)):
        _send(process, signal.SIGSTOP)  # it stays in the middle until the still is held, which may take a minute
    hold_still(farm)
    farm.kill_worker()


def kill_pool_process(farm: Farm) -> None:
    """As the kernel does with whoever asks for too much memory."""
    hold_still(farm)
    farm.note_family()
    os.kill(farm.wait_held("still"), signal.SIGKILL)
    farm.let_go()


def kill_in_recheck(farm: Farm) -> None:
    """Its process is killed while a finished picture is looked at again."""
    (key,) = farm.ask("stills", name_new("look"))
    farm.wait(farm.is_done)
    farm.hold("look", "open", "campaign-work-survey")
    farm.seed("look", key)
    os.kill(farm.wait_held("look"), signal.SIGKILL)
    farm.let_go()
    checked = f"SELECT checked FROM data_rendering WHERE key = '{key}'"
    farm.wait(lambda: farm.query(checked) != [(0,)], what="it was never looked at again")


def cut_off_worker(farm: Farm) -> None:
    """A host that stands still for longer than the silence, with one file half in the store and a loop half encoded,
    while another takes its work. Then it comes back, and writes."""
    late = [hold_upload(farm), begin_loop(farm)]
    stopped = [farm.worker, *list_family(farm.worker)]
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        farm.start_second_worker()
        farm.let_go()
        farm.wait(lambda: all(farm.read()[key] == ("done", 2) for key in late), what="nobody took over")
    finally:
        for process in reversed(stopped):
            _send(process, signal.SIGCONT)
    # it is back when it has done something new
    stop_second_worker(farm)
    farm.ask("stills", name_new("after"))


def stop_second_worker(farm: Farm) -> None:
    second = farm.household.workers.pop()
    assert second.name == "second"
    second.process.terminate()
    second.process.wait(60)


def kill_broker(farm: Farm) -> None:
    """With work in flight, while people ask for more. What starts it again finds what it had written down."""
    hold_still(farm)
    _end_broker(farm)
    farm.ask("stills", name_new("asked without a broker"), 2)
    farm.let_go()
    farm.household.revive()


def lose_broker(farm: Farm) -> None:
    """The same, and its disk is empty afterwards."""
    hold_still(farm)
    farm.ask("stills", name_new("in the queue"), 2 * 4)
    _end_broker(farm)
    for path in (farm.home / "broker").iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    farm.let_go()
    farm.household.revive()


def empty_broker(farm: Farm) -> None:
    """FLUSHALL with work in flight and in the queue, while people ask on."""
    hold_still(farm)
    farm.ask("stills", name_new("forgotten"), 2 * 4)
    with Redis(unix_socket_path=str(locate_socket(farm.home))) as client:
        client.flushall()
    farm.ask("stills", name_new("asked on"), 2)
    farm.let_go()


def tell_twice(farm: Farm) -> None:
    """Every message comes three times, to several processes at once."""
    os.kill(farm.worker, signal.SIGSTOP)
    try:
        farm.ask("stills", name_new("doubled"), 4)
        with Redis(unix_socket_path=str(locate_socket(farm.home))) as client:
            for message in client.lrange("stills", 0, -1):
                client.lpush("stills", message, message)
    finally:
        os.kill(farm.worker, signal.SIGCONT)


def run_two_clocks(farm: Farm) -> None:
    """Two schedulers, and two of those that sweep, for a while; with a worker that is killed meanwhile."""
    beat = start_child("beat", list_beat(schedule=farm.home / "other-beat"), log=farm.home / "logs" / "beat2.log")
    house = list_worker(queues=OTHER_QUEUES, concurrency=1, name="house2", pool="solo")
    other = start_child("house", house, log=farm.home / "logs" / "house2.log")
    try:
        farm.seed("letters", LETTERS)
        kill_in_still(farm)
        farm.wait(farm.is_done)
        farm.wait(lambda: _count_unsent(farm) == 0, what="letters were not sent")
    finally:
        stop_children((beat, other), patience=20)


def set_clock_back(farm: Farm) -> None:
    _set_clock(farm, -3600)


def set_clock_forward(farm: Farm) -> None:
    _set_clock(farm, 3600)


def _set_clock(farm: Farm, seconds: float) -> None:
    """In the middle of one that lives and one that is killed; later it is set right again."""
    lives, dies = hold_upload(farm), hold_still(farm)
    farm.set_clock(seconds)
    os.kill(farm.wait_held("still"), signal.SIGKILL)
    farm.wait(lambda: farm.read()[dies] == ("done", 2), what="who was killed under a wrong clock was not replaced")
    assert farm.read()[lives] == ("running", 1), "who lived under a wrong clock lost its work"
    farm.let_go()
    farm.wait(farm.is_done)
    farm.ask("stills", name_new("under a wrong clock"))
    farm.wait(farm.is_done)
    farm.set_clock(0)
    farm.ask("stills", name_new("and right again"))


def _end_broker(farm: Farm) -> None:
    assert farm.household.broker is not None
    farm.household.broker.child.process.kill()
    farm.household.broker.child.process.wait()


def _count_unsent(farm: Farm) -> int:
    return len(farm.query("SELECT id FROM data_mail WHERE sent_at IS NULL"))


def is_encoder(pid: int) -> bool:
    """One that writes a video, not one that is only asked for its version."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            words = file.read().split(b"\0")
            return words[0] == find_binary().encode() and b"-progress" in words
    except (FileNotFoundError, ProcessLookupError):
        return False


def _send(process: int, what: signal.Signals) -> None:
    try:
        os.kill(process, what)
    except ProcessLookupError:
        time.sleep(0)  # it did not live to see it


INJURIES: Mapping[str, Injury] = {
    "worker killed in the middle of a still": kill_in_still,
    "worker killed in the middle of a loop": kill_in_loop,
    "worker killed in the middle of an upload": kill_in_upload,
    "worker killed in the middle of an import": kill_in_import,
    "worker killed in the middle of all four": kill_in_everything,
    "one process killed, as for its memory": kill_pool_process,
    "killed while a picture is looked at again": kill_in_recheck,
    "worker cut off, comes back and writes": cut_off_worker,
    "broker killed and started again": kill_broker,
    "broker killed, its files gone": lose_broker,
    "broker emptied while people ask on": empty_broker,
    "every message three times": tell_twice,
    "two schedulers, two sweeps": run_two_clocks,
    "clock set back an hour": set_clock_back,
    "clock set forward an hour": set_clock_forward,
}
