"""E8 and E9: the myth stands once, and words do not degrade."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.checks.lexicon.entry import inflect
from campaign.checks.lexicon.lists import SLURS
from campaign.checks.wording import check_myth, check_words, find_frames, find_slurs
from campaign.render.manifest import FieldType, Template, TemplateField
from tests.factories.items import make_myth, make_schema, make_story

PLAIN = make_schema(quote=FieldType.TEXT)
QUOTE = make_schema(quote=FieldType.QUOTE)
BOTH = make_schema(fact=FieldType.TEXT, myth=FieldType.TEXT)
REASONS = {"E9": "Така са го наричали в училище; за това е историята."}


def list_slurs(text: str, language: str = "bg") -> list[str]:
    return [found.word for found in find_slurs(text, language=language)]


def list_severities(text: str, *, template: Template = PLAIN, language: str = "bg", **changes: Any) -> list[str]:
    item = replace(make_story(values={"quote": {language: text}}), **changes)
    return [found.severity.value for found in check_words(item, language=language, template=template)]


CIGANIN = (
    "циганин циганина циганинът циганино цигани циганите циган циганка циганката циганки циганките циганко циганче "
    "циганчето циганчета циганчетата цигански циганския циганският циганска циганската циганско циганското циганските "
    "циганища циганщина циганщината циганлък циганията"
)


@pytest.mark.parametrize("form", CIGANIN.split())
def test_every_form_of_a_bulgarian_slur_is_found(form: str) -> None:
    assert list_slurs(f"Казват: {form}.") == [form]
    assert list_slurs(form.upper()) == [form.upper()]


def test_endings_make_the_forms_of_a_family() -> None:
    assert inflect("негр", "-") >= {"негри", "негрите"}
    assert inflect("мургав", "-прил") == {
        "мургав", "мургавия", "мургавият", "мургава", "мургавата", "мургаво", "мургавото", "мургави", "мургавите",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Цигaните са тук",  # a Latin a
        "ЦИГAHИTE",  # Latin A, H, T
        "ц и г а н и т е",
        "ц.и.г.а.н.и",
        "ци\u00adга\u00adни",  # soft hyphens
        "ци\u200bга\u200bни",  # zero width
        "ци\u0301гани",  # a stress mark
        "ц1гани",
        "циг@ни",
        "ц*гани",
        "цииигани",
        "ци-гани",
        "ци-\nгани",
        "вън!Цигани",
        "вън.Цигани",
        "цигани_вън",
        "#ЦиганитеВън",
        "#вънциганите",
        "цигани",
        "ＣＩＧＡＮＩ",  # wide Latin letters
        "tsiganite",
        "ciganka",
    ],
)
def test_disguises_are_seen_through(text: str) -> None:
    assert len(list_slurs(text)) == 1


@pytest.mark.parametrize("text", ["бежaнска вълна", "бежан\u00adска вълна", "БЕЖАНСКА\u00a0ВЪЛНА", "illеgal migrants"])
def test_disguised_frames_are_seen_through(text: str) -> None:
    found = [word for language in ("bg", "en") for word, _, _ in find_frames(text, language=language)]
    assert found == [text]


def test_a_finding_quotes_what_was_typed_and_where() -> None:
    (found,) = check_words(
        make_story(values={"quote": {"bg": "Тук живеят ци\u00adганите."}}), language="bg", template=PLAIN
    )
    assert (found.measured, found.message.params["at"]) == ("ци\u00adганите", 12)
    assert str(found.hint) == "Use the name the people themselves use: ром, ромка, роми."


INNOCENT = {
    "bg": [
        "Самоопределили се като роми", "Ромски жители и мигранти", "Чернокож съученик, вълна от аплодисменти",
        "Купих нов мангал за двора", "Печем чушки на мангала", "Кебапчета на мангал", "Циганов е учител",
        "Г-жа Циганова и господин Негриев", "Циганско лято в София", "„Цигански барон“ в операта", "Черна гора",
        "Монтенегро",
        "Черният чай и чернилото", "Мангалица е порода прасета", "Литературен негър", "Нефритени мангови плодове",
        "Манго и банани",
        "Циганският барон", "Чернилка расте край реката, сладко от плод", "Реката заля селото, жителите са бежанци",
        "Нелегални сметища", "Миграционен поток от данни", "Проблемът с жилищата", "Вълната от студ дойде от север",
        "Бежанците учат български", "Незаконен строеж до мигрантски център", "Престъпността намалява", "цигари",
        "Мургав и усмихнат", "#ЗаедноВКвартала", "Чифлик", "Цигулка", "Жълтурга е цвете",
    ],
    "en": [
        "Roma residents and migrants", "The gypsy moth eats oak leaves", "Gypsy jazz night",
        "Gypsy, Roma and Traveller children",
        "Gypsies, Roma and Travellers", "Montenegro and the Rio Negro", "A chink of light", "Maine coon cats",
        "kaffir lime leaves",
        "gypsum walls", "The river flood left people without homes", "A wave of applause", "Migration flows",
        "A tide of goodwill",
        "Illegal parking", "The Roma Holocaust", "Refugees are our neighbours", "Crime is falling", "Niger and Nigeria",
        "denigrate nobody", "snigger", "Pakistan", "Wogan", "vinegar", "Pikes Peak", "Question time",
    ],
    "es": ["Fundación Secretariado Gitano", "El pueblo gitano", "un gato negro", "Moros y Cristianos",
    "una ola de calor"],
    "de": ["Sinti und Roma", "Eine Welle der Hilfsbereitschaft", "Negev", "Welle von Applaus"],
    "fr": ["jazz manouche", "un chat noir", "une vague de chaleur", "personne noire", "les réfugiés apprennent"],
    "nl": ["Roma en Sinti", "een golf van steun", "negeren"],
    "ro": ["romi și români", "tigaie", "O cioară pe un copac", "un val de căldură"],
    "tr": ["Romanlar", "göçmenler ve komşular", "sel felaketi"],
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in INNOCENT.items() for text in texts])
def test_what_only_looks_like_it_is_left_alone(language: str, text: str) -> None:
    assert (list_slurs(text, language), list(find_frames(text, language=language))) == ([], [])


BAD = {
    "bg": {
        "Циганите са тук.": "error", "Мангалите крадат": "error", "Мръсни мангали!": "error",
        "Тия мангали пушат в двора": "error", "Мангал!": "warning",
        "Негърче": "error", "Чифутите": "error", "Чингенета": "error", "черногъзите": "error", "Тези gypsies": "error",
        "Нелегални мигранти": "warning", "нелегалните икономически мигранти": "warning",
        "Бежанска вълна от хора": "warning",
        "Вълни от бежанци": "warning", "Орди мигранти прииждат": "warning", "ромска престъпност": "warning",
        "Престъпността сред ромите": "warning", "циганският въпрос": "error", "ромският въпрос": "warning",
        "Мигранти нахлуват в града": "warning", "Залети сме: заливат ни бежанци": "warning",
        "подмяна на населението": "warning",
        "Ромите са паразити": "warning", "Потоп от чужденци": "warning", "нелегалите": "warning",
    },
    "en": {
        "Gypsies live here.": "error", "gypsy crime": "error", "He is a n1gger": "error", "Those pikeys": "error",
        "A flood of refugees": "warning", "illegal migrants": "warning", "illegal aliens": "warning",
        "Illegals out": "warning",
        "swarms of migrants": "warning", "Roma crime": "warning", "the Roma problem": "warning",
        "migrants flooding in": "warning",
        "overrun by migrants": "warning", "the great replacement": "warning", "Refugees are parasites": "warning",
        "bogus asylum seekers": "warning", "That gypped me": "error", "Dirty chinks": "error",
        "tsunami of asylum seekers": "warning",
    },
    "es": {"avalancha de inmigrantes": "warning", "inmigrantes ilegales": "warning", "sudacas": "error",
    "Putos moros": "error"},
    "de": {"Zigeuner": "error", "Zigeunerlager": "error", "Flüchtlingswelle": "warning",
    "illegale Migranten": "warning"},
    "fr": {"une vague de migrants": "warning", "bougnoules": "error", "délinquance rom": "warning"},
    "nl": {"zigeuners": "error", "tsunami van asielzoekers": "warning", "illegalen": "warning"},
    "ro": {"țiganii": "error", "tiganii": "error", "val de imigranți": "warning"},
    "tr": {"kaçak göçmenler": "warning", "göçmen akını": "warning", "Çingeneler": "warning"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "severity"), [(code, *each) for code, texts in BAD.items() for each in texts.items()]
)
def test_what_degrades_is_found(language: str, text: str, severity: str) -> None:
    assert severity in list_severities(text, language=language)


FORMS = sorted(form for entry in SLURS["bg"] if not entry.doubtful for form in entry.forms if len(form) > 4)
HIDDEN = ("\u00ad", "\u200b", "\u200d", "\u0301", "\ufeff")


@given(st.sampled_from(FORMS), st.data())
def test_a_slur_is_found_whatever_is_hidden_in_it(form: str, data: st.DataObject) -> None:
    spots = data.draw(st.lists(st.integers(1, len(form) - 1), max_size=3))
    hidden = form
    for spot in sorted(spots, reverse=True):
        hidden = hidden[:spot] + data.draw(st.sampled_from(HIDDEN)) + hidden[spot:]
    text = data.draw(st.sampled_from((hidden, hidden.upper(), hidden.capitalize())))
    (found,) = list_slurs(f"Казаха, че {text}, и млъкнаха.")
    assert found.strip("".join(HIDDEN)) == text.strip("".join(HIDDEN))


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъьюя ", max_size=60))
def test_a_word_with_more_letters_than_a_slur_is_another_word(text: str) -> None:
    words = {f"к{form}к" for form in ("циганин", "негър", "мангал")}
    assert all(list_slurs(word) == [] for word in words)
    found = list_slurs(text)
    assert all(text.count(word) >= 1 for word in found)


def test_a_slur_in_a_quotation_needs_a_reason() -> None:
    assert list_severities("Наричаха ме циганин.", template=QUOTE) == ["error"]
    assert list_severities("Наричаха ме циганин.", template=QUOTE, reasons=REASONS) == ["warning"]
    assert list_severities("Наричаха ме циганин.", reasons=REASONS) == ["error"]
    assert list_severities("Наричаха го „циганин“ в клас.", reasons=REASONS) == ["warning"]
    assert list_severities("Наричаха го „циганин“ в клас.") == ["error"]
    assert list_severities("Наричаха го „циганин“ в клас.", reasons={"E9": "  "}) == ["error"]
    assert list_severities("Наричаха го „циганин в клас.", reasons=REASONS) == ["error"]


def test_a_quotation_without_a_reason_is_told_how_to_record_one() -> None:
    item = make_story(values={"quote": {"bg": "Наричаха го „циганин“."}})
    (found,) = check_words(item, language="bg", template=PLAIN)
    assert str(found.hint) == (
        "Use the name the people themselves use (ром, ромка, роми); if the quotation must keep the word, write why "
        "under reasons: E9."
    )


def test_the_lead_is_told_the_recorded_reason() -> None:
    item = make_story(values={"quote": {"bg": "Наричаха го „циганин“."}}, reasons=REASONS)
    (found,) = check_words(item, language="bg", template=PLAIN)
    assert str(found.hint) == f"It stands in a quotation, for this reason: “{REASONS['E9']}”. Is that enough?"


def test_a_reason_does_not_excuse_a_frame() -> None:
    assert list_severities("„Бежанска вълна“", template=QUOTE, reasons=REASONS) == ["warning"]


def test_a_slur_in_a_quotation_of_a_row_is_left_to_the_lead() -> None:
    both = {"bg": "Ред", "en": "Row"}
    parts = {"title": TemplateField(FieldType.TEXT, both, both), "said": TemplateField(FieldType.QUOTE, both, both)}
    template = replace(
        PLAIN,
        manifest=replace(PLAIN.manifest, fields={"photos": TemplateField(FieldType.ROWS, both, both, parts=parts)}),
    )
    rows = [{"title": {"bg": "Циганин"}}, {"said": {"bg": "Наричаха ме циганин."}}]
    item = make_story(values={"photos": rows}, reasons=REASONS)
    found = check_words(item, language="bg", template=template)
    assert [finding.severity.value for finding in found] == ["error", "warning"]


def test_a_slur_in_the_myth_is_left_to_the_lead_with_a_reason() -> None:
    item = make_myth(myth="Циганите не учат.")
    told = replace(item, reasons=REASONS)
    severities = [
        [found.severity.value for found in check_words(each, language="bg", template=BOTH)] for each in (item, told)
    ]
    assert severities == [["error"], ["warning"]]


def test_a_myth_stands_once() -> None:
    assert list(check_myth(make_myth(), language="bg")) == []


def test_who_only_hears_the_picture_hears_the_myth_once() -> None:
    item = make_myth()
    myth = item.values["myth"]["bg"]
    said = [replace(item, alt={"bg": text}) for text in (f"Мит: „{myth}“", f"{myth} {myth}")]
    assert [[finding.place.field for finding in check_myth(one, language="bg")] for one in said] == [[], ["alt"]]


def test_a_myth_repeated_elsewhere_is_found() -> None:
    item = make_myth(fact="Казват: „ВСИЧКИ си  тръгнаха“, но това не е вярно.")
    assert [found.place.field for found in check_myth(item, language="bg")] == ["values.fact"]


def test_a_myth_repeated_in_its_own_field_stands_once_there() -> None:
    item = make_myth(fact="Няма ги. Няма ги! Така казват.", myth="Няма ги. Няма ги!")
    assert [found.place.field for found in check_myth(item, language="bg")] == ["values.fact"]
