"""`protection-news index` and `protection-news search`, as somebody types them."""

import json

import pytest
from click.testing import CliRunner

from cli import program
from search_api.query.errors import QueryError


@pytest.fixture
def command(settings):
    """Runs a command on the data of the settings."""

    def run(*words):
        return CliRunner().invoke(program, ["--data", str(settings.data), *words], catch_exceptions=False)

    return run


@pytest.fixture
def published(newsroom):
    """Three articles, not indexed."""
    newsroom.publish(
        "boat", "Boat off Lampedusa", "Nine <b>children</b> & a guardian were rescued.", story="s", countries=("IT",)
    )
    newsroom.publish("bateau", "Un bateau", "Neuf enfants secourus.", story="s", language="fr")
    newsroom.publish("camp", "School reopens", "Children return to school.", source="childhood")


def test_index_says_what_it_wrote(command, published):
    assert command("index").output == "The index was built anew: 3 articles written, 0 removed.\n"
    assert command("index").output == "0 articles written, 0 removed.\n"
    assert json.loads(command("index", "--rebuild", "--json").output) == {
        "written": 3,
        "removed": 0,
        "quarantined": 0,
        "rebuilt": 1,
    }


def test_search_prints_what_a_person_reads(command, published):
    command("index")
    output = command("search", "lampedusa", "children").output
    assert "1 story in 1 article" in output
    assert "Understood as: lampedusa AND children" in output
    assert "Boat off Lampedusa" in output
    assert "6 March 2026 · migration · English · 2 articles of this story (en, fr)" in output
    assert "Nine <b>children</b> & a guardian were rescued." in output
    assert "https://migration.example/en/boat" in output
    assert "country: IT 1" in output
    assert "Rests on 0 of 3 sources." in output


def test_search_filters_sorts_and_pages(command, published):
    command("index")
    assert "School reopens" not in command("search", "children", "--source=-childhood").output
    assert (
        "2 stories in 2 articles"
        in command("search", "--language", "en", "--since", "2026", "--until", "2026-03").output
    )
    assert "3 articles" in command("search", "--every-article", "--sort", "oldest").output
    first = json.loads(command("search", "--size", "1", "--json").output)
    second = json.loads(command("search", "--size", "1", "--json", "--cursor", first["cursor"]).output)
    assert {first["hits"][0]["story_id"], second["hits"][0]["story_id"]} == {
        hit["story_id"] for hit in json.loads(command("search", "--json").output)["hits"]
    }


def test_search_finds_by_how_sure_the_date_is(command, newsroom):
    newsroom.publish("sure", "Children", "Children went to school.")
    newsroom.publish("unsure", "Children", "Children went home.", published_uncertain=True)
    newsroom.publish("undated", "Children", "Children slept.", published=None)
    command("index")
    assert json.loads(command("search", "--date-uncertain", "--json").output)["articles"] == 2
    assert json.loads(command("search", "--date-certain", "--json").output)["articles"] == 1
    assert json.loads(command("search", "--json").output)["articles"] == 3


def test_search_gives_the_whole_answer_as_json(command, published):
    command("index")
    answer = json.loads(command("search", "lampedusa", "--json").output)
    assert answer["articles"] == 1
    assert answer["hits"][0]["published"] == "2026-03-06"
    assert answer["coverage"]["sources"] == 3
    assert answer["coverage"]["statement"].startswith("Rests on")


def test_search_shows_the_opened_concept(command, published):
    command("index")
    output = command("search", "guardianship").output
    assert "[the concept “" in output
    assert "was opened to:" in output


def test_nothing_found_is_said(command, published):
    command("index")
    assert "Nothing answers this." in command("search", "rhinoceros").output


def test_a_question_that_cannot_be_understood_shows_the_place(command, published):
    command("index")
    with pytest.raises(QueryError) as refused:
        command("search", "boat langage:en")
    assert str(refused.value).splitlines()[-2:] == ["  boat langage:en", "       ^"]


def test_signs_that_steer_a_terminal_do_not_reach_it(command, newsroom):
    newsroom.publish("x", "A boat \x1b[31mred\x1b[0m", "boat \x1b]0;title\x07 text \u202e")
    command("index")
    output = command("search", "boat").output
    assert "\x1b]0" not in output
    assert "\u202e" not in output
