"""What tags texts get, in the scripts and languages of this field, and which traps they do not fall into."""

import json
import time
from pathlib import Path

import pytest

from demo.texts import load_texts
from processing.tags.found import TagFound
from processing.tags.tagging import tags_of

SEEDS = Path(__file__).parents[4] / "shared" / "data" / "seeds"


def values(kind: str, text: str, language: str, country: str = "", title: str = "") -> set[str]:
    return {tag.value for tag in tags_of(title, text, language, country) if tag.kind == kind}


def only(tags: list[TagFound], value: str) -> TagFound:
    [found] = [tag for tag in tags if tag.value == value]
    return found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Forty unaccompanied children were met at the pier."),
        ("fr", "L’équipe a rencontré quarante mineurs non accompagnés sur le quai."),
        ("es", "Cuarenta menores no acompañados fueron atendidos en el muelle."),
        ("pt", "Quarenta crianças desacompanhadas foram acolhidas no cais."),
        ("ar", "التقى الفريق أربعين من الأطفال غير المصحوبين على الرصيف."),
        ("az", "Körpüdə qırx müşayiət olunmayan uşaqla görüşülüb."),
    ],
)
def test_a_concept_is_found_in_every_language(language: str, text: str) -> None:
    assert "unaccompanied-child" in values("concept", text, language)


def test_a_tag_carries_the_words_and_the_sentence_it_was_read_from() -> None:
    tag = only(
        tags_of("A visit", "They came by sea. The guardianship of each child was ordered. It took a day.", "en"),
        "guardianship",
    )
    assert (tag.term, tag.sentence, tag.mentions) == ("guardianship", "The guardianship of each child was ordered.", 1)


def test_terms_are_whole_words() -> None:
    assert values("place", "The manager omanised the indexes of Nigerians' malice.", "en") <= {"NG"}
    assert values("concept", "Retraining is not detraining.", "en") == set()


def test_the_arabic_article_and_joined_words_do_not_hide_a_term() -> None:
    for written in ("المنظمة الدولية للهجرة", "والمنظمة الدولية للهجرة", "بالمنظمة الدولية للهجرة"):
        assert "iom" in values("organisation", f"أعلنت {written} عن ذلك", "ar"), written


def test_azerbaijani_endings_do_not_hide_a_term() -> None:
    assert "AZ" in values("place", "Bu qərar Azərbaycanda yaşayan uşaqlara aiddir.", "az")


@pytest.mark.parametrize(
    ("text", "language", "there", "not_there"),
    [
        ("Chad Miller and Michael Jordan visited the office.", "en", set(), {"TD", "JO"}),
        ("Families crossed from Sudan into Chad last week.", "en", {"SD", "TD"}, set()),
        ("She lives in New Mexico, not in New Jersey.", "en", set(), {"MX", "JE"}),
        ("Children in Guinea-Bissau and Papua New Guinea", "en", {"GW", "PG"}, {"GN"}),
        ("The work of Nigerian officials in Niger", "en", {"NG", "NE"}, set()),
        ("A sum of 3 million US dollars was given to us.", "en", set(), {"US"}),
        ("La riunione del comitato", "it", set(), {"RE"}),
        ("O peru foi servido às crianças.", "pt", set(), {"PE"}),
        ("Они сделали это после того, как приехали.", "ru", set(), {"TG"}),
        ("قدمت الوكالة دعم مالي للأسر", "ar", set(), {"ML"}),
        ("وصل اللاجئون من مالي إلى موريتانيا", "ar", {"ML", "MR"}, set()),
        ("En Côte d’Ivoire et en Côte d'Ivoire", "fr", {"CI"}, set()),
    ],
)
def test_places_and_their_traps(text: str, language: str, there: set[str], not_there: set[str]) -> None:
    found = values("place", text, language)
    assert there <= found
    assert not found & not_there


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("Mombasa, Kenya – A training was held for officials.", "en", "KE"),
        ("NEW YORK, 15 February 2018 – Children need schools in Syria.", "en", "US"),
        ("Nouakchott, le 3 mars 2026 – Les premiers tuteurs ont prêté serment.", "fr", "MR"),
        ("The session took place from 22 to 24 November in Rabat on the rights of children from Mali.", "en", "MA"),
    ],
)
def test_the_place_of_the_event_is_told_by_dateline_or_opening(text: str, language: str, country: str) -> None:
    located = [tag.value for tag in tags_of("", text, language) if (tag.kind, tag.role) == ("place", "located-in")]
    assert located == [country]


def test_a_hyphen_in_the_first_sentence_is_no_dateline() -> None:
    assert not [tag for tag in tags_of("", "The well-known centre in Kenya was visited.", "en") if tag.role]


@pytest.mark.parametrize("text", load_texts(), ids=lambda text: f"{text.office}-{text.slug[:40]}-{text.language}")
def test_demo_texts_get_the_country_they_are_about(text) -> None:
    if not text.country:
        pytest.skip("about no single country")
    home = "AZ" if text.office == "ombudsman" else ""
    found = values("place", text.body, text.language, home, text.title)
    assert text.country in found or (home == text.country and text.language == "az")


@pytest.mark.skipif(not SEEDS.exists(), reason="the measuring data is not here")
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_what_a_careful_reader_finds_in_real_releases_is_found(name: str) -> None:
    [file] = SEEDS.glob(f"{name}_*.txt")
    expected = json.loads((SEEDS / "expected.json").read_text())[file.name]
    tags = tags_of(expected.get("title", ""), file.read_text(), "en", "AZ" if name == "004" else "")
    found = {kind: {tag.value for tag in tags if tag.kind == kind} for kind in ("concept", "place", "organisation")}
    assert set(expected["concepts"]) <= found["concept"]
    assert set(expected["countries"]) == found["place"]
    assert len(found["organisation"]) >= len(expected["organisations"])


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "a " * 500_000, "، , , " * 100_000, "\u0610" * 100_000, "İ" * 100_000, ""]
)
def test_hostile_texts_end_soon(text: str) -> None:
    before = time.process_time()
    tags_of("", text, "ar")
    assert time.process_time() - before < 20
