"""Words that stayed, went and came; inputs of an item that differ."""

from dataclasses import replace

from campaign.spec.consent import Consent
from campaign.spec.difference import Change, Changed, Run, compare_items, compare_words
from tests.factories import items, values


def test_a_changed_word_is_marked_whole() -> None:
    assert compare_words("Ана чете първа.", "Ана чете втора.") == (
        Run(Change.SAME, "Ана чете "),
        Run(Change.GONE, "първа"),
        Run(Change.NEW, "втора"),
        Run(Change.SAME, "."),
    )


def test_both_texts_can_be_read_out_of_the_runs() -> None:
    before, after = "Когато учим заедно, всеки е тук", "Учим заедно: всяко дете е тук!"
    runs = compare_words(before, after)
    assert "".join(run.text for run in runs if run.change is not Change.NEW) == before
    assert "".join(run.text for run in runs if run.change is not Change.GONE) == after


def test_what_differs_is_named_by_its_input_and_language() -> None:
    before = values.make_item()
    after = replace(
        before,
        values={"headline": {"bg": "Ана чете втора", "en": "Ana reads first"}, "rows": [{"amount": 55.0}]},
        tags=("school", "reading"),
        fictional=False,
    )
    assert compare_items(before, after) == (
        Changed("values.headline", "bg", "Ана чете първа", "Ана чете втора"),
        Changed("values.rows.1.amount", "", "", "55"),
        Changed("fictional", "", "✓", ""),
        Changed("tags", "", "", "school, reading"),
    )


def test_consents_are_no_words_of_an_item() -> None:
    item = values.make_item()
    consent: Consent = items.CONSENT
    assert compare_items(item, replace(item, consents=(consent,))) == ()
