"""Two people at one form: what nobody else touched is taken, what both wrote is laid aside."""

from campaign.services.merging import Merged, merge

NOW = {
    "title.bg": "Ана",
    "title.en": "Ana",
    "values.rows.rows": "2",
    "values.rows.1.a": "one",
    "values.rows.2.a": "two",
}


def test_what_stands_as_the_page_had_it_is_taken() -> None:
    assert merge(NOW, changed={"title.bg": "Анна"}, base={"title.bg": "Ана"}) == Merged({"title.bg": "Анна"}, {})


def test_what_somebody_else_changed_to_something_else_is_laid_aside() -> None:
    assert merge(NOW, changed={"title.bg": "Анна"}, base={"title.bg": "Анка"}) == Merged({}, {"title.bg": "Анна"})


def test_the_same_words_of_two_people_are_no_clash() -> None:
    assert merge(NOW, changed={"title.bg": "Ана"}, base={"title.bg": "Анка"}) == Merged({}, {})


def test_a_list_is_taken_whole_when_nobody_else_touched_it() -> None:
    mine = {"values.rows.rows": "1", "values.rows.1.a": "two"}
    base = {name: text for name, text in NOW.items() if name.startswith("values.rows.")}

    taken = merge(NOW, changed=mine, base=base).taken

    assert taken == {"values.rows.rows": "1", "values.rows.1.a": "two", "values.rows.2.a": ""}


def test_a_list_that_somebody_else_changed_is_laid_aside_whole() -> None:
    mine = {"values.rows.rows": "1", "values.rows.1.a": "two"}
    base = {"values.rows.rows": "2", "values.rows.1.a": "ONE", "values.rows.2.a": "two"}

    assert merge(NOW, changed=mine, base=base) == Merged({}, mine)


def test_a_row_of_a_list_that_has_other_rows_by_now_is_laid_aside() -> None:
    mine, base = {"values.rows.2.a": "TWO"}, {"values.rows.2.a": "two", "values.rows.rows": "3"}

    assert merge(NOW, changed=mine, base=base) == Merged({}, mine)


def test_two_people_at_two_rows_both_keep_their_words() -> None:
    base = {"values.rows.2.a": "two", "values.rows.rows": "2"}

    assert merge(NOW, changed={"values.rows.2.a": "TWO"}, base=base).taken == {"values.rows.2.a": "TWO"}
