"""Faults inside our processes. In: a folder named by CAMPAIGN_FAULTS. Out: work held at a point; a clock that was set.

Python runs this at the start of every process whose PYTHONPATH names this folder; the product knows nothing of it.

holds/<name>: an event of sys.audit, and words that its arguments hold all, one a line. The first process that comes by
renames it to <name>.<its pid>, and stays there until it is killed or that file goes.
clock: seconds by which this process's clock is off; may change at any time.
"""

import ctypes
import datetime
import gc
import os
import sys
import threading
import time

FOLDER = os.environ.get("CAMPAIGN_FAULTS", "")
HOLDS, CLOCK = os.path.join(FOLDER, "holds"), os.environ.get("CAMPAIGN_FAULTS_CLOCK") or os.path.join(FOLDER, "clock")
EVENTS = frozenset({"open", "os.rename"})
_here = threading.local()


def hold(event: str, arguments: tuple[object, ...]) -> None:
    if event not in EVENTS or getattr(_here, "looks", False):
        return
    _here.looks = True
    try:
        told = f"{event} {arguments!r}"
        for name in os.listdir(HOLDS):
            if "." not in name and matches(name, told):
                stay(name)
    except OSError:
        return  # another process was faster
    finally:
        _here.looks = False


def matches(name: str, told: str) -> bool:
    with open(os.path.join(HOLDS, name), encoding="utf-8") as file:
        return all(word in told for word in file.read().splitlines())


def stay(name: str) -> None:
    held = os.path.join(HOLDS, f"{name}.{os.getpid()}")
    os.rename(os.path.join(HOLDS, name), held)
    while os.path.exists(held):
        time.sleep(0.02)


def set_clock() -> None:
    """time.time and datetime.now say what the file says; what is measured by steady clocks stays right."""
    real_time, real_now, real_utcnow = time.time, datetime.datetime.now, datetime.datetime.utcnow
    read = [-1.0, 0.0]  # when, by the steady clock; how much

    def shift() -> float:
        if time.monotonic() - read[0] > 0.05:
            _here.looks = True
            try:
                with open(CLOCK, encoding="utf-8") as file:
                    read[1] = float(file.read() or 0)
            except (OSError, ValueError):
                pass
            finally:
                _here.looks = False
            read[0] = time.monotonic()
        return read[1]

    def now(_kind: type, tz: datetime.tzinfo | None = None) -> datetime.datetime:
        return real_now(tz) + datetime.timedelta(seconds=shift())

    time.time = lambda: real_time() + shift()
    time.time_ns = lambda: int(time.time() * 1e9)
    methods = gc.get_referents(datetime.datetime.__dict__)[0]  # the type's own, for it is written in C
    methods["now"] = classmethod(now)
    methods["utcnow"] = classmethod(lambda _kind: real_utcnow() + datetime.timedelta(seconds=shift()))
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime.datetime))


if FOLDER:
    set_clock()
    sys.addaudithook(hold)
