"""Alternative texts. In: a job. Out: what its picture shows in plain words, in each of its languages.

What a person wrote for the item comes first, then the template's own sentence, then a list of all its values."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from campaign.render.compose import compose_source
from campaign.render.job import Job
from campaign.render.manifest import FieldType
from campaign.render.sentence import render_sentence
from campaign.render.spoken import close_up, end_sentence, loosen_value
from campaign.render.typography import loosen
from campaign.render.values import read_values
from campaign.render.words import read_words
from campaign.spec.languages import Texts, split_languages

LONGEST = 1000
"""Characters; a listener has had enough by then."""


def compose_alt(job: Job) -> str:
    """The text in the job's language; of two languages both, each a line of its own, the first first.

    Raises what compose_alts raises."""
    return "\n".join(compose_alts(job).values())


def compose_alts(job: Job) -> Texts:
    """Language → text. Raises what render.values raises, and InvalidTemplate for a sentence that cannot be said."""
    return {language: _compose(replace(job, language=language)) for language in split_languages(job.language)}


def _compose(job: Job) -> str:
    own = " ".join(job.item.alt.get(job.language, "").split())
    text = own or _say(job)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"


def _say(job: Job) -> str:
    """The template's sentence, or else the list; the source and that a person is fictional are never left out."""
    words = read_words(job.template.kit, language=job.language)
    values, source = _read_spoken(job), _say_source(job, words)
    fictional = words["fictional"] if job.item.fictional else ""
    names = {"values": values, "source": source, "words": words, "fictional": fictional, "language": job.language}
    pattern = job.template.manifest.alt.get(job.language, "")
    if pattern:
        text = render_sentence(pattern, names, folder=job.template.folder, language=job.language)
    else:
        said = (end_sentence(value, language=job.language) for value in values.values())
        text = " ".join(dict.fromkeys(filter(None, said)))
    told = text.casefold()
    rest = [fictional] if not any(word.casefold() in told for word in _list_fictional(words)) else []
    rest += [source] if source.casefold() not in told else []
    return end_sentence(close_up(" ".join((text, *map(end_sentence, rest)))))


def _read_spoken(job: Job) -> Mapping[str, Any]:
    manifest = job.template.manifest
    values = read_values(manifest, job.item.values, language=job.language)
    heard = {name: value for name, value in values.items() if manifest.fields[name].type is not FieldType.SUBTITLES}
    return dict(loosen_value(heard))


def _say_source(job: Job, words: Mapping[str, str]) -> str:
    if not job.item.source:
        return ""
    return loosen(compose_source(job.item.source, words=words, language=job.language))


def _list_fictional(words: Mapping[str, str]) -> Iterator[str]:
    return (text for name, text in words.items() if name.startswith("fictional"))
