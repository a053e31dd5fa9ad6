"""Work that holds threads: one person has a share of it, and everybody together not all."""

from contextlib import ExitStack

from django.http import HttpRequest, HttpResponse

from campaign.data.models import User
from campaign.studio import shares
from campaign.studio.shares import Share, shared
from campaign.studio.views import draft_pictures, statistic_pictures, template_changes, uploads


def test_one_person_and_all_together_have_a_share_which_is_given_back() -> None:
    share = Share(most=3, most_each=2)
    with ExitStack() as going:
        taken = [going.enter_context(share.take(person)) for person in (1, 1, 1, 2, 3)]
        assert taken == [True, True, False, True, False]
    with share.take(3) as room:
        assert room


def test_without_room_a_view_is_not_asked() -> None:
    asked: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        asked.append(request)
        return HttpResponse()

    request = HttpRequest()
    request.user = User(pk=7)
    closed = shared(view)
    with ExitStack() as going:
        for _ in range(shares.MOST_EACH):
            going.enter_context(shares.SHARE.take(7))
        answer = closed(request)
        assert (answer.status_code, answer.headers["Retry-After"], asked) == (429, shares.AGAIN, [])
    assert (closed(request).status_code, len(asked)) == (200, 1)


def test_pictures_and_films_are_shared() -> None:
    views = (draft_pictures.show_look, statistic_pictures.give_picture, template_changes.show_trial)
    films = (uploads.show_picture, uploads.show_strip, uploads.give_playable, uploads.take_upload)
    assert all(_is_shared(view) for view in (*views, *films))


def _is_shared(view: object) -> bool:
    while view is not None:
        if getattr(view, "__code__", None) is _WITHIN:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


_WITHIN = shared(lambda request: HttpResponse()).__code__
