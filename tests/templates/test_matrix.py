"""Every template × shape × language × content: drawn whole, or refused by an error that names the field and the mend.

All selected cases are tried at once, as many templates side by side as there are processors.
"""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from campaign.render.trial import Content, Hostility
from campaign.spec.errors import CannotFit, InvalidTemplate, InvalidValue, Place, RenderFailed
from campaign.spec.message import say
from tests.templates.samples import TEMPLATES
from tests.templates.trials import Filling, Outcome, judge, try_template


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest) -> Iterator[Mapping[str, Future[tuple[Outcome, ...]]]]:
    """Template → what will come of the contents that are tested of it."""
    wanted: dict[str, list[Filling]] = {}
    for item in request.session.items:
        if isinstance(item, pytest.Function) and item.function is test_content_is_drawn_whole_or_refused_by_name:
            parameters: Mapping[str, Any] = item.callspec.params
            wanted.setdefault(parameters["name"], []).append(parameters["filling"])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(try_template, name, fillings) for name, fillings in wanted.items()}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("filling", [*Content, *Hostility])
@pytest.mark.parametrize("name", TEMPLATES)
def test_content_is_drawn_whole_or_refused_by_name(
    outcomes: Mapping[str, Future[tuple[Outcome, ...]]], name: str, filling: Filling
) -> None:
    mine = [outcome for outcome in outcomes[name].result() if outcome.filling is filling]
    faults = [fault for outcome in mine for fault in judge(outcome)]

    assert faults == [], "\n".join(faults)
    assert len(mine) > 0


REFUSED = CannotFit(say("Too long."), place=Place(field="headline"), hint=say("Shorten it."))


@pytest.mark.parametrize(
    ("filling", "screen", "language", "faults"),
    [
        (Content.TYPICAL, "band", "bg+en", 1),
        (Content.LONGEST, "ribbon", "ar", 1),
        (Content.LONGEST, "ribbon", "bg+en", 0),
        (Content.LONGEST, "band", "bg", 0),
        (Hostility.WORD, "landscape", "bg", 0),
    ],
)
def test_what_must_be_drawn_may_not_be_refused(filling: Filling, screen: str, language: str, faults: int) -> None:
    assert len(judge(Outcome(filling, screen, language, errors=(REFUSED,)))) == faults


@pytest.mark.parametrize(
    "error",
    [
        InvalidTemplate(say("No room."), place=Place(field="headline"), hint=say("Give it some.")),
        RenderFailed(say("It hangs."), place=Place(field="headline"), hint=say("Simplify it.")),
        InvalidValue(say("Wrong."), hint=say("Write it anew.")),
        InvalidValue(say("Wrong."), place=Place(field="headline")),
    ],
)
def test_hostile_content_is_refused_by_field_and_mend_alone(error: CannotFit) -> None:
    assert len(judge(Outcome(Hostility.MARKUP, "square", "en", errors=(error,)))) == 1
