"""What can be done with a flight beside changing it. In: its entry. Out: the acts to offer, how each is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from campaign.services.flights import Entry


@dataclass(frozen=True)
class Act:
    """How it is asked for; `fits` says whether the flight is one that it can be done to."""

    button: Promise
    question: Promise
    told: Promise
    done: Promise
    fits: Callable[[Entry], bool]
    look: str = ""
    asks_day: bool = False


ACTS: Mapping[str, Act] = {
    "end": Act(
        gettext_lazy("End it"),
        gettext_lazy("On which day does this flight end?"),
        gettext_lazy("It runs to the end of that day. What plays now changes with the next release."),
        gettext_lazy("Its last day is another now. It counts from the next release on."),
        lambda entry: entry.flight is not None,
        asks_day=True,
    ),
    "undo": Act(
        gettext_lazy("Undo the last change"),
        gettext_lazy("Undo the last change of this flight?"),
        gettext_lazy("It counts again as it was before, from the next release on. Undone twice, it is as it is now."),
        gettext_lazy("Undone: it is as it was before."),
        lambda entry: entry.change is not None,
        look="second",
    ),
    "take-out": Act(
        gettext_lazy("Take it out"),
        gettext_lazy("Take this flight out of the schedule?"),
        gettext_lazy(
            "It is gone from the next release on, and can be brought back. To take something off the screens at once,"
            " withdraw it."
        ),
        gettext_lazy("Taken out. It is gone from the next release on."),
        lambda entry: not entry.is_out,
        look="stop",
    ),
    "bring-back": Act(
        gettext_lazy("Bring it back"),
        gettext_lazy("Bring this flight back into the schedule?"),
        gettext_lazy("It counts again as it was before it was taken out, from the next release on."),
        gettext_lazy("It is back, from the next release on."),
        lambda entry: entry.is_out,
    ),
    "give-back": Act(
        gettext_lazy("Back to the file’s"),
        gettext_lazy("Let the file’s flight count again?"),
        gettext_lazy("What was changed here stays in the history, and counts no more from the next release on."),
        gettext_lazy("The file’s flight counts again, from the next release on."),
        lambda entry: entry.is_changed and not entry.is_out,
        look="second",
    ),
}


def list_acts(entry: Entry) -> list[tuple[str, Act]]:
    """What can be done to it."""
    return [(name, act) for name, act in ACTS.items() if act.fits(entry)]
