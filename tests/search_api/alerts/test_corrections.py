"""What counts as a correction: another title, or a figure that is said no more."""

import pytest

from processing.catalogue.tables import Version
from search_api.alerts.corrections import changed_passages, correction


def version(text: str, title: str = "Title") -> Version:
    return Version(title=title, text=text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Police found 34 children.", "The police have found 34 children."),
        ("34 children. They are safe.", "They are safe. 34 children."),
        ("34 children.", "34 children.\nOn Monday 3 more came."),
        ("Some children were found.", "Many children were found."),
        ("34 children.", "  34   children.  "),
        ("There were 1,234 children.", "There were 1 234 children."),
        ("There were ١٢٣٤ children.", "There were 1234 children."),
        ("“34 children” – the minister’s words.", '"34 children" - the minister\'s words.'),
        ("Text.\nRead more: 12 places\n14 comments\nUpdated 3 March 2026", "Text.\nRead more: 15 places\n17 comments"),
        ("Text.\n3 March 2026 | Press", "Text.\n4 March 2026 | Press"),
        ("Menu 2025\nText.", "Menu 2026\nText."),
    ],
)
def test_another_wording_order_or_addition_is_none(before: str, after: str) -> None:
    assert correction(version(before), version(after)) is None


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        ("Safe. 34 children. End.", "Safe. 41 children. End.", "34 children.", "41 children."),
        ("Safe. 34 children. End.", "Safe. End.", "34 children.", ""),
        (
            "Arrivals by sea in January: 3,400",
            "Arrivals by sea in January: 3,600",
            "Arrivals by sea in January: 3,400",
            "Arrivals by sea in January: 3,600",
        ),
        ("It cost 1,200 dollars.", "It cost 1.300 dollars.", "It cost 1,200 dollars.", "It cost 1.300 dollars."),
        ("أنقذ ٣٤ طفلا.", "أنقذ ٤١ طفلا.", "أنقذ ٣٤ طفلا.", "أنقذ ٤١ طفلا."),
    ],
)
def test_a_figure_that_is_said_no_more_is_one(before: str, after: str, was: str, now: str) -> None:
    found = correction(version(before), version(after))
    assert found is not None
    assert [(change.was, change.now) for change in found.changes] == [(was, now)]


def test_a_figure_in_words_is_one_where_the_language_is_known() -> None:
    before, after = version("Twelve children came."), version("Fifteen children came.")
    assert correction(before, after, "en") is not None
    assert correction(before, version("12 children came."), "en") is None


def test_a_title_with_other_quotes_is_the_same() -> None:
    assert correction(version("T.", "“Twelve” freed – at last"), version("T.", '"Twelve" freed - at last')) is None


def test_a_title_is_told_with_what_it_was() -> None:
    assert correction(version("Text.", "Twelve freed"), version("Text.", "TWELVE  freed")) is None
    found = correction(version("Text.", "Twelve freed"), version("Text.", "Thirteen freed"))
    assert found is not None
    assert (found.was_title, found.changes) == ("Twelve freed", ())


def test_a_text_written_anew_is_one_correction_of_bearable_length() -> None:
    before = "\n".join(f"In place {number} there were {number + 100} people, {'x' * 500}." for number in range(50))
    found = correction(version(before), version("All is said otherwise."))
    assert found is not None
    assert len(found.changes) <= 5
    assert all(len(change.was) <= 400 for change in found.changes)


def test_all_that_changed_can_be_shown_additions_too() -> None:
    changes = changed_passages("One. Two. Three.", "One. Three. Four.")
    assert [(change.was, change.now) for change in changes] == [("Two.", ""), ("", "Four.")]


def test_a_text_of_endless_repetitions_is_compared_in_bearable_time() -> None:
    before = version("Again.\n" * 50_000 + "There were 34.")
    found = correction(before, version("Again.\n" * 50_000 + "There were 41."))
    assert found is not None
    assert found.changes[0].was == "There were 34."
