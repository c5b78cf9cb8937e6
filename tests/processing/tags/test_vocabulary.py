import json
import subprocess
import sys
from pathlib import Path

import pytest

from processing.tags.vocabulary import LANGUAGES, VocabularyError, load_concepts, load_organisations

SEEDS = Path(__file__).parents[4] / "shared" / "data" / "seeds" / "expected.json"

ENTRY = """
- id: refugee
  labels: {en: Refugee, fr: Réfugié, es: Refugiado, ar: لاجئ, pt: Refugiado, az: Qaçqın}
  terms: {en: [refugee], fr: [réfugié], es: [refugiado], ar: [لاجئ], pt: [refugiado], az: [qaçqın]}
"""


def test_every_concept_has_a_label_and_terms_in_every_language() -> None:
    concepts = load_concepts()
    assert len(concepts) >= 60
    for concept in concepts:
        assert set(concept.labels) == set(concept.terms) == set(LANGUAGES), concept.id


@pytest.mark.skipif(not SEEDS.exists(), reason="the measuring set is not beside this checkout")
def test_the_notions_of_the_measuring_set_are_known() -> None:
    known = {concept.id for concept in load_concepts()}
    wanted = {concept for seed in json.loads(SEEDS.read_text()).values() for concept in seed["concepts"]}
    assert wanted <= known


def test_organisations_are_known_by_their_names_in_several_languages() -> None:
    [iom] = [one for one in load_organisations() if one.id == "iom"]
    assert {"IOM", "OIM"} <= set(iom.names["any"])
    assert iom.names["ar"]


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("- id: Refugee\n", "entry 1 (Refugee): id"),
        (
            "- id: refugee\n  labels: {en: Refugee}\n  terms: {en: [refugee]}\n",
            "refugee has no terms or no label in fr",
        ),
        (ENTRY + ENTRY, "the id refugee is written in refugee, twice"),
        (ENTRY + ENTRY.replace("id: refugee", "id: asylum"), "“refugee” is written in refugee and asylum"),
        (ENTRY.replace("id: refugee", "id: refugee\n  broader: person"), "person, which is not in the list"),
        (ENTRY.replace("id: refugee", "id: refugee\n  broader: refugee"), "refugee → refugee goes in a circle"),
        (ENTRY.replace("[refugee]", "[re]"), "terms.en.0"),
        (ENTRY.replace("labels", "label"), "entry 1 (refugee): labels"),
        ("just: a mapping", "holds no list"),
        ("- [unclosed", "cannot be read"),
    ],
)
def test_a_wrong_list_is_refused_with_file_entry_and_cure(tmp_path: Path, written: str, complaint: str) -> None:
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
