"""Countries, localities and their roles as texts in many languages tell them."""

import time
from pathlib import Path

import pytest
import yaml

from processing.tags.found import TagFound
from processing.tags.places.reading import places_of

GOLDEN = yaml.safe_load((Path(__file__).parents[3] / "fixtures" / "places" / "golden.yml").read_text("utf-8"))


def read(text: str, language: str = "en", title: str = "", source_country: str = "") -> list[TagFound]:
    return places_of(f"{title}\n{text}", len(title) + 1, language, source_country)


def countries(tags: list[TagFound], role: str | None = None) -> set[str]:
    return {tag.value for tag in tags if tag.kind == "place" and (role is None or tag.role == role)}


@pytest.mark.parametrize("one", GOLDEN, ids=lambda one: f"{one['language']}-{one['text'][:40]}")
def test_made_up_sentences_are_read_as_a_careful_reader_does(one) -> None:
    tags = read(one["text"], one["language"])
    assert countries(tags) == set(one["countries"])
    assert set(one.get("localities", ())) <= {tag.value for tag in tags if tag.kind == "locality"}
    if "roles" in one:
        told = {role: countries(tags, role) for role in ("located-in", "origin", "transit", "destination")}
        assert {role: found for role, found in told.items() if found} == {r: set(c) for r, c in one["roles"].items()}


def test_a_tag_has_its_rule_its_term_and_its_sentence() -> None:
    [sudan] = [tag for tag in read("Rain fell. They fled Sudan in May. It was cold.") if tag.value == "SD"]
    assert (sudan.role, sudan.rule, sudan.term, sudan.sentence, sudan.mentions) == (
        "origin", "phrase", "Sudan", "They fled Sudan in May.", 1,
    )  # fmt: skip


def test_a_country_with_two_roles_has_two_tags_with_all_its_mentions() -> None:
    tags = [tag for tag in read("They fled Sudan. Later they were returned to Sudan.") if tag.value == "SD"]
    assert {(tag.role, tag.mentions) for tag in tags} == {("origin", 2), ("destination", 2)}


def test_a_doubtful_name_is_borne_out_by_another_word_or_by_the_publisher() -> None:
    assert countries(read("Jordan said that it would help.")) == set()
    assert countries(read("Jordan said that it would help. The Jordanian minister agreed.")) == {"JO"}
    assert countries(read("Jordan said that it would help.", source_country="JO")) == {"JO"}


def test_a_city_of_several_countries_is_that_of_the_country_that_is_named() -> None:
    assert "ve-valencia" in {tag.value for tag in read("In Valencia, Venezuela, a shelter opened.")}
    assert "es-valencia" in {tag.value for tag in read("In Valencia, Spain, a shelter opened.")}


def test_a_headline_in_capitals_names_countries_but_no_plain_words() -> None:
    assert countries(read("", "it", "I MINORI DELLA LIBIA IN ITALIA")) == {"LY", "IT"}
    assert countries(read("", "fr", "LES ENFANTS D'ALGERIE ET DU SENEGAL")) == {"DZ", "SN"}
    assert countries(read("", "it", "RIUNIONE SUI MINORI")) == set()


@pytest.mark.parametrize(
    ("title", "text", "source", "country", "rule"),
    [
        ("", "Mombasa, Kenya – A training was given to officials of Uganda.", "", "KE", "dateline"),
        ("", "The workshop took place over two days in Rabat for staff of Mali.", "", "MA", "event"),
        ("IOM Morocco trains officials", "Morocco has a new law. Morocco trains. Mali was invited.", "", "MA", "title"),
        ("MOROCCO | Thirty mediators trained", "They came from Mali, Chad and Benin.", "", "MA", "title"),
        ("Training held", "The state service of Azerbaijan trained its staff.", "AZ", "AZ", "source"),
    ],
)
def test_where_it_happened_is_told_by_the_strongest_witness(title, text, source, country, rule) -> None:
    located = [tag for tag in read(text, title=title, source_country=source) if tag.role == "located-in"]
    assert {(tag.value, tag.rule) for tag in located if tag.kind == "place"} == {(country, rule)}


@pytest.mark.parametrize(
    "text", ["New " * 100_000, "from " * 100_000, "Syria, " * 50_000, "San José de " * 30_000, "A." * 200_000]
)
def test_hostile_texts_end_soon(text: str) -> None:
    before = time.process_time()
    read(text)
    assert time.process_time() - before < 20
