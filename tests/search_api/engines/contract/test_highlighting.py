"""Titles and snippets show where they matched, and nothing of a page's own markup gets through."""

import html
import re

import pytest

LONG = "Nothing to see here. " * 60


@pytest.fixture
def shown(engine, article, ask):
    """Title and snippet of the one article that answers."""

    def show(question, text, title="A title", language="en", **options):
        engine.write([article("it", text, title, language=language)], [], 1)
        (hit,) = ask(question, **options).hits
        return hit.title_highlighted, hit.snippet

    return show


@pytest.mark.parametrize(
    ("language", "question", "text", "marked"),
    [
        ("en", "child", "The children slept", ["children"]),
        ("en", "children school", "The school of a child", ["school", "child"]),
        ("en", "the school", "The school of the town", ["school"]),
        ("en", '"coast guard"', "The coast guard and a guard of the coast", ["coast guard"]),
        ("en", '"guard italy"~2', "the guard of northern Italy, and a guard", ["guard", "Italy"]),
        ("en", "detent*", "Detention of detainees", ["Detention"]),
        ("en", "wom?n", "Women and a woman", ["Women", "woman"]),
        ("en", "lampeduza~", "On Lampedusa and Lampedusas", ["Lampedusa"]),
        ("en", "lapmedusa~", "On Lampedusa", ["Lampedusa"]),
        ("en", "school OR camp", "A camp", ["camp"]),
        ("en", "boat -school", "A boat, not a ship", ["boat"]),
        ("en", "Al-Hol", "From Al-Hol home", ["Al-Hol"]),
        ("en", "boat^3", "A boat", ["boat"]),
        ("en", "text:boat", "A boat", ["boat"]),
        ("fr", "enfant", "L’enfant et les enfants", ["enfant", "enfants"]),
        ("fr", "refugies", "Les réfugiés", ["réfugiés"]),
        ("fr", "unaccompanied minor", "Des mineurs non accompagnés", ["mineurs non accompagnés"]),
        ("en", "unaccompanied minor", "One unaccompanied minor", ["unaccompanied minor"]),
        ("ar", "انتخابات", "نتائج الانتخابات اليوم", ["الانتخابات"]),
        ("ar", "مهاجر", "قال مُهَاجِرٌ إنه", ["مُهَاجِرٌ"]),
        ("ar", "طفل غير مصحوب", "كان الطفل غير المصحوب هنا", ["الطفل غير المصحوب"]),
        ("el", "προσφυγες", "Οι πρόσφυγες", ["πρόσφυγες"]),
        ("tr", "istanbul", "İSTANBUL'da", ["İSTANBUL"]),
        ("az", "uşaq", "Uşaqların hüququ", ["Uşaqların"]),
        ("am", "ስደተኞች", "ሕፃናት እና ስደተኞች", ["ስደተኞች"]),
        ("hi", "बच्चों", "बच्चों की सुरक्षा", ["बच्चों"]),
        ("so", "unaccompanied minor", "Carruurta aan la socon", ["Carruurta aan la socon"]),
    ],
)
def test_what_matched_is_marked(shown, language, question, text, marked):
    _, snippet = shown(question, text, language=language)
    assert re.findall("<mark>(.*?)</mark>", snippet) == marked
    assert re.sub("</?mark>", "", snippet) == html.escape(text)


def test_the_title_is_marked_too_but_not_for_a_question_to_the_text(shown):
    title, _ = shown("boat", "A boat", title="Boats & ships")
    assert title == "<mark>Boats</mark> &amp; ships"
    title, snippet = shown("text:boat", "A boat", title="Boats")
    assert (title, snippet) == ("Boats", "A <mark>boat</mark>")


@pytest.mark.parametrize("question", ["boat", "script", "img", '"alert 1"', "mark", "bo*"])
def test_markup_of_a_page_is_shown_as_text(shown, question):
    hostile = '<script>alert(1)</script> <mark>boat</mark> <img src=x onerror="alert(1)"> &amp; \' "'
    for part in shown(question, hostile, title=hostile):
        assert "<" not in re.sub("</?mark>", "", part)
        assert part.count("<mark>") == part.count("</mark>")
        assert html.unescape(re.sub("</?mark>", "", part)) == hostile


def test_a_match_late_in_a_long_text_is_shown_with_what_stands_around_it(shown):
    _, snippet = shown("lampedusa", LONG + "Then they reached Lampedusa alive. " + LONG)
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert "Then they reached <mark>Lampedusa</mark> alive." in snippet
    assert len(snippet) < 400


def test_the_part_with_most_of_the_words_is_shown(shown):
    text = "A boat. " + LONG + "The boat reached Lampedusa with children. " + LONG + "Children."
    _, snippet = shown("boat lampedusa children", text)
    assert "The <mark>boat</mark> reached <mark>Lampedusa</mark> with <mark>children</mark>" in snippet


def test_words_in_a_row_go_before_words_apart(shown):
    text = "An unaccompanied aunt; children. " + LONG + "There were unaccompanied children. "
    _, snippet = shown("unaccompanied children", text)
    assert "There were <mark>unaccompanied children</mark>" in snippet


def test_a_text_without_a_match_shows_its_beginning(shown):
    _, snippet = shown("title:boat", "The beginning. " + LONG, title="Boat")
    assert snippet.startswith("The beginning. Nothing")
    assert "<mark>" not in snippet


def test_an_empty_text_has_an_empty_snippet(shown):
    assert shown("boat", "", title="Boat") == ("<mark>Boat</mark>", "")


def test_line_breaks_become_spaces(shown):
    assert shown("boat", "One\n\n  boat\n") == ("A title", "One <mark>boat</mark>")


def test_of_an_article_taken_down_only_the_citation_is_shown(engine, article, ask):
    engine.write([article("it", "A boat", "A title", withdrawn=True)], [], 1)
    (hit,) = ask("boat", withdrawn=True).hits
    assert (hit.title, hit.snippet, hit.withdrawn) == ("A title", "", True)


def test_a_very_long_text_is_no_trouble(shown):
    _, snippet = shown("lampedusa", LONG * 300 + "Lampedusa")
    assert snippet.startswith("Nothing to see")
