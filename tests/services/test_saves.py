"""Several people at one draft, for hours, over a network that loses answers: a plain model of what each has seen says
what may be taken. Nothing is overwritten that its writer had not seen, and nothing is undone by who wrote nothing."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.data.models import Draft, Item, ItemVersion, User
from campaign.services import authoring, dispatch
from campaign.services.saves import read_at
from tests.factories.rows import NOON, make_channel, make_person, make_version
from tests.services.test_authoring import begin, type_all

pytestmark = pytest.mark.django_db
NAMES = ("title.bg", "title.en", "tags")


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "_send", lambda *args, **others: True)


@dataclass
class Page:
    """What a person had on the screen when it was opened, and what they have typed since."""

    by: User
    revision: int = 0
    seen: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    def open(self, draft: Draft) -> None:
        self.revision, self.seen, self.typed = draft.revision, dict(draft.typed), {}

    def save(self, draft: Draft, changed: Mapping[str, str], base: Mapping[str, str]) -> None:
        """Send it, and hold the answer against what everybody had seen."""
        before = dict(draft.typed)
        if draft.settled_at and draft.item and draft.item.current and draft.base != draft.item.current:
            before["title.en"] = draft.item.current.body["title"]["en"]  # a pack's, and nobody had written since
        saved = authoring.save(draft, changed=changed, base=base, by=self.by, now=NOON)
        draft.refresh_from_db()
        told = {one.name: (one.mine, one.theirs) for one in saved.aside}
        for name, text in self.typed.items():
            assert draft.typed[name] == text or told[name] == (text, draft.typed[name])
        for name in NAMES:
            unseen = before[name] != self.seen.get(name, "")
            if unseen or name not in self.typed:
                assert draft.typed[name] == before[name], f"{name}: what somebody else wrote went unseen"
        kept = {name for row in draft.saves.all() for name in row.aside}
        assert told.keys() <= kept


def list_plain(page: Page, draft: Draft) -> tuple[dict[str, str], dict[str, str]]:
    """As a page without scripts is read: all its inputs against what it began with."""
    base = dict(read_at(draft, revision=page.revision))
    whole = {name: page.seen[name] for name in NAMES} | page.typed
    return {name: text for name, text in whole.items() if text != base.get(name, "")}, base


def import_again(draft: Draft, word: str) -> None:
    """A pack has another title."""
    assert draft.item is not None
    assert draft.item.current is not None
    now = draft.item.current
    body = {**now.body, "title": {**now.body["title"], "en": word}}
    newer = ItemVersion.objects.create(item=draft.item, body=body, media=now.media, digest=word * 8, author=now.author)
    Item.objects.filter(pk=draft.item.pk).update(current=newer)


@pytest.fixture
def draft(tmp_path: Path, settings: Settings) -> Draft:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_channel()
    draft = begin(make_version().item.campaign, tmp_path)
    type_all(draft)
    authoring.finish(draft, by=make_person(), now=NOON)
    return Draft.objects.get(pk=draft.pk)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_nothing_is_overwritten_unseen(draft: Draft, seed: int) -> None:
    dice = random.Random(seed)
    pages = [Page(make_person()), Page(make_person("lead"))]
    for page in pages:
        page.open(draft)
    for step in range(40):
        page, act = dice.choice(pages), dice.choice(["type", "type", "script", "plain", "open", "finish", "import"])
        if act == "type":
            page.typed[dice.choice(NAMES)] = f"{page.by.username}-{step}"
        elif act == "script":
            page.save(draft, page.typed, {name: page.seen[name] for name in page.typed})
            page.open(draft)
        elif act == "plain":
            page.save(draft, *list_plain(page, draft))
            page.open(draft)
        elif act == "open" and not page.typed:
            page.open(draft)
        elif act == "import" and draft.item is not None:
            import_again(draft, f"pack{step:03}")
        elif act == "finish":
            was, nothing = draft.item.current if draft.item else None, draft.settled_at is not None
            version = authoring.finish(draft, by=page.by, now=NOON)
            assert not nothing or version == was, "who wrote nothing took back what a pack had brought"
        draft = Draft.objects.select_related("item__current").get(pk=draft.pk)
