"""The lists of concepts and organisations: what they must hold, and how what is wrong in them is refused."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from processing.tags.vocabulary import CENTRAL_LANGUAGES, LANGUAGES, load_concepts, load_organisations
from processing.tags.written import VocabularyError

SEEDS = Path(__file__).parents[4] / "shared" / "data" / "seeds" / "expected.json"

ENTRY = """
- id: refugee
  kind: group
  terms: {en: [refugee, refugees], fr: [réfugié], es: [refugiado], ar: [لاجئ], pt: [refugiado], it: [rifugiato, profugo?]}
"""


def test_the_vocabulary_is_as_large_as_the_field_wants() -> None:
    concepts = load_concepts()
    assert len(concepts) >= 150
    assert all(set(LANGUAGES) <= set(concept.terms) for concept in concepts)
    assert sum(set(CENTRAL_LANGUAGES) <= set(concept.terms) for concept in concepts) >= 40
    assert sum(len(concept.terms) >= 20 for concept in concepts) >= 20


def test_wider_and_narrower_concepts_know_each_other() -> None:
    known = {concept.id: concept for concept in load_concepts()}
    assert "migrant-child" in known["unaccompanied-child"].broader
    assert "unaccompanied-child" in known["migrant-child"].narrower
    for concept in known.values():
        assert all(concept.id in known[one].narrower for one in concept.broader)


def test_usage_that_differs_between_countries_is_told() -> None:
    [unaccompanied] = [concept for concept in load_concepts() if concept.id == "unaccompanied-child"]
    assert all(word in unaccompanied.note for word in ("MENA", "MNA", "NNA", "UASC"))


@pytest.mark.skipif(not SEEDS.exists(), reason="the measuring set is not beside this checkout")
def test_the_notions_of_the_measuring_set_are_known() -> None:
    known = {concept.id for concept in load_concepts()}
    wanted = {concept for seed in json.loads(SEEDS.read_text()).values() for concept in seed["concepts"]}
    assert wanted <= known


def test_a_label_that_is_not_written_is_the_first_term(tmp_path: Path) -> None:
    path = tmp_path / "concepts.yml"
    path.write_text(ENTRY + "  labels: {fr: Personne réfugiée}\n", "utf-8")
    [concept] = load_concepts(path)
    assert (concept.labels["en"], concept.labels["fr"], concept.labels["ar"]) == (
        "Refugee",
        "Personne réfugiée",
        "لاجئ",
    )


def test_marks_are_taken_off_the_terms_and_kept_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "concepts.yml"
    path.write_text(ENTRY + "  central: false\n", "utf-8")
    [concept] = load_concepts(path)
    assert concept.terms["it"] == ("rifugiato", "profugo")
    assert concept.doubtful == {"it": frozenset({"profugo"})}


def test_organisations_are_known_by_their_names_in_several_languages() -> None:
    [iom] = [one for one in load_organisations() if one.id == "iom"]
    assert iom.names["any"] == ("IOM",)
    assert all("OIM" in iom.names[language] for language in ("fr", "es", "pt", "it"))
    assert len(iom.names) >= 20


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("- id: Refugee\n", ":1: entry 1 (Refugee): id"),
        ("- id: refugee\n  kind: group\n", ":1: entry 1 (refugee): terms: Field required"),
        (ENTRY + ENTRY, ":6: entry 2 (refugee): refugee is written already in "),
        (ENTRY + "  broader: person\n", ":5: entry 1 (refugee): its broader concept person is in no list"),
        (ENTRY + "  broader: refugee\n", ":5: entry 1 (refugee): refugee → refugee goes in a circle"),
        (ENTRY.replace("[refugee,", "[re,"), ":4: entry 1 (refugee): terms.en.0"),
        (ENTRY.replace("kind: group", "kind: animal"), ":3: entry 1 (refugee): kind"),
        (ENTRY + "  terms: {en: [refugee]}\n", ":5: terms is written twice in one entry"),
        (ENTRY + "  label: {en: Refugee}\n", ":5: entry 1 (refugee): label"),
        ("just: a mapping", "holds no list"),
        ("- [unclosed", "cannot be read"),
        ("- &a [*a]\n", ":1: lists stand in lists here"),
    ],
)
def test_a_wrong_list_is_refused_with_file_line_entry_and_cure(tmp_path: Path, written: str, complaint: str) -> None:
    path = tmp_path / "concepts.yml"
    path.write_text(written, "utf-8")
    with pytest.raises(VocabularyError) as refused:
        load_concepts(path)
    assert str(path) in str(refused.value)
    assert complaint in str(refused.value)


def test_reading_the_vocabulary_needs_nothing_that_the_search_service_has_not() -> None:
    code = "import sys; from processing.tags.vocabulary import load_concepts; load_concepts(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "babel", "xxhash", "lxml"} & set(loaded)
