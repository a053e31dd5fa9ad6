"""Alternative texts. In: a job. Out: one plain text that says what its picture shows, in the job's language."""

from collections.abc import Iterator

from campaign.render.compose import compose_source
from campaign.render.context import Choice, Clip, Day, Number, Picture, Row, Shown, list_texts
from campaign.render.job import Job
from campaign.render.manifest import FieldType
from campaign.render.typography import loosen
from campaign.render.values import read_values
from campaign.render.words import read_words

LONGEST = 1000
"""Characters; a listener has had enough by then."""


def compose_alt(job: Job) -> str:
    """Texts, figures and descriptions in the order of the template's fields, then the source.

    Raises what render.values raises."""
    manifest = job.template.manifest
    values = read_values(manifest, job.item.values, language=job.language)
    parts = [
        part
        for name, value in values.items()
        if manifest.fields[name].type is not FieldType.SUBTITLES
        for part in _describe(value)
    ]
    if job.item.source:
        words = read_words(job.template.kit, language=job.language)
        parts.append(compose_source(job.item.source, words=words, language=job.language))
    text = " ".join(_end(loosen(part).strip()) for part in dict.fromkeys(parts) if part.strip())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"


def _describe(value: Shown) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (Number, Day, Choice)):
        yield value.text
    elif isinstance(value, (Picture, Clip)):
        yield value.alt
    elif isinstance(value, tuple):
        yield "; ".join(
            f"{row.label}: {row.text}" if isinstance(row, Row) else ", ".join(list_texts(row)) for row in value
        )


def _end(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ":", "؟", "।")) else f"{text}."
