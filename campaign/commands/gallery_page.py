"""The gallery's page. In: templates, what was to be drawn, and what came of it. Out: HTML beside its pictures."""

import html
from collections.abc import Mapping, Sequence
from itertools import groupby

from campaign.adapters.gallery import Shot
from campaign.adapters.looks import Look
from campaign.render.manifest import Template
from campaign.spec.languages import name_languages

STYLE = """
:root{color-scheme:light}
body{margin:0 auto;max-width:120rem;padding:2rem;background:#ece6da;color:#14213d;
font:1rem/1.45 "Sofia Sans",system-ui,sans-serif}
h1{font-size:1.8rem;margin:0 0 .3rem}
h2{font-size:1.25rem;margin:3rem 0 .2rem}
h3{font-size:.95rem;margin:1.3rem 0 .5rem;font-weight:600;color:#545e75}
p{margin:0 0 .5rem;max-width:70ch;color:#545e75}
nav{display:flex;flex-wrap:wrap;gap:.4rem 1rem;margin:1rem 0}
a{color:#075d59}
.shots{display:flex;flex-wrap:wrap;gap:1rem}
figure{margin:0}
img{display:block;max-width:100%;height:auto;border-radius:4px;
box-shadow:0 1px 2px #14213d33,0 6px 18px #14213d1f}
figcaption{padding-top:.3rem;font-size:.88rem;color:#545e75}
.fault{color:#b93a15;max-width:30rem}
code{font-size:.9em}
"""


def write_page(templates: Sequence[Template], shots: Sequence[Shot], looks: Mapping[str, Look]) -> str:
    """The page; whatever templates and faults say is escaped."""
    titles = {template.id: template.manifest for template in templates}
    nav = "".join(f'<a href="#{html.escape(name)}">{html.escape(name)}</a>' for name in titles)
    body = []
    for name, own in groupby(shots, key=lambda shot: shot.job.template.id):
        manifest = titles[name]
        title, help_ = html.escape(manifest.title["en"]), html.escape(manifest.help["en"])
        body.append(f'<h2 id="{html.escape(name)}">{title} <code>{html.escape(name)}</code></h2><p>{help_}</p>')
        for screen, row in groupby(own, key=lambda shot: shot.screen):
            listed = list(row)
            figures = "".join(_write_figure(shot, looks[shot.name]) for shot in listed)
            body.append(f'<h3>{html.escape(screen)} · {listed[0].job.format}</h3><div class="shots">{figures}</div>')
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';img-src 'self';"
        f"style-src 'unsafe-inline'\"><title>Templates</title><style>{STYLE}</style>"
        f"<h1>Templates</h1><p>{len(looks)} pictures</p><nav>{nav}</nav>{''.join(body)}</html>"
    )


def _write_figure(shot: Shot, look: Look) -> str:
    size = shot.job.format
    height = round(shot.width * size.height / size.width)
    language = name_languages(shot.job.language)
    alt = html.escape(f"{shot.job.template.id}, {shot.screen}, {language}", quote=True)
    file = html.escape(f"{shot.name}.webp", quote=True)
    picture = f'<img src="{file}" width="{shot.width}" height="{height}" alt="{alt}" loading="lazy">'
    faults = "".join(f'<div class="fault">{html.escape(str(fault.message))}</div>' for fault in look.faults)
    return f"<figure>{picture if look.picture else ''}<figcaption>{html.escape(language)}{faults}</figcaption></figure>"
