"""Elasticsearch's analyzers make the same words as the embedded engine's, over everything that the demo press offices publish."""

from pathlib import Path

import pytest
import yaml

from search_api.engines.analysis import STEMMED_LANGUAGES, stem
from search_api.engines.elasticsearch.language_analysis import PREPARED_LANGUAGES, STEMMERS, analysis
from search_api.query.folding import words

pytestmark = pytest.mark.elasticsearch

ARTICLES = Path(__file__).parents[4] / "demo" / "articles"

# The demo offices do not write in these.
OTHERS = {
    "de": "Über die Straße flüchteten unbegleitete Kinder ohne Eltern; die Mädchen und Jungen wurden in Häusern untergebracht.",
    "el": "Η προστασία των ασυνόδευτων ανηλίκων και των προσφύγων στα νησιά του Αιγαίου, χωρίς οικογένεια: τα παιδιά δεν μιλούν. "
    "ΟΙ ΝΟΜΟΙ ΑΛΛΑΖΟΥΝ. Ὁ ἄνθρωπος.",
    "it": "Dell'infanzia e dell’accoglienza: i minori stranieri non accompagnati, senza famiglia, sono stati accolti nelle città.",
    "ru": "Защита детей-беженцев без сопровождения взрослых: ребёнок не должен находиться под стражей. Её брат ещё там.",
    "tr": "İSTANBUL'DA refakatsiz ÇOCUKLARIN hakları için çalışan IŞIK Derneği'nin göçmen çocuklara ve ailelerine desteği.",
    "ar": "قال مُهَاجِرٌ إنّ المسؤولين زاروا المـــدرسة في ١٢ مخيماً للاجئين، وبالأطفال غير المصحوبين دون أسرهم إلى المستشفى.",
}
# Elasticsearch has a newer Snowball for German (-et stays) and English (-ogist stays), another stemmer for Greek (παιδιά meets παιδί
# there), and knows ё as е already when it looks for stop words. In each engine, the forms of such a word meet.
KNOWN_DIFFERENCES = {"de": {"flüchteten", "unbegleitete"}, "el": {"παιδιά"}, "ru": {"её", "ещё"}}
DIFFERENT_WORDS = (
    0.003  # of the words that the demo offices use in a language: 2 of 3,000 in English, none in the others
)


@pytest.fixture(scope="module")
def analyzing(elasticsearch_server):
    """Words and their places as an analyzer of the index makes them."""
    name = "test-language-analysis"
    made = elasticsearch_server.request(f"/{name}", "PUT", {"settings": {"analysis": analysis()}})
    assert made.is_success, made.text

    def analyze(language, text):
        answer = elasticsearch_server.request(f"/{name}/_analyze", "POST", {"analyzer": language, "text": text})
        return [(token["position"], token["token"].lower().replace("ς", "σ")) for token in answer.json()["tokens"]]

    yield analyze
    elasticsearch_server.request(f"/{name}", "DELETE")


def different_words(analyzing, language, text):
    """The words of a text, and those of which the engines make different ones."""
    written = words(text)
    ours = {place: form for place, word in enumerate(written) if (form := stem(language, word))}
    theirs = dict(analyzing(language, text))
    places = {place for place in ours.keys() | theirs.keys() if ours.get(place) != theirs.get(place)}
    return {word.lower() for word in written}, {written[place].lower() for place in places}


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "pt"])
def test_both_engines_make_the_same_words_of_what_the_demo_offices_publish(analyzing, language):
    used, different = set(), set()
    for path in sorted(ARTICLES.rglob(f"*.{language}.yml")):
        some, others = different_words(analyzing, language, str(yaml.safe_load(path.read_text())))
        used |= some
        different |= others
    assert len(used) > 300
    assert len(different) <= DIFFERENT_WORDS * len(used), different


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_both_engines_make_the_same_words_of_difficult_texts(analyzing, language):
    _, different = different_words(analyzing, language, OTHERS[language])
    assert different == KNOWN_DIFFERENCES.get(language, set())


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("de", "unbegleitete unbegleiteten unbegleiteter"),
        ("de", "flüchteten flüchtete"),
        ("el", "παιδί παιδιά παιδιού παιδιών"),
        ("en", "psychologist psychologists"),
        ("en", "child children Children's"),
        ("ru", "ребёнка ребенка"),
    ],
)
def test_the_forms_of_a_word_meet(analyzing, language, forms):
    assert len({analyzing(language, form)[0][1] for form in forms.split()}) == 1


def test_every_language_that_is_stemmed_has_an_analyzer():
    assert set(STEMMERS) | set(PREPARED_LANGUAGES) == set(STEMMED_LANGUAGES)
