"""What is shown first."""

from datetime import date


def test_a_word_in_the_title_tells_more_than_one_in_the_text(engine, article, ask):
    engine.write(
        [article("text", "Notes on guardianship and other things"), article("title", "Notes", "Guardianship")], [], 1
    )
    assert [hit.article_id for hit in ask("guardianship").hits] == ["title", "text"]


def test_a_weight_changes_the_order(engine, article, ask):
    engine.write([article("a", "school and more of it"), article("b", "boat and more of it")], [], 1)
    assert [hit.article_id for hit in ask("boat^5 OR school").hits] == ["b", "a"]
    assert [hit.article_id for hit in ask("boat OR school^5").hits] == ["a", "b"]


def test_what_was_typed_counts_more_than_what_it_was_opened_to(engine, article, ask):
    engine.write(
        [
            article("fr", "Un mineur non accompagné", language="fr"),
            article("en", "An unaccompanied minor", language="en"),
        ],
        [],
        1,
    )
    assert [hit.article_id for hit in ask("unaccompanied minor").hits] == ["en", "fr"]


def test_of_equally_relevant_articles_the_newer_is_first(engine, article, ask):
    engine.write([article(f"a{day}", "boat", published=date(2025, 1, day)) for day in (3, 9, 5)], [], 1)
    assert [hit.article_id for hit in ask("boat").hits] == ["a9", "a5", "a3"]


def test_filters_do_not_change_the_relevance(engine, article, ask):
    engine.write([article("a", "boat")], [], 1)
    assert ask("boat").hits[0].score == ask("boat source:migration", language=("en",)).hits[0].score
