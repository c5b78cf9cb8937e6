"""Questions are opened to the whole vocabulary: a hundred terms in thirty languages, several concepts at once."""

import pytest

from processing.tags.vocabulary import load_concepts
from search_api.query.question import Question


@pytest.fixture
def engine(indexes, tmp_path, article):
    """An engine that knows all our concepts, with one article in each of a few languages."""
    engine = indexes.open(tmp_path, load_concepts())
    texts = {
        "en": "Refugees and unaccompanied minors were pushed back at the border",
        "sq": "Fëmijë të pashoqëruar dhe refugjatë u kthyen nga policia",
        "uk": "Біженці та діти без супроводу",
        "so": "Carruurta aan la socon iyo qaxootiga",
        "hy": "Փախստական երեխաներ, առանց ուղեկցողի երեխա",
    }
    engine.write([article(language, text, language=language) for language, text in texts.items()], [], 1)
    yield engine
    engine.close()
    indexes.drop(tmp_path)


def test_a_concept_is_found_in_languages_that_nobody_stems(engine):
    answer = engine.search(Question(text="unaccompanied minors", fold_stories=False))
    assert {hit.article_id for hit in answer.hits} == {"en", "sq", "uk", "so", "hy"}


def test_a_question_that_names_many_concepts_is_answered(engine):
    named = (
        "refugees OR migrants OR trafficking OR pushbacks OR (asylum seekers) OR deportation OR (unaccompanied minors)"
    )
    answer = engine.search(Question(text=f"({named} OR (voluntary return) OR (refugee camp)) -guardianship"))
    assert len(answer.expansions) >= 9
    assert answer.articles == 5


def test_every_concept_can_be_asked_for_by_its_first_term(engine):
    known = load_concepts()
    wrong = [
        concept.id
        for concept in known[::12]
        if concept.id not in {one.concept for one in engine.search(Question(text=concept.terms["en"][0])).expansions}
    ]
    assert wrong == []
