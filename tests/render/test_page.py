"""Templates run in a sandbox, escape all text and name no file outside their folders."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.render.compose import build_context
from campaign.render.folder import load_template
from campaign.render.manifest import Template
from campaign.render.page import compose_page
from campaign.render.ports import Page
from campaign.render.typography import loosen
from campaign.spec.errors import BrokenMedia, InvalidTemplate
from tests.render.jobs import ROOT, make_job


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path / "plain"


def compose(folder: Path, *, main: str | None = None, headline: str = "Съседи") -> Page:
    if main is not None:
        text = '{% extends "_kit/page.html" %}\n{% block main %}\n' + main + "\n{% endblock %}\n"
        (folder / "template.html").write_text(text, encoding="utf-8")
    template: Template = load_template(folder)
    return compose_page(template, build_context(make_job(template=template, headline=headline)))


def test_hostile_text_is_escaped(folder: Path) -> None:
    html = loosen(compose(folder, headline="<script>alert(1)</script> & \"'").html)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;&#39;" in html


def test_the_style_holds_the_surface_in_pixels(folder: Path) -> None:
    page = compose(folder)
    assert "--w:320.0000px;--h:180.0000px;--u:1.8000px;" in page.html
    assert (page.width, page.height, page.seconds) == (320, 180, 0.0)


def test_a_moving_page_says_when_all_has_arrived(folder: Path) -> None:
    template = load_template(folder)
    context = replace(build_context(make_job(template=template)), moving=True, seconds=10.0)
    page = compose_page(template, context)
    assert 'class="landscape bg moving"' in page.html
    assert page.seconds == 1.0


@pytest.mark.parametrize(
    ("main", "line"),
    [
        ("{{ values.nothing }}", 3),
        ("\n{{ unknown }}", 4),
        ("{{ values.headline.__class__.__mro__ }}", 3),
        ("{{ ''.__class__.__base__.__subclasses__() }}", 3),
        ("{% if %}", 3),
        ("{{ 1 // 0 }}", 3),
    ],
)
def test_a_wrong_or_sly_template_is_refused_with_its_line(folder: Path, main: str, line: int) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        compose(folder, main=main)
    assert (caught.value.place.file, caught.value.place.line) == ("plain/template.html", line)


def test_no_template_reads_outside_the_templates_folder(folder: Path) -> None:
    with pytest.raises(InvalidTemplate):
        compose(folder, main='{% include "../../secret.html" %}')


@pytest.mark.parametrize(
    "url", ["../secret.png", "file:///etc/hostname", "/etc/hostname", "%2e%2e/secret.png", "ftp:x", ""]
)
def test_an_address_outside_the_folder_is_refused(folder: Path, url: str) -> None:
    (folder.parent / "secret.png").write_bytes(b"")
    for main in (f"<b style='background:url({url})'>", f"<style>b{{background:url({url})}}</style>"):
        with pytest.raises(InvalidTemplate, match="outside its folder"):
            compose(folder, main=main)


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "link.svg").symlink_to("/etc/hostname")
    with pytest.raises(InvalidTemplate):
        compose(folder, main='<img src="link.svg">')


def test_a_file_of_the_folder_must_exist_and_be_a_picture(folder: Path) -> None:
    assert 'src="sample.svg"' in compose(folder, main='<img src="sample.svg">').html
    for name in ("lost.png", "style.css"):
        with pytest.raises(BrokenMedia, match=name):
            compose(folder, main=f'<img src="{name}">')


ESCAPES = (
    "{{ ''.__class__.__mro__ }}",
    "{{ ''|attr('%s%s'|format('__cla', 'ss__')) }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "{{ ['']|map(attribute='__class__')|first }}",
    "{{ ['']|map('attr', '__class__')|first }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self.__init__.__globals__ }}",
    "{% set rows = [] %}{{ rows.append(1) }}",
    "{% include '../../../../../etc/passwd' %}",
    "{% include '/etc/passwd' %}",
    "{% include 'other/template.html' %}",
    "{% include 'plain/.hidden.html' %}",
    "{% include 'plain/template.toml' %}",
    "{% import 'os' as os %}",
)


@pytest.mark.parametrize("main", ESCAPES)
def test_no_way_out_of_the_sandbox_is_open(folder: Path, main: str) -> None:
    (folder / ".hidden.html").write_text("hidden")
    shutil.copytree(folder, folder.parent / "other")
    with pytest.raises(InvalidTemplate):
        compose(folder, main=main)


ENDLESS = (
    "{% for n in range(1000000000) %}{% endfor %}",
    "{% for a in range(90000) %}{% for b in range(90000) %}{{ a }}{% endfor %}{% endfor %}",
    "{% for a in range(1000)|map('string') %}{% for b in range(1000)|map('string') %}{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    "{% for a in [1] recursive %}{{ loop([1, 1]) }}{% endfor %}",
    "{{ 'a' * 10**9 }}",
    "{{ 10**9 * 'a' }}",
    "{{ ([0] * 10**9)|length }}",
    "{{ 10**10**10 }}",
    "{% set s = namespace(t='aaaaaaaa') %}{% for n in range(60) %}{% set s.t = s.t ~ s.t %}{% endfor %}",
    "{% set s = namespace(t='aaaaaaaa') %}{% for n in range(60) %}{% set s.t = s.t + s.t %}{% endfor %}",
    "{% set s = namespace(t=[1]) %}{% for n in range(60) %}{% set s.t = s.t + s.t %}{% endfor %}",
)


@pytest.mark.parametrize("main", ENDLESS)
def test_what_would_go_on_for_ever_is_stopped_at_its_line(folder: Path, main: str) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidTemplate) as caught:
        compose(folder, main=main)
    assert (caught.value.place.file, caught.value.place.line) == ("plain/template.html", 3)
    assert time.monotonic() - started < 10


def test_a_block_that_is_set_stays_markup(folder: Path) -> None:
    main = "{% set b %}<i>{{ '<' }}</i>{% endset %}{% set c | upper %}a{% endset %}{{ b }}{{ c }}"
    assert "<i>&lt;</i>A" in compose(folder, main=main).html


def test_loops_of_a_page_know_their_length_and_turns(folder: Path) -> None:
    main = (
        "{% for n in 'abc' %}{{ loop.index }}/{{ loop.length }}{% if loop.last %}.{% endif %}{% endfor %}"
        "{% for n in [3, 1]|map('string') %}{{ n }}{% if not loop.last %},{% endif %}{% else %}-{% endfor %}"
        "{{ 'ab' * 3 }}{{ 2 * 3 }}{{ 2 ** 3 }}{{ 'a' ~ (1 + 2) }}"
    )
    assert "1/32/33/3.3,1ababab68a3" in compose(folder, main=main).html


UNBOUNDED = (
    "{{ 'a'|center(2000000000) }}",
    "{{ 'a'.center(2000000000) }}",
    "{{ '{:2000000000}'.format(1) }}",
    "{{ '%2000000000d'|format(1) }}",
    "{{ '%2000000000d' % 1 }}",
    "{{ (1).to_bytes(2000000000, 'big')|length }}",
    "{{ lipsum(n=100000000) }}",
    "{{ range(9)|slice(1000000000)|list|length }}",
    "{% set s = namespace(t='aaaaaaaa') %}{% for n in range(60) %}{% set s.t = join_texts(s.t, s.t) %}{% endfor %}",
    "{% set s = namespace(t='aaaaaaaa') %}"
    "{% for n in range(60) %}{% set b %}{{ s.t }}{{ s.t }}{% endset %}{% set s.t = b %}{% endfor %}",
)


@pytest.mark.parametrize("main", UNBOUNDED)
def test_nothing_makes_a_text_of_any_length_out_of_a_number(folder: Path, main: str) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        compose(folder, main=main)
    assert (caught.value.place.file, caught.value.place.line) == ("plain/template.html", 3)


def test_a_page_throws_no_dice(folder: Path) -> None:
    with pytest.raises(InvalidTemplate, match="No filter named 'random'"):
        compose(folder, main="{{ range(9)|random }}")


@pytest.mark.parametrize("main", ["{{ values.number }}", "{{ 'About ' ~ values.number }}", "{{ values }}", "{{ fit }}"])
def test_what_is_no_text_is_never_printed(folder: Path, main: str) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        compose(folder, main=main)
    assert caught.value.place.line == 3


def test_how_a_figure_is_printed_is_told(folder: Path) -> None:
    with pytest.raises(InvalidTemplate, match=r"a number has several parts: .* write \.text behind its name"):
        compose(folder, main="{{ values.number }}")


def test_an_empty_field_prints_nothing(folder: Path) -> None:
    main = "{% set empty = none %}<i>{{ empty }}</i><b>{{ 'a' ~ empty }}</b>"
    assert "<i></i><b>a</b>" in compose(folder, main=main).html


@pytest.mark.parametrize(
    ("main", "problem", "hint"),
    [
        ("{{ values.hedline }}", "there is no “hedline” here", "declared names"),
        ("{% include '/etc/passwd' %}", "neither in its folder nor in _kit: “/etc/passwd”", "declared names"),
        ("{% include 'plain/template.html' %}", "it goes round in a circle", "declared names"),
        ("{% if 1 %}", "block", "has its end"),
        ("{{ 'a'|center(9) }}", "No filter named 'center'", "lists the filters"),
        ("{{ scale([('nan'|float), 1]).low }}", "nan", "declared names"),
    ],
)
def test_what_is_wrong_is_said_without_python(folder: Path, main: str, problem: str, hint: str) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        compose(folder, main=main)
    assert problem in str(caught.value.message)
    assert hint in str(caught.value.hint)
    assert caught.value.place.file == "plain/template.html"


def test_what_a_macro_fails_over_is_told_where_it_was_called(folder: Path) -> None:
    main = '{% from "_kit/kit.html" import fit %}\n\n{{ fit("headline", values.number, 60, 12) }}'
    with pytest.raises(InvalidTemplate, match="several parts") as caught:
        compose(folder, main=main)
    assert (caught.value.place.file, caught.value.place.line) == ("plain/template.html", 5)


HIDDEN = (
    "<style>p{background:u\\72l(file:///etc/passwd)}</style>",
    "<style>p{background:url(/* */'file:///etc/passwd')}</style>",
    "<style>@\\69mport 'file:///etc/passwd';</style>",
    "<p style='background:image-set(\"/etc/a.png\" 1x)'></p>",
    "<{{ 'scr' ~ 'ipt' }}>1</{{ 'scr' ~ 'ipt' }}>",
    "<{{ 'li' ~ 'nk' }} rel=stylesheet href='x.css'>",
    "<p {{ 'on' ~ 'load' }}='1'></p>",
    "<a href='jav&#x61;script:alert(1)'>x</a>",
    "<img src='{{ 'ht' ~ 'tp://127.0.0.1:1/x.png' }}'>",
    "<img src='data:text/html,x'>",
    "<svg><image href='file:///etc/passwd'/></svg>",
    "<!--><img src='file:///etc/passwd'>-->",
    "<!-- --!><img src='file:///etc/passwd'> -->",
    "<![CDATA[><img src='file:///etc/passwd'>]]>",
    "<svg><style><img src='file:///etc/passwd'></style></svg>",
    "<svg><rect fill='url(file:///etc/passwd)'/></svg>",
    "<style>p{background:url(sample.svg/*/../../../../../../etc/passwd)}q{/* */)}</style>",
    "<style>p{background:url(file:///etc/passwd</style>",
    "<style>p{background:url('file:///etc/passwd</style>",
    "<p style='{{ 'flo' ~ 'at' }}: left !important'>a</p>",
    "<style>#q{flo\\61t:left!important}</style>",
    "<p style='{{ 'aspect-rat' ~ 'io' }}: 0 / 1'>a</p>",
    "<p style='aspect-r\\61tio: .0'>a</p>",
)


@pytest.mark.parametrize("main", HIDDEN)
def test_what_the_lint_cannot_see_is_refused_in_the_page(folder: Path, main: str) -> None:
    with pytest.raises(InvalidTemplate):
        compose(folder, main=main)


def test_a_wrong_address_is_told_with_the_line_it_stands_on(folder: Path) -> None:
    with (folder / "style.css").open("a", encoding="utf-8") as style:
        style.write("p { background: url(../secret.png); }\n")
    with pytest.raises(InvalidTemplate) as caught:
        compose(folder)
    assert (caught.value.place.file, caught.value.place.line) == ("plain/style.css", 7)
    (folder / "style.css").write_text("", encoding="utf-8")
    with pytest.raises(BrokenMedia) as lost:
        compose(folder, main='\n<img src="lost.png">')
    assert (lost.value.place.file, lost.value.place.line) == ("plain/template.html", 4)


def test_a_style_that_is_switched_off_may_name_what_is_gone(folder: Path) -> None:
    main = "<style>@property --a{syntax:'<length>';inherits:false;initial-value:0px}/* url(gone.png) */</style>"
    assert "gone.png" in compose(folder, main=main + '<p style="float:none;aspect-ratio:0.5">a</p>').html


@pytest.mark.parametrize("head", ["data:image/svg+xml,", "data:image/svg+xml;utf8,"])
def test_a_drawing_inside_a_page_is_looked_at_too(folder: Path, head: str) -> None:
    svg = "<svg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 1 1%22><image href=%22/etc/a.png%22/></svg>"
    with pytest.raises(BrokenMedia, match="it contains <image>"):
        compose(folder, main=f"<img src='{head}{svg}'>")


def test_a_link_in_the_folder_is_refused(folder: Path) -> None:
    (folder / "more.html").symlink_to("/etc/passwd")
    with pytest.raises(InvalidTemplate, match=r"plain/more\.html: This is a link to elsewhere"):
        compose(folder)
