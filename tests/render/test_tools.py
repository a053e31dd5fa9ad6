"""The functions of templates: every one declared, helped and callable from Jinja's sandbox."""

from jinja2.sandbox import ImmutableSandboxedEnvironment

from campaign.render.tools import DECLARED, TOOLS


def run(expression: str) -> str:
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    environment.globals.update(TOOLS)
    return environment.from_string(expression).render(label="Щип", amounts=(3, 8, 40))


def test_each_function_is_called_as_its_help_says() -> None:
    assert [tool.call.partition("(")[0] for tool in DECLARED.values()] == list(TOOLS)
    assert all(tool.help for tool in DECLARED.values())


def test_templates_call_them_in_the_sandbox() -> None:
    assert run("{{ scale(amounts).place(20) }}") == "0.5"
    assert run("{{ classes(amounts, 4).find(8) }}") == "0"
    assert run("{{ spread([1, 1], 2, 0, 10) | join(' ') }}") == "0.0 2.0"
    assert run("{{ shade('#ffb703', '#14213d') }} {{ ink_on('#ffb703') }}") == "#ffb703 #14213d"
    assert run("{{ pair('#e4572e', '#5b3a8c', '#fff8ec') | join(' ') }}") == "#e4572e #5b3a8c"
    assert run("{{ ramp('#0b7a75', '#fff8ec', 3) | length }}") == "3"
    assert run("{{ join_texts(label, ' & ') }}") == "Щип &amp; "
