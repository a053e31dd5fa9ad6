"""HTML from a template. In: a template and its context. Out: one complete, checked document.

Templates run in Jinja's sandbox, see only the templates' folder, and escape all text; every address in the
finished page is looked at before an engine sees it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateAssertionError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from campaign.render.compiled import COMPILED
from campaign.render.context import Context, Surface
from campaign.render.fonts import list_font_files
from campaign.render.manifest import KIT, PAGE, STYLE, Template
from campaign.render.ports import Page
from campaign.render.sandbox import count_steps, open_sandbox
from campaign.render.tools import TOOLS
from campaign.render.urls import check_urls
from campaign.spec.errors import CampaignError, InvalidTemplate, Place
from campaign.spec.message import say

BASE_STYLE = "base.css"
UNKNOWN = say("A template uses only the declared names and the fields of its template.toml.")
FILTER = say("docs/templates.md lists the filters that there are.")
UNCLOSED = say("Look for a tag that is misspelt or not closed: every if, for, block and macro has its end.")


def compose_page(template: Template, context: Context, *, transparent: bool = False) -> Page:
    """The page before its texts are fitted. Raises InvalidTemplate, BrokenMedia."""
    html = render_html(template, context)
    folders = (template.folder, template.kit)
    check_urls(html, folders=folders, template=template.id)
    return Page(
        html=html,
        width=context.surface.width,
        height=context.surface.height,
        folders=folders,
        fonts=list_font_files(),
        seconds=template.manifest.motion.arrives if context.moving else 0.0,
        transparent=transparent,
    )


def render_html(template: Template, context: Context) -> str:
    """Run the template. Raises InvalidTemplate with file and line."""
    names: dict[str, Any] = {field.name: getattr(context, field.name) for field in fields(context)}
    names["css"] = Markup(compose_css(template, context))  # noqa: S704 – designers' own files, linted on loading
    try:
        page = _open_environment(template.root, template.id).get_template(f"{template.id}/{PAGE}")
        with count_steps():
            return page.render(names)
    except TemplateSyntaxError as error:
        raise _refuse(template, error, file=error.name or "", line=error.lineno) from None
    except CampaignError:
        raise
    except Exception as error:  # a template is a program: whatever it raises is the template's fault
        raise _refuse(template, error) from None


def compose_css(template: Template, context: Context) -> str:
    """Variables, the kit's base and its other sheets by name, and the template's own style, in this order."""
    kit = sorted(path for path in template.kit.glob("*.css") if path.name != BASE_STYLE)
    sheets = (template.kit / BASE_STYLE, *kit, template.folder / STYLE)
    texts = [sheet.read_text(encoding="utf-8") for sheet in sheets if sheet.is_file()]
    return "\n".join((write_variables(context.surface, accent=context.accent, second=context.second), *texts))


def write_variables(surface: Surface, *, accent: str, second: str) -> str:
    """The surface as CSS variables."""
    pixels: Mapping[str, float] = {
        "w": surface.width,
        "h": surface.height,
        "u": surface.unit,
        "mm": surface.mm,
        "least": surface.least_text,
        "strip": surface.strip,
        "emblem": surface.emblem,
        "safe": surface.safe,
    }
    lengths = "".join(f"--{name}:{value:.4f}px;" for name, value in pixels.items())
    return f":root{{{lengths}--accent:{accent};--second:{second};}}"


class _OwnFiles(FileSystemLoader):
    """Pages of the template's own folder and of the kit: these are linted, and part of its digest."""

    def __init__(self, root: Path, template: str):
        super().__init__(root)
        self._tops = (KIT, template)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        parts = template.split("/")
        if parts[0] not in self._tops or not template.endswith(".html") or any(part[:1] == "." for part in parts):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


@lru_cache(maxsize=32)
def _open_environment(root: Path, template: str) -> ImmutableSandboxedEnvironment:
    environment = open_sandbox(_OwnFiles(root, template), compiled=COMPILED)
    environment.globals.update(TOOLS)
    return environment


def _refuse(template: Template, error: Exception, *, file: str = "", line: int | None = None) -> InvalidTemplate:
    if line is None:
        file, line = _find_line(template, error)
    speaks_for_itself = isinstance(error, (TypeError, ArithmeticError))
    hint = None if speaks_for_itself else UNKNOWN
    if isinstance(error, TemplateSyntaxError):
        hint = FILTER if isinstance(error, TemplateAssertionError) else UNCLOSED
    return InvalidTemplate(
        say("The template cannot be run: %(problem)s.", problem=_explain(error)),
        place=Place(file or f"{template.id}/{PAGE}", line),
        hint=hint,
    )


def _explain(error: Exception) -> str:
    """What happened, for somebody who writes templates and no Python."""
    if isinstance(error, TemplateNotFound):
        return f"it names a page that is neither in its folder nor in {KIT}: “{error.name}”"
    if isinstance(error, MemoryError):
        return "it needs more memory than a picture may have"
    if isinstance(error, RecursionError):
        return "it goes round in a circle"
    if missing := re.fullmatch(r"'[\w. ]+' has no attribute '(\w+)'", str(error)):
        return f"there is no “{missing[1]}” here"
    return str(error).rstrip(".") or type(error).__name__


def _find_line(template: Template, error: Exception) -> tuple[str, int | None]:
    """The innermost line of the template's own files in the traceback; of the kit's when there is none, for a macro
    fails over what it is given."""
    found: list[tuple[str, int | None]] = []
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(template.root):
            found.append((file.relative_to(template.root).as_posix(), trace.tb_lineno))
        trace = trace.tb_next
    own = [place for place in found if place[0].startswith(f"{template.id}/")]
    return (own or found or [("", None)])[-1]
