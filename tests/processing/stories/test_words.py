import pytest

from processing.stories.words import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Children’s rights — “here”", "CHILDREN'S RIGHTS, here!"),
        ("1,600 people", "1 600 people"),
        ("1.600 Menschen", "1600 Menschen"),
        ("المهاجرين ٤٢", "المُهاجِرين 42"),
        ("إعادة التوطين", "اعادة التوطين"),
        ("in accord-\n\nance with", "in accordance with"),
        ("co\u00adoperation", "cooperation"),
        ("QIZ", "qız"),
        ("ﬁle", "file"),
    ],
)
def test_typography_does_not_make_other_words(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("text", "figures"), [("3.5 per cent", ["3.5"]), ("22 24 November 2016", ["22", "24", "2016"])]
)
def test_figures_stay_apart_and_keep_their_decimals(text: str, figures: list[str]) -> None:
    assert [word for word in words(text) if word[0].isdigit()] == figures
