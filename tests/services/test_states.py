"""The table of states: every act from every state, allowed or refused."""

import pytest

from campaign.services.states import Act, State, find_next, find_starts
from campaign.spec.errors import NotAllowed

#         from:  draft        submitted    approved     withdrawn    expired
TABLE = {
    Act.SUBMIT: ("submitted", None, None, None, None),
    Act.RETURN: (None, "draft", None, None, None),
    Act.APPROVE: (None, "approved", None, None, None),
    Act.REOPEN: (None, None, "submitted", None, None),
    Act.EXPIRE: (None, None, "expired", None, None),
    Act.WITHDRAW: ("withdrawn", "withdrawn", "withdrawn", None, None),
    Act.RESTORE: (None, None, None, "draft", "draft"),
}
STATES = ("draft", "submitted", "approved", "withdrawn", "expired")
CELLS = [(act, state, after) for act, row in TABLE.items() for state, after in zip(STATES, row, strict=True)]


def test_the_table_knows_every_act_and_state() -> None:
    assert (set(TABLE), set(STATES)) == (set(Act), set(State.values))


@pytest.mark.parametrize(("act", "state", "after"), [cell for cell in CELLS if cell[2]])
def test_an_allowed_act_leads_to_the_next_state(act: Act, state: str, after: str) -> None:
    assert find_next(act, state) == after


@pytest.mark.parametrize(("act", "state"), [cell[:2] for cell in CELLS if not cell[2]])
def test_every_other_act_is_refused(act: Act, state: str) -> None:
    with pytest.raises(NotAllowed):
        find_next(act, state)


def test_a_refusal_names_where_the_act_may_start() -> None:
    with pytest.raises(NotAllowed) as refused:
        find_next(Act.WITHDRAW, State.EXPIRED)
    assert str(refused.value) == (
        "A material that is “expired” cannot take the step “withdraw”. "
        "This step starts from: draft, submitted, approved. Reload the page to see its state now."
    )


def test_starts_are_the_states_an_act_leaves() -> None:
    assert find_starts(Act.WITHDRAW) == (State.DRAFT, State.SUBMITTED, State.APPROVED)
