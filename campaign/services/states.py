"""The states of a material. In: an act and a material. Out: the state that follows, or NotAllowed.

draft → submitted → approved → expired
  ↑________|      |             (returned to its author)
           ↑______|             (reopened by the product: an error was found in it)
draft, submitted, approved → withdrawn → draft   (once the withdrawal is lifted)
                   expired → draft               (once a consent that ended is given anew)
"""

from collections.abc import Mapping
from enum import StrEnum

from campaign.data.models import Material
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say

State = Material.State


class Act(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    REOPEN = "reopen"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    RESTORE = "restore"


TRANSITIONS: Mapping[tuple[Act, str], str] = {
    (Act.SUBMIT, State.DRAFT): State.SUBMITTED,
    (Act.RETURN, State.SUBMITTED): State.DRAFT,
    (Act.APPROVE, State.SUBMITTED): State.APPROVED,
    (Act.REOPEN, State.APPROVED): State.SUBMITTED,
    (Act.EXPIRE, State.APPROVED): State.EXPIRED,
    (Act.WITHDRAW, State.DRAFT): State.WITHDRAWN,
    (Act.WITHDRAW, State.SUBMITTED): State.WITHDRAWN,
    (Act.WITHDRAW, State.APPROVED): State.WITHDRAWN,
    (Act.RESTORE, State.WITHDRAWN): State.DRAFT,
    (Act.RESTORE, State.EXPIRED): State.DRAFT,
}
"""Act and state → the state that follows; what is not here is not allowed."""


def find_next(act: Act, state: str) -> str:
    """The state after the act. Raises NotAllowed."""
    try:
        return TRANSITIONS[act, state]
    except KeyError:
        allowed = ", ".join(find_starts(act))
        raise NotAllowed(
            say("A material that is “%(state)s” cannot take the step “%(act)s”.", state=str(state), act=act.value),
            hint=say("This step starts from: %(allowed)s. Reload the page to see its state now.", allowed=allowed),
        ) from None


def find_starts(act: Act) -> tuple[str, ...]:
    """The states an act may start from."""
    return tuple(str(before) for (known, before) in TRANSITIONS if known is act)
