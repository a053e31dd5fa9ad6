"""A frame: words that together turn people into a threat or a disaster. In: a pattern over folded text. Out: a
Frame."""

import re
from dataclasses import dataclass, field

from campaign.spec.message import Message, say

CALM = say("Say what happened and to whom, with a figure instead of a picture.")
LEGAL = say("A person is not illegal: say “without a residence permit”, or “people on the move”.")


@dataclass(frozen=True)
class Frame:
    """`pattern` is of whole words; `hint` proposes other words."""

    pattern: str
    hint: Message
    source: str
    found: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", re.compile(rf"(?<!\w)(?:{self.pattern})(?!\w)"))
