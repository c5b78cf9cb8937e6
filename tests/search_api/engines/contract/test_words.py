"""What every engine finds for each form of question, on texts in English."""

from datetime import date

import pytest

TEXTS = {
    "boat": (
        "Boat capsizes off Lampedusa",
        "Nine children were rescued. The coast guard of Italy took part in the rescue.",
    ),
    "camp": ("Schools reopen in the camp", "Rohingya children return to school. Teachers were trained by the agency."),
    "law": ("A new law on guardianship", "Every unaccompanied minor has a guardian. Detention of children ends."),
    "report": (
        "Report: women in detention",
        "Women and girls were detained at the border for 10:30 hours, says the report.",
    ),
    "trade": (
        "Trafficking in persons",
        "Police freed 12 victims of trafficking near Al-Hol. Details: https://police.example/news/12",
    ),
}
EVERYTHING = set(TEXTS)


@pytest.fixture(scope="module")
def engine(shared_engine, article):
    """The texts above, indexed."""
    days = {
        "boat": date(2024, 12, 31),
        "camp": date(2025, 1, 1),
        "law": date(2025, 1, 31),
        "report": date(2025, 6, 15),
        "trade": None,
    }
    shared_engine.write(
        [
            article(name, text, title, published=days[name], source=name, countries=("KE",) if name == "camp" else ())
            for name, (title, text) in TEXTS.items()
        ],
        [],
        1,
    )
    return shared_engine


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # words
        ("", EVERYTHING),
        ("*", EVERYTHING),
        ("lampedusa", {"boat"}),
        ("LAMPEDUSA", {"boat"}),
        ("nothing-like-this", set()),
        ("child", {"boat", "camp", "law"}),
        ("rescuing", {"boat"}),
        # words side by side are AND, and what English does not count as a word is not asked for
        ("children school", {"camp"}),
        ("children AND school", {"camp"}),
        ("+children +school", {"camp"}),
        ("children && school", {"camp"}),
        ("the schools of a camp", {"camp"}),
        ("the", {"boat", "camp", "report"}),
        # OR means OR
        ("lampedusa OR guardian", {"boat", "law"}),
        ("lampedusa || guardian", {"boat", "law"}),
        ("lampedusa OR guardian OR rohingya OR police", {"boat", "law", "camp", "trade"}),
        ("children school OR women detained", {"camp", "report"}),
        ("children AND (school OR rescue)", {"camp", "boat"}),
        # NOT
        ("children NOT school", {"boat", "law"}),
        ("children -school", {"boat", "law"}),
        ("children !school", {"boat", "law"}),
        ("children AND NOT (school OR rescue)", {"law"}),
        ("-children", {"report", "trade"}),
        ("NOT children NOT women", {"trade"}),
        ("children OR -children", EVERYTHING),
        # quotes are exact: these words, in this order
        ('"children were rescued"', {"boat"}),
        ('"rescued were children"', set()),
        ('"child"', set()),
        ('"children"', {"boat", "camp", "law"}),
        ("“children were rescued”", {"boat"}),
        ("'children were rescued'", {"boat"}),
        ('"children were rescued', {"boat"}),
        ('-"detention of children"', EVERYTHING - {"law"}),
        # words near each other, in any form
        ('"guard italy"~1', {"boat"}),
        ('"guard italy"', set()),
        ('"child rescue"~1', {"boat"}),
        ('"teacher agency"~4', {"camp"}),
        ('"teacher agency"~3', set()),
        # beginnings, patterns, misspellings
        ("detent*", {"law", "report"}),
        ("det*", {"law", "report", "trade"}),
        ("wom?n", {"report"}),
        ("gi*s", {"report"}),
        ("lampeduza~", {"boat"}),
        ("lapmedusa~", {"boat"}),
        ("lanpeduza~", set()),
        ("lanpeduza~2", {"boat"}),
        ("detention~1", {"law", "report"}),
        # fields
        ("title:detention", {"report"}),
        ("text:detention", {"law"}),
        ('title:"new law"', {"law"}),
        ("title:(law OR boat)", {"law", "boat"}),
        ("headline:law", {"law"}),
        ("title:gu*", {"law"}),
        ("source:camp", {"camp"}),
        ("source:(camp OR law)", {"camp", "law"}),
        ("source:ca*", {"camp"}),
        ("children -source:camp", {"boat", "law"}),
        ("country:ke", {"camp"}),
        ("country:*", {"camp"}),
        ("language:en lampedusa", {"boat"}),
        ("language:fr", set()),
        ("kind:html", EVERYTHING),
        ("publisher:un-agency law", {"law"}),
        # dates
        ("date:2025", {"camp", "law", "report"}),
        ("date:2025-01", {"camp", "law"}),
        ("date:2025-01-31", {"law"}),
        ("published:2025-01-31", {"law"}),
        ("date:>=2025-01-31", {"law", "report"}),
        ("date:>2025-01-31", {"report"}),
        ("date:>2025-01", {"report"}),
        ("date:<2025", {"boat"}),
        ("date:<=2025-01-01", {"boat", "camp"}),
        ("date:[2024-12-31 TO 2025-01-01]", {"boat", "camp"}),
        ("date:{2024-12-31 TO 2025-01-31}", {"camp"}),
        ("date:[2025-06 TO *]", {"report"}),
        ("date:*", EVERYTHING - {"trade"}),
        ("-date:*", {"trade"}),
        ("children date:2025-01", {"camp", "law"}),
        # what is pasted
        ("Report: women in detention", {"report"}),
        ("https://police.example/news/12", {"trade"}),
        ("10:30", {"report"}),
        ("women - detention?", {"report"}),
        ("Al-Hol", {"trade"}),
        ("Al-Ho*", {"trade"}),
        ("victims of trafficking.", {"trade"}),
        ("child^3 OR police", {"boat", "camp", "law", "trade"}),
        ("🙂 lampedusa", {"boat"}),
    ],
)
def test_a_question_finds_exactly_these_articles(found, question, expected):
    assert found(question) == expected


def test_what_was_repaired_is_said(ask):
    answer = ask('lampedusa "boat caps')
    assert answer.notices == ("A quote was not closed; it was closed at the end.",)


def test_the_question_is_given_back_in_words(ask):
    assert ask("children -school").understood == "children AND NOT school"
    answer = ask("boat", language=("en", "-fr"), published_from=date(2024, 1, 1))
    assert answer.understood == "boat; language: en; language: not fr; published on or after 2024-01-01"
