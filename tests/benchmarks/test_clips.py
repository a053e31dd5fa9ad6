"""The benchmark of clips runs, and tells a ratio."""

from pathlib import Path

from benchmarks.clips import CASES, measure_case, shrink


def test_a_clip_is_measured_against_bare_ffmpeg(tmp_path: Path) -> None:
    figure = measure_case(shrink(CASES[0]), tmp_path, turns=1)
    assert figure.figure == "1080p clip under subtitles, 10 s: against a bare scale and encode"
    assert figure.value > 0


def test_only_what_the_figures_ask_for_has_a_goal() -> None:
    assert {case.name: case.goal for case in CASES if case.goal} == {"1080p clip under subtitles": 0.8}
