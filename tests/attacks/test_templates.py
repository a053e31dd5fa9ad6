"""Templates that want out of their sandbox, or never to end: every trick that Jinja2's history knows."""

import shutil
from pathlib import Path

import pytest

from campaign.spec.errors import CampaignError
from tests.attacks.measure import refuse
from tests.attacks.readers import compose
from tests.render.jobs import ROOT

ESCAPES = {
    "CVE-2016-10745 str.format": "{{ '{0.__class__.__init__.__globals__}'.format(values) }}",
    "CVE-2019-10906 str.format_map": "{{ '{a.__class__}'.format_map({'a': values}) }}",
    "CVE-2024-56326 format kept": "{% set f = '{0.__class__}'.format %}{{ f(values) }}",
    "CVE-2024-56326 format mapped": "{{ ['{0.__class__}']|map('format', values)|list|first }}",
    "CVE-2025-27516 attr": "{{ ('{0.__class__}'|attr('format'))(values) }}",
    "CVE-2025-27516 map attribute": "{{ (['{0.__class__}']|map(attribute='format')|first)(values) }}",
    "attr of attr": "{{ values|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "item for attribute": "{{ values['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "cycler": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "joiner": "{{ joiner.__init__.__globals__ }}",
    "namespace": "{{ namespace.__init__.__globals__ }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "a tool of ours": "{{ join_texts.__globals__ }}{{ join_texts.__code__ }}",
    "a class's order": "{{ dict.mro() }}",
    "a generator's frame": "{% set g = [1]|map('upper') %}{{ g.gi_frame.f_globals }}",
    "a generator's frame by item": "{% set g = [1]|select %}{{ g['gi_frame']['f_builtins'] }}",
    "a macro's function": "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "the page itself": "{{ self._TemplateReference__context }}",
    "a loop's entries": "{% for x in [1] %}{{ loop._iterable.gi_frame }}{% endfor %}",
    "sorted by what is hidden": "{{ ['a', 'b']|sort(attribute='__class__.__mro__')|first }}",
    "chosen by what is hidden": "{{ ['a']|selectattr('__class__')|list|first }}{{ lost }}",
    "joined by what is hidden": "{{ ['a']|join(attribute='__class__') }}",
    "markup that formats": "{{ ('{0.__class__}'|e).format(values) }}",
    "markup unescaped": "{{ ('<script>'|e).unescape() }}",
    "changed for others": "{% set d = {} %}{{ d.update({'a': 1}) }}",
    "Python by a name": "{% import 'os' as os %}{{ os }}",
    "autoescape off": "{% autoescape false %}{{ '<script>' }}{% endautoescape %}",
    "debug": "{% debug %}",
}
ENDLESS = {
    "squares": "{% set s = namespace(n=999999) %}{% for i in range(40) %}{% set s.n = s.n * s.n %}{% endfor %}",
    "powers": "{% set s = namespace(n=999999) %}{% for i in range(9) %}{% set s.n = s.n ** 60 %}{% endfor %}",
    "joined": "{{ range(99999)|join('x' * 100000)|length }}",
    "joined lists": "{{ ([range(9999)|list] * 9999)|join|length }}",
    "replaced by filter": "{{ ('x' * 100000)|replace('x', 'x' * 100000)|length }}",
    "replaced by method": "{{ ('x' * 100000).replace('x', 'x' * 100000)|length }}",
    "replaced nothing": "{{ ('x' * 100000).replace('', 'x' * 100000)|length }}",
    "replaced in each": "{{ (['x' * 100000] * 99999)|map('replace', 'x', 'x' * 100000)|map('length')|sum }}",
    "summed lists": "{{ ([[1] * 1000] * 100000)|sum(start=[])|length }}",
    "summed sums": "{{ ([range(99999)] * 99999)|map('sum')|sum }}",
    "written lists": "{{ ([[[1] * 99999] * 99999] * 9)|string|length }}",
    "split": "{% set s = namespace(t='x,' * 50000) %}{% for i in range(7) %}{% set s.t = s.t ~ s.t %}{% endfor %}"
    "{{ s.t.split(',')|length }}",
    "itself": "{% include 'plain/template.html' %}",
    "two ways down": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "signs": "{{ " + "-" * 50_000 + "1 }}",
    "blocks": "{% if 1 %}" * 3000,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path / "plain"


@pytest.mark.parametrize("main", ESCAPES.values(), ids=ESCAPES)
def test_no_known_escape_leads_out(folder: Path, main: str) -> None:
    with pytest.raises(CampaignError) as caught:
        compose(folder, main)
    assert "<class" not in str(caught.value)


@pytest.mark.parametrize("main", ENDLESS.values(), ids=ENDLESS)
def test_what_would_fill_the_memory_or_the_day_is_stopped_before_it_does(folder: Path, main: str) -> None:
    refused = refuse(compose, folder, main)
    assert refused.place.file.startswith("plain/")
