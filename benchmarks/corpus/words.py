"""Sentences as people write them: slurs and frames (E9), persons' ethnicity (E10), personal data (F5),
and their doubles."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.corpus.case import Case
from campaign.checks.origin import check_origin
from campaign.checks.privacy import check_privacy
from campaign.checks.wording import check_words
from campaign.render.manifest import FieldType, Manifest, Template, TemplateField
from campaign.spec.content import Item, Kind
from campaign.spec.findings import Finding
from campaign.spec.formats import Shape

_BOTH = {"bg": "Поле", "en": "Field"}
_FIELD = TemplateField(FieldType.TEXT, _BOTH, _BOTH, _BOTH)
_TEMPLATE = Template(
    "plain", Path("plain"), Manifest(_BOTH, _BOTH, tuple(Kind), tuple(Shape), {"text": _FIELD}), "1" * 64
)

E9_BAD = {
    "bg": (
        "Циганите не пускат децата си на училище.",
        "Съседът ни е циганин, но е свестен.",
        "Махайте тези мангали от парка!",
        "В автобуса влязоха две циганки с бебе.",
        "Циганчетата тичат по перона.",
        "Не искаме цигaнски автобуси.",  # a Latin a
        "Ц-и-г-а-н-и на спирката.",
        "Пълно е с цига\u200bни.",
        "Един негър ми помогна с куфара.",
        "Ще ги оправим тия чифути.",
        "Пак ли ciganite?",
        "Бежанската вълна залива София.",
        "Нелегалните мигранти са настанени в Харманли.",
        "Мерки срещу битовата и ромската престъпност.",
        "Европа е пред нашествие от африкански мигранти.",
        "Циганският въпрос няма решение.",
        "Орди от чужденци превземат квартала.",
        "Мигрантите прииждат с хиляди.",
        "Ромите са паразити на обществото.",
        "Тече подмяна на населението.",
    ),
    "en": (
        "Gypsies camped by the river again.",
        "She married a gypsy boy.",
        "Some pikeys stole the bikes.",
        "He was called a n1gger at school.",
        "Don’t be a kike.",
        "Europe faces a tidal wave of refugees.",
        "A new flood of asylum seekers is expected.",
        "Illegal immigrants crossed at night.",
        "Migrants are swarming across the border.",
        "Police promise action on Roma crime.",
        "The migrant invasion must stop.",
        "Our schools are swamped by immigrants.",
        "Is there an answer to the Roma question?",
        "gуpsies everywhere",  # a Cyrillic у
    ),
    "es": ("Una avalancha de inmigrantes llega a la costa.", "Los inmigrantes ilegales viven aquí."),
    "de": ("Die Flüchtlingswelle rollt.", "Ein Zigeuner wohnt nebenan."),
    "fr": ("Une vague de migrants arrive.", "Les clandestins dorment dehors."),
    "nl": ("Een tsunami van asielzoekers.", "Zigeuners op het plein."),
    "ro": ("Țiganii din cartier", "Un val de refugiați vine."),
}  # fmt: skip
E9_GOOD = {
    "bg": (
        "Ромите и българите строят детска площадка заедно.",
        "Наденички и зеленчуци на мангал за целия вход.",
        "Стар меден мангал в музея.",
        "Учителката Мария Циганова пее в хор.",
        "„Цигански барон“ в Държавната опера.",
        "Вълна от солидарност след наводнението.",
        "Реката заля полето, жителите намериха подслон при съседи.",
        "Бежанците учат български в читалището.",
        "Мигрантите са 2,5 % от жителите.",
        "Престъпността в квартала намалява.",
        "Незаконно сметище стана парк.",
        "Черноморието посрещна гости.",
        "Цигуларят свири циганските напеви на Сарасате.",
        "Проблемът с канализацията в ромския квартал е решен.",
        "Нигерия и Нигер са съседи.",
        "Чифтове гълъби на площада.",
        "Потокът от посетители не спира.",
        "Търсещите закрила получиха документи.",
        "Манго, банани и портокали.",
        "Миграцията между градовете расте.",
    ),
    "en": (
        "Roma and Bulgarian neighbours planted a garden.",
        "The gypsy moth damaged the oaks.",
        "A wave of kindness crossed the city.",
        "Gypsy, Roma and Traveller pupils finish school more often.",
        "Flood warnings: refugees from the valley were housed.",
        "The Rio Negro meets the Amazon.",
        "A chink of light under the door.",
        "Illegal dumping is down.",
        "Migrants pay taxes and open shops.",
        "Gypsum and paint for the school.",
        "The question of Roma housing is being answered.",
        "Crime fell in all districts.",
        "Refugees are welcome in our tram.",
        "Immigration rules changed in 2024.",
    ),
    "es": ("El pueblo gitano celebra su día.", "Una ola de calor en agosto."),
    "de": ("Roma und Sinti erzählen.", "Eine Welle der Solidarität."),
    "fr": ("Les Roms et leurs voisins", "Une vague de froid."),
    "nl": ("Roma vertellen hun verhaal.", "Een golf van vreugde."),
    "ro": ("Romii și vecinii lor", "Un val de căldură."),
}  # fmt: skip

E10_BAD = {
    "bg": (
        "Росица е ромка и майка на две деца.",
        "Ромският ученик Даниел спечели олимпиадата.",
        "Сирийката Амина пече хляб.",
        "Иван, мъж от турски произход, ремонтира трамваи.",
        "Чернокожото момиче от третия клас",
        "Арестуваха трима роми за кражба.",
        "Нападателят е афганистанец.",
        "Млада ромска учителка",
        "Аз съм ром и се гордея с това.",
        "Еврейката Рашел разказва.",
        "Арменец лекува целия квартал.",
        "Заподозреният е мигрант.",
        "Ромчето Мая",
    ),
    "en": (
        "A Roma woman runs the bakery.",
        "Daniel is Roma and studies law.",
        "The Syrian boy plays chess.",
        "Meet Rositsa, a young Roma mother.",
        "Two Romanians were arrested.",
        "Police detained a Syrian man.",
        "An Afghan refugee teaches maths.",
        "A black pupil won the prize.",
        "Our Turkish neighbour grows roses.",
        "A man of Roma origin repairs trams.",
        "I am Jewish and from Plovdiv.",
        "The Roma mediator visits families.",
        "A Kurdish girl sings.",
    ),
}
E10_GOOD = {
    "bg": (
        "Росица е майка на две деца.",
        "Даниел спечели олимпиадата.",
        "Гостенка от Щип",
        "Ромските деца учат с всички останали.",
        "Учителят преподава арабски език.",
        "Турски сериал по телевизията",
        "Живее до Руски паметник.",
        "Всяко ромско дете има право на училище.",
        "Роман и Рая чертаят дом.",
        "Празник на Рома Тре",
        "Пътувахме до Рим и Турция.",
        "Чужденците учат, работят и живеят редом с нас.",
        "Сирийската кухня е празник.",
        "Полицаят помогна на бабата.",
    ),
    "en": (
        "Rositsa runs the bakery.",
        "Roma children share a desk with everyone.",
        "A guest from Shtip",
        "Every Roma child has a right to school.",
        "AS Roma against Lazio",
        "Turkish delight for all",
        "The black tram",
        "Syrian cuisine is a feast.",
        "The Jewish quarter of Plovdiv",
        "African drums in the park",
        "She teaches Arabic.",
        "Police helped a grandmother.",
        "Romantic evening",
    ),
}

F5_BAD = {
    "bg": (
        "ЕГН 7523169263",
        "Ана, 752316 9263, от Стражица",
        "Лице с номер 75-23-16-92-63",
        "№ ٧٥٢٣١٦٩٢٦٣",
        "ЕГН: 7523\u200b169263",
        "роден 0141010006 в София",
        "личен номер 80.32.05.60.31",
        "Обади се на Мая: 0888 123 456",
        "тел. 02/987 65 43",
        "Пишете на +359 888 123 456",
        "Живее на ул. „Пиротска“ 15, ет. 3",
        "бул. „Константин Величков“ № 7",
        "ж.к. „Люлин“, бл. 512, вх. В",
        "бл. 12, вх. Б, ап. 5",
    ),
    "en": (
        "ID 7523169263",
        "Call Maya on 0888-123-456",
        "She lives at 15 Pirotska Street",
        "Phone: +44 20 7946 0958",
    ),
}
F5_GOOD = {
    "bg": (
        "Договор BG05SFPR001-1.008-0009-C01",
        "Бюджет 358 083,27 евро",
        "Бюджет 7 523 169 263 лева",
        "От 09.12.2025 до 09.12.2028 г.",
        "09.12.2025-09.12.2028",
        "2014–2020 г.",
        "12 916 студенти през 2016/2017 г.",
        "75-о училище и 92-ро училище",
        "кв. „Факултета“ и ж.к. „Люлин“",
        "На ул. „Пиротска“ през 2018 г.",
        "Номер 17523169263",
        "Пиши на 112",
        "ISBN 978-619-01-0123-4",
        "Трамвай 20 и автобус 310",
        "Площад „Македония“, всеки ден",
        "47073 и 2867 души",
    ),
    "en": (
        "Contract 101143287",
        "EUR 358,083.27",
        "9 December 2025 to 9 December 2028",
        "School No 75",
        "1.234.567,89",
        "12 people on the street",
    ),
}


def _find(rule: str, text: str, language: str) -> Iterator[Finding]:
    item = Item("a", Kind.STORY, "plain", {}, {"text": {language: text}})
    if rule == "E9":
        yield from check_words(item, language=language, template=_TEMPLATE)
    elif rule == "E10":
        yield from check_origin(item, language=language, template=_TEMPLATE)
    else:
        yield from check_privacy(item, language=language)


def _list_cases() -> Iterator[Case]:
    corpus = (
        ("E9", True, E9_BAD), ("E9", False, E9_GOOD), ("E10", True, E10_BAD), ("E10", False, E10_GOOD),
        ("F5", True, F5_BAD), ("F5", False, F5_GOOD),
    )  # fmt: skip
    for rule, is_bad, texts in corpus:
        for language, sentences in texts.items():
            for text in sentences:
                yield Case(rule, f"{language}: {text}", is_bad, partial(_find, rule, text, language))


CASES = tuple(_list_cases())
