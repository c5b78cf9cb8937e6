"""The lists of places hold what they must, and say what is wrong with them."""

from pathlib import Path

import pytest

from processing.settings import LANGUAGES
from processing.tags.places.countries import country_entries, words_in
from processing.tags.places.lists import PLACES, load_sites, words_of
from processing.tags.vocabulary import VocabularyError

LISTS = sorted(file.stem for file in PLACES.glob("*.yml") if file.stem not in {"sites", "any"})


@pytest.mark.parametrize("language", LISTS)
def test_every_list_of_a_language_can_be_used(language: str) -> None:
    spoken = words_of(language)
    assert spoken.names or spoken.people
    assert all(words_in(name) for names in (*spoken.names.values(), *spoken.people.values()) for name in names)
    assert set(spoken.people) <= {sense.country for entry in country_entries("en") for sense in entry.senses}


def test_every_language_that_is_read_has_a_list() -> None:
    assert set(LANGUAGES) - set(LISTS) <= {"is"}


def test_there_are_hundreds_of_camps_and_crossings_and_their_countries_exist() -> None:
    sites = load_sites()
    countries = {sense.country for entry in country_entries("en") for sense in entry.senses if not sense.locality}
    assert len(sites) > 600
    assert {country for site in sites for country in site.country} <= countries
    assert sum(site.kind in {"camp", "crossing", "port", "island", "route", "detention-centre"} for site in sites) > 300


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("- {id: a, country: XYZ, kind: camp, name: Aaa}", "country"),
        ("- {id: a, country: KE, kind: castle, name: Aaa}", "kind"),
        ("- {id: a, country: KE, kind: camp, name: Aaa, names: {english: Bbb}}", "“english” is no language"),
        (
            "- {id: a, country: KE, kind: camp, name: Aaa}\n- {id: b, country: KE, kind: camp, name: Aaa}",
            "“Aaa” is written",
        ),
    ],
)
def test_a_wrong_site_is_refused_with_its_name_and_the_cure(tmp_path: Path, written: str, complaint: str) -> None:
    path = tmp_path / "sites.yml"
    path.write_text(written, "utf-8")
    with pytest.raises(VocabularyError, match=complaint):
        load_sites(path)


@pytest.mark.parametrize("written", ["names: {KEN: Kenya}", "person: child", "people: [a]", "- a", "names: {"])
def test_a_wrong_list_of_a_language_is_refused_with_its_name(tmp_path: Path, written: str) -> None:
    (tmp_path / "en.yml").write_text(written, "utf-8")
    with pytest.raises(VocabularyError, match=r"en\.yml"):
        words_of("en", tmp_path)
