"""The loop's page: the video, its contact sheet, what was found and when; and who may fetch what lies beside it."""

from collections.abc import Callable

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from campaign.data.convert import write_body
from campaign.data.models import Companion, Material, Rendering, User
from campaign.render.sheets import Picture, draw_sheet
from campaign.spec.findings import Finding
from tests.factories.rows import make_person, make_rendering
from tests.studio.rows import keep_beside, make_flash, make_material

SignIn = Callable[[str], Client]
Kind = Companion.Kind


@pytest.fixture
def author(db: None) -> User:
    return make_person("staff", name="author")


@pytest.fixture
def loop(db: None) -> Rendering:
    """A loop with a sheet of the frames 0, 31 and 249."""
    row = make_rendering("loop", moving=True)
    pictures = [Picture(frame, np.full((90, 160, 3), frame, dtype=np.uint8)) for frame in (0, 31, 249)]
    keep_beside(row, Kind.SHEET, draw_sheet(pictures, fps=25))
    return row


def find_flashing(loop: Rendering, *findings: Finding) -> Rendering:
    loop.findings = write_body(findings)
    loop.save()
    return loop


def read_page(client: Client, material: Material, *, language: str = "en") -> str:
    client.cookies["django_language"] = language
    return client.get(reverse("material", args=[material.pk])).content.decode()


def test_the_sheets_pictures_lead_to_their_seconds(author: User, sign_in: SignIn, loop: Rendering) -> None:
    material = make_material(author=author, loop=loop)
    assert loop.file is not None
    page = read_page(sign_in("lead"), material)
    address = reverse("file", args=[loop.file.name])
    assert [f'href="{address}#t={second}"' in page for second in ("0.0", "1.24", "9.96")] == [True] * 3
    assert page.count("<rect") == 3
    assert 'class="found"' not in page


@pytest.mark.parametrize("language", ["bg", "en"])
def test_numbers_of_drawings_and_scripts_are_the_same_in_every_language(
    language: str, author: User, sign_in: SignIn, loop: Rendering
) -> None:
    page = read_page(sign_in("lead"), make_material(author=author, loop=loop), language=language)
    assert 'data-second="1.24"' in page
    assert 'viewBox="0 0 ' in page


def test_a_finding_is_outlined_and_leads_to_its_second(author: User, sign_in: SignIn, loop: Rendering) -> None:
    material = make_material(author=author, loop=find_flashing(loop, make_flash(1.0)))
    page = read_page(sign_in("lead"), material)
    assert page.count('class="found"') == 1
    assert 'data-second="1.0"' in page
    assert "found here: C1" in page


def test_a_finding_far_from_every_moment_outlines_none(author: User, sign_in: SignIn, loop: Rendering) -> None:
    material = make_material(author=author, loop=find_flashing(loop, make_flash(5.0)))
    page = read_page(sign_in("lead"), material)
    assert ('class="found"' in page, 'data-second="5.0"' in page) == (False, True)


def test_what_flashes_does_not_start_by_itself(author: User, sign_in: SignIn, loop: Rendering) -> None:
    material = make_material(author=author, loop=loop)
    client = sign_in("lead")
    assert " autoplay" in read_page(client, material)
    find_flashing(loop, make_flash())
    assert " autoplay" not in read_page(client, material)


def test_subtitles_are_tracks_each_in_its_language(author: User, sign_in: SignIn, loop: Rendering) -> None:
    tracks = [keep_beside(loop, Kind.SUBTITLES, language=code) for code in ("en", "bg")]
    page = read_page(sign_in("lead"), make_material(author=author, loop=loop))
    english, bulgarian = (reverse("file", args=[track.file.name]) for track in tracks)
    assert page.index(f'src="{bulgarian}" srclang="bg"') < page.index(f'src="{english}" srclang="en"')


def test_a_loop_without_anything_beside_it_has_a_page(author: User, sign_in: SignIn) -> None:
    material = make_material(author=author, loop=make_rendering("bare", moving=True))
    page = read_page(sign_in("lead"), material)
    assert ("<video" in page, "<rect" in page, "<track" in page) == (True, False, False)


def test_a_sheet_that_cannot_be_read_is_left_out(author: User, sign_in: SignIn) -> None:
    loop = make_rendering("torn", moving=True)
    keep_beside(loop, Kind.SHEET, b"no picture at all")
    assert "<rect" not in read_page(sign_in("lead"), make_material(author=author, loop=loop))


def ask(client: Client, row: Companion) -> int:
    answer = client.get(reverse("file", args=[row.file.name]))
    if answer.status_code == 200:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file is streamed, and open until read
    return answer.status_code


@pytest.mark.parametrize("kind", [Kind.SHEET, Kind.PREVIEW, Kind.SUBTITLES])
def test_what_lies_beside_a_draft_is_given_to_those_who_see_the_draft(
    kind: Companion.Kind, author: User, sign_in: SignIn
) -> None:
    loop = make_rendering("draft", moving=True)
    row = keep_beside(loop, kind)
    make_material(author=author, loop=loop)
    stranger = Client()
    stranger.force_login(make_person("lead", name="stranger", organisation="other"))
    assert [ask(client, row) for client in (sign_in("staff"), stranger, sign_in("operator"), Client())] == [
        200,
        404,
        404,
        302,
    ]


def test_an_operator_may_look_at_what_lies_beside_an_approved_loop(author: User, sign_in: SignIn) -> None:
    loop = make_rendering("approved", moving=True)
    row = keep_beside(loop, Kind.PREVIEW)
    make_material(author=author, loop=loop, state="approved")
    assert ask(sign_in("operator"), row) == 200


def test_a_draft_is_never_among_the_players_media(author: User, loop: Rendering) -> None:
    make_material(author=author, loop=loop)
    row = loop.companions.get(kind=Kind.SHEET)
    assert Client().get(f"/media/{row.file.name}").status_code == 404


def test_edges_are_for_checks_and_given_to_nobody(author: User, sign_in: SignIn, loop: Rendering) -> None:
    row = keep_beside(loop, Kind.EDGES)
    make_material(author=author, loop=loop)
    assert ask(sign_in("administrator"), row) == 404
