"""What is written is there as a whole or not at all, under each id once, and seen by others at their next question."""

import dataclasses
import threading
from datetime import date

import pytest

from search_api.engines.engine import EngineError, IndexMissingError


def test_without_an_index_the_watermark_is_0_and_a_question_says_what_to_do(engine, ask):
    assert engine.watermark() == 0
    with pytest.raises(IndexMissingError, match="protection-news index"):
        ask("boat")


def test_an_index_of_nothing_answers_with_nothing(engine, ask):
    assert engine.rebuild([], 3) == 0
    assert engine.watermark() == 3
    for question in ("", "boat", "-boat", '"a boat"', "bo*"):
        answer = ask(question, language=("en",))
        assert (answer.hits, answer.articles, answer.stories, answer.cursor) == ((), 0, 0, "")
        assert answer.facets["source"] == ()
    assert list(engine.article_ids()) == []


def test_a_hit_says_everything_that_was_written(engine, article, ask):
    written = article(
        "a1",
        "The text",
        "The title",
        story_id="s1",
        kind="pdf",
        language="fr",
        published=date(2024, 2, 29),
        published_precision="month",
        countries=("KE", "SO"),
        concepts=("return", "trafficking"),
    )
    engine.write([written], [], 7)
    answer = ask("text")
    (hit,) = answer.hits
    for name in (
        "article_id",
        "story_id",
        "address",
        "title",
        "kind",
        "language",
        "source",
        "published",
        "published_precision",
    ):
        assert getattr(hit, name) == getattr(written, name)
    assert (hit.countries, hit.concepts) == (("KE", "SO"), ("return", "trafficking"))
    assert (hit.date_uncertain, hit.withdrawn) == (False, False)
    assert answer.revision == engine.watermark() == 7


def test_an_article_without_a_date_counts_as_uncertain(engine, article, ask, found):
    engine.write([article("a1", "boat", published=None)], [], 1)
    assert ask("boat").hits[0].date_uncertain
    assert found("boat", date_uncertain=True) == {"a1"}


def test_an_article_written_again_replaces_itself(engine, article, found):
    engine.write([article("a1", "old words"), article("a2", "old words")], [], 1)
    assert engine.write([article("a1", "new words")], [], 2) == 1
    assert (found("old"), found("new")) == ({"a2"}, {"a1"})
    engine.write([article("a1", "first"), article("a1", "second")], [], 3)
    assert (found("first"), found("second")) == (set(), {"a1"})


def test_writing_the_same_twice_changes_nothing(engine, article, ask):
    batch = [article(f"a{number}", "boat " * number, story_id=f"s{number // 2}") for number in range(1, 9)]
    engine.write(batch, [], 1)
    before = ask("boat")
    engine.write(batch, [], 1)
    after = ask("boat")
    assert [hit.article_id for hit in before.hits] == [hit.article_id for hit in after.hits]
    assert (before.articles, before.stories, before.facets) == (after.articles, after.stories, after.facets)


def test_articles_that_are_gone_are_gone_from_everywhere(engine, article, ask, found):
    engine.write([article("a1", "boat", story_id="s"), article("a2", "boat", story_id="s")], [], 1)
    engine.write([], ["a1", "never-there"], 2)
    assert found("boat") == {"a2"}
    assert ask("boat").hits[0].story_articles == 1
    assert ask("boat").facets["language"][0].count == 1
    assert list(engine.article_ids()) == ["a2"]


def test_a_story_that_grows_is_larger_also_at_its_older_articles(engine, article, ask):
    engine.write([article("a1", "boat", story_id="s")], [], 1)
    assert ask("boat").hits[0].story_articles == 1
    engine.write([article("a2", "bateau", story_id="s", language="fr")], [], 2)
    (hit,) = ask("boat").hits
    assert (hit.article_id, hit.story_articles, set(hit.story_languages)) == ("a1", 2, {"en", "fr"})
    engine.write([article("a2", "bateau", story_id="another", language="fr")], [], 3)
    assert ask("boat").hits[0].story_articles == 1


def test_articles_taken_down_do_not_count_in_their_story(engine, article, ask):
    engine.write([article("a1", "boat", story_id="s"), article("a2", "boat", story_id="s", withdrawn=True)], [], 1)
    assert ask("boat").hits[0].story_articles == 1


def test_a_batch_that_fails_in_the_middle_leaves_nothing(engine, article, found):
    engine.write([article("a1", "boat")], [], 1)

    def broken():
        yield article("a1", "changed")
        yield article("a2", "boat")
        raise RuntimeError("the catalogue went away")

    with pytest.raises(RuntimeError, match="the catalogue went away"):
        engine.write(broken(), ["a1"], 2)
    assert found("boat") == {"a1"}
    assert engine.watermark() == 1
    assert engine.write([article("a2", "boat")], [], 2) == 1
    assert found("boat") == {"a1", "a2"}


def test_a_rebuild_holds_exactly_what_it_was_given(engine, article, found):
    engine.write([article("a1", "boat"), article("a2", "boat")], [], 5)
    assert engine.rebuild([article("a2", "boat"), article("a3", "boat"), article("a3", "boat again")], 4) == 3
    assert found("boat") == {"a2", "a3"}
    assert engine.watermark() == 4


def test_a_rebuild_that_fails_leaves_the_old_index_in_use(engine, article, found):
    engine.write([article("a1", "boat")], [], 1)

    def broken():
        yield article("a2", "boat")
        raise RuntimeError("the catalogue went away")

    with pytest.raises(RuntimeError, match="the catalogue went away"):
        engine.rebuild(broken(), 2)
    assert found("boat") == {"a1"}
    assert engine.watermark() == 1
    engine.rebuild([article("a2", "boat")], 2)
    assert found("boat") == {"a2"}


def test_others_see_what_was_written_at_their_next_question(engine, new_engine, article):
    from search_api.query.question import Question

    other = new_engine()
    engine.write([article("a1", "boat")], [], 1)
    assert other.search(Question(text="boat")).articles == 1
    engine.write([article("a2", "boat")], [], 2)
    answer = other.search(Question(text="boat"))
    assert (answer.articles, other.watermark()) == (2, 2)
    assert answer.revision in (1, 2)  # it may be known from a second ago: never more than the answer has
    engine.rebuild([article("a3", "boat"), article("a4", "boat"), article("a5", "boat")], 3)
    answer = other.search(Question(text="boat"))
    assert (answer.articles, answer.revision) == (3, 3)


def test_questions_are_answered_while_articles_are_written_and_the_index_is_rebuilt(engine, new_engine, article):
    from search_api.query.question import Question

    batch = [article(f"a{number}", "boat") for number in range(50)]
    engine.write(batch, [], 1)
    other = new_engine()
    failures: list[Exception] = []
    seen: set[int] = set()
    done = threading.Event()

    def ask_on() -> None:
        while not done.is_set():
            try:
                seen.add(other.search(Question(text="boat")).articles)
            except EngineError as error:
                failures.append(error)

    threads = [threading.Thread(target=ask_on) for _ in range(3)]
    for thread in threads:
        thread.start()
    for revision in range(2, 6):
        engine.write([dataclasses.replace(one, revision=revision) for one in batch], [], revision)
        engine.rebuild(batch, revision)
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert seen == {50}


def test_ids_and_names_of_any_script_and_length_are_kept(engine, article, found):
    odd = ["a b", "ä/ö", "الف", "x" * 500, "-", "*", "a:b"]
    engine.write([article(name, "boat", source=f"source-{name}"[:80], story_id=f"story {name}") for name in odd], [], 1)
    assert found("boat") == set(odd)
    assert set(engine.article_ids()) == set(odd)
    assert found("boat", among=["a b", "*"]) == {"a b", "*"}


def test_texts_of_any_kind_are_taken(engine, article, found):
    texts = {
        "empty": "",
        "long word": "x" * 100_000,
        "null": "boat\x00boat",
        "signs": "!!! ???",
        "emoji": "🙂 boat",
        "many": "boat " * 50_000,
    }
    engine.write([article(name, text) for name, text in texts.items()], [], 1)
    assert found("boat") == {"null", "emoji", "many"}
    assert found("") == set(texts)
