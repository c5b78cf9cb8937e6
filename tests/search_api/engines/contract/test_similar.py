"""Articles that are like another: by the words that tell it from the rest, in its language, of other stories."""

import pytest

REST = [
    "The council met on Monday and spoke of roads and of taxes in the town.",
    "A new bridge was opened on Monday; the minister spoke of growth and roads.",
    "Farmers in the north expect a good harvest of wheat and barley this year.",
    "The football club won again on Monday, and the town spoke of nothing else.",
]
RESCUE = (
    "A fishing boat with forty teenagers capsized off Zarzis; the coastguard rescued them and the harbour took them in."
)
ANOTHER = "Off Zarzis the coastguard rescued teenagers whose boat had capsized, and brought them to the harbour."
FAR = "The coastguard trained its crews in the harbour."


@pytest.fixture
def fill(engine, article):
    """Fills the index with these and the rest."""

    def filled(*articles):
        rest = [article(f"rest{number}", text) for number, text in enumerate(REST)]
        engine.write([*articles, *rest], [], 1)

    return filled


@pytest.fixture
def similar(engine):
    """Ids of the articles that are like one."""

    def ids(article_id="it", size=10):
        return [hit.article_id for hit in engine.similar(article_id, size)]

    return ids


def test_the_article_with_most_of_the_telling_words_comes_first(fill, article, similar):
    fill(article("it", RESCUE), article("far", FAR), article("near", ANOTHER))
    assert similar()[0] == "near"
    assert not {"it", "rest0", "rest1", "rest2", "rest3"} & set(similar())


def test_no_more_are_given_than_were_asked_for(fill, article, similar):
    fill(article("it", RESCUE), article("near", ANOTHER), article("nearer", RESCUE))
    assert len(similar()) == 2
    assert len(similar(size=1)) == 1


def test_articles_of_the_same_story_are_not_similar_but_the_same(fill, article, similar):
    fill(article("it", RESCUE, story_id="one"), article("copy", RESCUE, story_id="one"), article("near", ANOTHER))
    assert similar() == ["near"]


def test_a_similar_story_is_told_once(fill, article, engine):
    fill(article("it", RESCUE), *(article(f"n{i}", ANOTHER, story_id="other") for i in range(3)))
    (hit,) = engine.similar("it", 10)
    assert (hit.story_id, hit.story_articles) == ("other", 3)


def test_words_are_met_in_any_form(fill, article, similar):
    fill(
        article("it", "Rescuers sheltered a teenager whose boats had capsized."),
        article("near", "The rescuer is sheltering teenagers; the boat capsizes."),
    )
    assert similar() == ["near"]


def test_only_texts_of_the_same_language_are_compared(fill, article, similar):
    fill(article("it", RESCUE), article("fr", ANOTHER, language="fr"), article("near", ANOTHER))
    assert similar() == ["near"]


def test_languages_without_a_stemmer_are_compared_too(fill, article, similar):
    text = "Carruurta aan la socon ayaa laga badbaadiyay doon ku degtay xeebta Zarzis"
    fill(article("it", text, language="so"), article("near", f"{text} maanta", language="so"), article("en", text))
    assert similar() == ["near"]


def test_titles_count(fill, article, similar):
    fill(article("it", title=RESCUE), article("near", title=ANOTHER))
    assert similar() == ["near"]


def test_what_was_taken_down_is_not_suggested(fill, article, similar):
    fill(article("it", RESCUE), article("gone", ANOTHER, withdrawn=True))
    assert similar() == []


@pytest.mark.parametrize("text", ["", "1 2 3", "of the and", "!? <b>& \u202e"])
def test_an_article_without_telling_words_is_like_no_other(fill, article, similar, text):
    fill(article("it", text), article("twin", text))
    assert similar() == []


@pytest.mark.parametrize("article_id", ["nobody", "", "\ud83d", "it*", "a" * 3000])
def test_an_article_that_is_not_there_is_like_no_other(fill, article, similar, article_id):
    fill(article("it", RESCUE), article("near", ANOTHER))
    assert similar(article_id) == []


def test_hits_are_shown_with_the_beginning_of_their_text(fill, article, engine):
    fill(article("it", RESCUE), article("near", ANOTHER, "A title <b>"))
    (hit,) = engine.similar("it", 10)
    assert (hit.title_highlighted, hit.snippet) == ("A title &lt;b&gt;", ANOTHER)
