"""A word that names a concept is opened to its terms in all languages; what is in quotes never is."""

import pytest


@pytest.fixture(scope="module")
def engine(shared_engine, article):
    """The same notion in seven languages, and what only looks like it."""
    texts = {
        "en": "Unaccompanied children were registered",
        "fr": "Des mineurs non accompagnés",
        "es": "menores no acompañados",
        "ar": "حماية الأطفال، ومنهم طفل غير مصحوب",
        "az": "müşayiət olunmayan uşaqların hüquqları",
        "so": "Carruurta aan la socon",
    }
    others = {
        "boat": ("en", "A boat with children"),
        "mna": ("en", "The MNA of the city"),
        "trade": ("en", "Victims of trafficking"),
    }
    shared_engine.write(
        [
            *(article(language, text, language=language) for language, text in texts.items()),
            *(article(name, text, language=language) for name, (language, text) in others.items()),
        ],
        [],
        1,
    )
    return shared_engine


ALL = {"en", "fr", "es", "ar", "az", "so"}


@pytest.mark.parametrize(
    "typed",
    [
        "unaccompanied child",
        "unaccompanied children",
        "Unaccompanied Minors",
        "mineurs non accompagnés",
        "mineur non accompagne",
        "menor no acompañado",
        "müşayiət olunmayan uşaqlar",
        "carruurta aan la socon",
        "UAM",
    ],
)
def test_any_term_in_any_form_opens_the_concept(found, typed):
    assert found(typed) == ALL


def test_quotes_are_never_opened(found, ask):
    assert found('"unaccompanied children"') == {"en"}
    assert ask('"unaccompanied children"').expansions == ()


def test_a_concept_is_opened_inside_a_larger_question(found):
    assert found("unaccompanied minors -language:fr") == ALL - {"fr"}
    assert found("unaccompanied minors hüquqları") == {"az"}
    assert found("trafficking OR unaccompanied minors") == ALL | {"trade"}
    assert found("boat OR (unaccompanied minors AND registered)") == {"boat", "en"}
    assert found("children -(unaccompanied minors)") == {"boat"}


def test_words_with_an_operator_between_them_name_no_concept(ask):
    assert ask("unaccompanied AND minors").expansions == ()
    assert ask("unaccompanied OR minors").expansions == ()


def test_a_term_is_looked_for_in_texts_of_its_own_language(found):
    assert "mna" not in found("unaccompanied minors")
    assert found("MNA") == ALL | {"mna"}  # typed by somebody, it is looked for everywhere


def test_the_answer_shows_each_term_with_what_it_finds_alone(ask):
    (expansion,) = ask("unaccompanied minors").expansions
    assert (expansion.typed, expansion.concept) == ("unaccompanied minors", "unaccompanied-child")
    assert {(term.language, term.term): term.articles for term in expansion.terms} == {
        ("en", "unaccompanied child"): 1,
        ("en", "unaccompanied minor"): 0,
        ("en", "UAM"): 0,
        ("fr", "mineur non accompagné"): 1,
        ("fr", "MNA"): 0,
        ("es", "menor no acompañado"): 1,
        ("ar", "طفل غير مصحوب"): 1,
        ("az", "müşayiət olunmayan uşaq"): 1,
        ("so", "carruurta aan la socon"): 1,
    }


def test_the_counts_of_terms_keep_to_the_filters(ask):
    (expansion,) = ask("unaccompanied minors", language=("fr",)).expansions
    assert {term.term: term.articles for term in expansion.terms if term.articles} == {"mineur non accompagné": 1}


def test_terms_that_are_switched_off_are_not_searched_but_still_counted(ask, found):
    off = ("mineur non accompagné", "menor no acompañado")
    assert found("unaccompanied minors", switched_off=off) == ALL - {"fr", "es"}
    (expansion,) = ask("unaccompanied minors", switched_off=off).expansions
    assert {(term.term, term.articles) for term in expansion.terms if term.switched_off} == {(off[0], 1), (off[1], 1)}


def test_what_was_typed_can_be_switched_off_too(found):
    assert found("trafficking") == {"trade"}
    assert found("trafficking", switched_off=("Trafficking",)) == set()


def test_the_opened_concept_is_said(ask):
    assert ask("unaccompanied minors", switched_off=("UAM",)).understood == (
        "unaccompanied minors [the concept “Unaccompanied child”: 8 terms in 6 languages, 1 switched off]"
    )
    assert ask("title:trafficking").understood == (
        "trafficking in the title [the concept “Trafficking in persons”: 2 terms in 2 languages]"
    )


def test_a_concept_in_the_title_is_opened_in_the_title(found):
    assert found("title:(unaccompanied minors)") == set()
    assert found("text:(unaccompanied minors)") == ALL
