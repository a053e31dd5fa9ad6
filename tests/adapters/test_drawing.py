"""A template that hangs or eats memory costs its own material, and neither the worker nor its neighbours."""

import resource
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from campaign.adapters import drawing, limits
from campaign.adapters.drawing import Drawn, draw_still
from campaign.adapters.limits import run_limited
from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.spec.errors import InvalidTemplate, RenderFailed
from tests.render.jobs import ROOT, make_job

PAGE = '{{% extends "_kit/page.html" %}}\n{{% block main %}}\n{main}\n{{% endblock %}}\n'
HANG = "{% for n in range(45000) %}<div>{% endfor %}"
"""Deeper than the engine gets in a minute. What hangs it for ever is refused by name: see render.urls."""
HOARD = """{% set keep = namespace(all=[]) %}{% for n in range(9000) %}
{% set keep.all = keep.all + [('a' * 99000)|list] %}{% endfor %}"""
"""Grows slowly enough for every rule of the sandbox, and takes many gigabytes."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path / "plain"


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_still(make_job())  # the server of children runs from here on, and its start is in nobody's time
    monkeypatch.setattr(drawing, "STILL_SECONDS", 2.0)


def make_bad_job(folder: Path, main: str) -> Job:
    (folder / "template.html").write_text(PAGE.format(main=main), encoding="utf-8")
    return make_job(template=load_template(folder))


def test_a_page_that_holds_the_engine_up_is_stopped_in_time(folder: Path) -> None:
    started = time.monotonic()
    with pytest.raises(RenderFailed, match="longer than 2 seconds"):
        draw_still(make_bad_job(folder, HANG))
    assert time.monotonic() - started < 2 + limits.GRACE + 3


def test_a_picture_comes_with_what_was_found_in_its_pixels(folder: Path) -> None:
    style = folder / "style.css"
    style.write_text(style.read_text(encoding="utf-8") + "#headline { color: #cccccc; }", encoding="utf-8")
    assert draw_still(make_job()).findings == ()
    found = draw_still(make_job(template=load_template(folder))).findings
    assert [(each.rule, each.place.field) for each in found] == [("B3", "values.headline")]


def test_neighbours_are_drawn_while_a_page_hangs_and_after_it(folder: Path) -> None:
    expected = draw_still(make_job())
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(draw_still, make_bad_job(folder, HANG))
        beside = draw_still(make_job())
        assert not hanging.done()
        assert isinstance(hanging.exception(), RenderFailed)

    assert beside == draw_still(make_job()) == expected


def test_a_template_that_eats_memory_is_stopped_at_the_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sooner than the machine is out of it: within half a gigabyte here, which takes no time to fill."""
    monkeypatch.setattr(drawing, "STILL_SECONDS", 30.0)
    with pytest.raises((InvalidTemplate, RenderFailed)) as caught:
        run_limited(draw_within, make_bad_job(folder, HOARD), seconds=30)
    assert "MemoryError" in str(caught.value) or "memory" in str(caught.value)


def draw_within(job: Job) -> Drawn:
    resource.setrlimit(resource.RLIMIT_DATA, (1 << 29, 1 << 29))
    return drawing._draw_still(job)
