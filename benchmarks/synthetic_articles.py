"""Made-up articles in eleven languages, as many as a measurement needs: words as often as in real news, topics, phrases that come again.

The most frequent words are real, the others are put together from a language's letters and endings, so that stop words, stemmers and
folding have their work. The same seed gives the same articles.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_api.engines.engine import IndexedArticle

WORDS = 30_000  # of a language
ZIPF = 1.05  # the word of rank r is as frequent as 1 / r**ZIPF; about so in news of any language
TOPICS, WORDS_OF_A_TOPIC, SHARE_OF_A_TOPIC = 60, 250, 0.12
PHRASES, WORDS_BETWEEN_PHRASES = 5_000, 25
MEDIAN_LENGTH, SPREAD, LENGTHS = 370, 0.5, (60, 2000)  # words; log-normal
OWN_STORY = 0.45  # of the articles tell a story that no other tells
SOURCES, COUNTRIES, CONCEPTS, ORGANISATIONS = 60, 120, 25, 400
FIRST_DAY, DAYS = date(2024, 1, 1), 730


Ranks = NDArray[np.int64]
"""Places of words among a language's words, the most frequent first."""


@dataclass(frozen=True)
class Language:
    """What words of a language are made of."""

    share: float  # of all articles
    consonants: str
    vowels: str
    endings: str
    frequent: str


LANGUAGES = {
    "en": Language(
        0.40,
        "b c d f g h l m n p r s t v w ch sh th st tr",
        "a e i o u ea ou",
        "s ed ing er ion ment ly al",
        "the of and to in a for that is on was with as by at from it are be this have has were said not but they their "
        "children migrants border people",
    ),
    "es": Language(
        0.12,
        "b c d f g l m n p r s t v ch rr br tr",
        "a e i o u á é í ó ie ue",
        "s es ado ida ción mente ar ando",
        "de la que el en y a los se del las un por con no una su para es al lo como más niños migrantes personas frontera",
    ),
    "fr": Language(
        0.10,
        "b c d f g l m n p r s t v ch qu br tr",
        "a e i o u é è ê eau ou oi",
        "s es ée ment tion eur euse er ant",
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se l'enfant d'asile mineurs frontière",
    ),
    "ar": Language(
        0.08,
        "ب ت ج ح خ د ر ز س ش ص ع ف ق ك ل م ن ه",
        "ا و ي",
        "ة ات ين ون ها",
        "في من على إلى عن أن التي الذي هذا الأطفال المهاجرين",
    ),
    "de": Language(
        0.08,
        "b d f g h k l m n p r s t w z ch sch st",
        "a e i o u ä ö ü ei au",
        "en er e ung keit lich ten es",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch Kinder Flüchtlinge Grenze",
    ),
    "pt": Language(
        0.06,
        "b c d f g l m n p r s t v ch lh nh",
        "a e i o u á ã é ó ei ão",
        "s es ado ida ção mente ar ando",
        "de a o que e do da em um para com não uma os no se na por mais as dos como crianças migrantes fronteira",
    ),
    "ru": Language(
        0.06,
        "б в г д ж з к л м н п р с т ф х ч ш",
        "а е и о у ы я",
        "ов ами ой ый ения ость ать",
        "и в не на что с по как из у за от к о для это его дети мигранты граница",
    ),
    "it": Language(
        0.05,
        "b c d f g l m n p r s t v z gl sc",
        "a e i o u à ia io",
        "i e ato ita zione mente are ando",
        "di e che la il un a per in una sono con non si da come le dei nel l'infanzia minori migranti frontiera",
    ),
    "tr": Language(
        0.03,
        "b c ç d g ğ h k l m n p r s ş t y z",
        "a e ı i o ö u ü",
        "lar ler nın da den mak lik ları",
        "ve bir bu da de için ile olarak daha çok gibi sonra kadar çocuklar göçmenler",
    ),
    "el": Language(
        0.01,
        "β γ δ κ λ μ ν π ρ σ τ φ χ",
        "α ε η ι ο υ ω ά έ ί ό",
        "ος ων ες ους ματα ση",
        "και το της η ο τα των για με από στην δεν παιδιά πρόσφυγες",
    ),
    "az": Language(
        0.01,
        "b c ç d g ğ h k l m n p q r s ş t x y z",
        "a e ə ı i o ö u ü",
        "lar lər ın da dən ları",
        "və bir bu da ilə üçün olan kimi uşaqlar",
    ),
}


@dataclass(frozen=True)
class Model:
    """A language's words, from the most frequent on, and how they come."""

    words: Any  # array of texts
    cumulated: Any  # array of their frequencies, each with those before it
    topics: Ranks
    phrases: list[str]


@cache
def model(code: str) -> Model:
    """The words of a language."""
    language = LANGUAGES[code]
    chance = random.Random(code)
    syllables = [first + second for first in language.consonants.split() for second in language.vowels.split()]
    consonants, endings = language.consonants.split(), ["", *language.endings.split()]
    words = dict.fromkeys(language.frequent.split())
    while len(words) < WORDS:
        stem = "".join(chance.choices(syllables, k=chance.randint(1, 3))) + chance.choice(consonants)
        words.update(dict.fromkeys(stem + ending for ending in chance.sample(endings, 3)))
    frequencies = 1 / np.arange(1, WORDS + 1) ** ZIPF
    topics = [[chance.randrange(200, WORDS // 2) for _ in range(WORDS_OF_A_TOPIC)] for _ in range(TOPICS)]
    kept = list(words)[:WORDS]
    phrases = [
        " ".join(kept[chance.randrange(100, WORDS // 3)] for _ in range(chance.choice((2, 2, 3))))
        for _ in range(PHRASES)
    ]
    return Model(np.array(kept, dtype=object), np.cumsum(frequencies) / frequencies.sum(), np.array(topics), phrases)


def synthetic_articles(number: int, seed: int = 1) -> Iterator[IndexedArticle]:
    """So many articles."""
    chance = np.random.default_rng(seed)
    codes = list(LANGUAGES)
    shares = np.array([language.share for language in LANGUAGES.values()])
    for place, code in enumerate(chance.choice(len(codes), number, p=shares / shares.sum())):
        yield synthetic_article(place, codes[code], chance, number)


def synthetic_article(number: int, code: str, chance: np.random.Generator, of: int) -> IndexedArticle:
    """One article."""
    known = model(code)
    topic = known.topics[chance.integers(TOPICS)]
    length = int(np.clip(chance.lognormal(np.log(MEDIAN_LENGTH), SPREAD), *LENGTHS))
    address = f"https://press-{number % SOURCES}.example/{code}/{number}"
    article_id = "a" + hashlib.sha256(address.encode()).hexdigest()[:24]
    return IndexedArticle(
        article_id=article_id,
        story_id=f"s{number}" if chance.random() < OWN_STORY else f"t{chance.integers(max(1, of // 4))}",
        revision=number + 1,
        first_revision=number + 1,
        address=address,
        source=f"press-{rare(chance, SOURCES)}",
        publisher_kind=("un-agency", "ombudsman", "network")[number % 3],
        kind="pdf" if chance.random() < 0.1 else "html",
        language=code,
        title=" ".join(spoken(known, topic, 9, chance)).capitalize(),
        text="\n".join(sentences(spoken(known, topic, length, chance), chance)),
        published=None if number % 50 == 0 else FIRST_DAY + timedelta(days=int(DAYS * (1 - chance.random() ** 1.6))),
        published_precision="" if number % 50 == 0 else "day",
        date_uncertain=number % 50 == 0,
        countries=several(chance, "C", COUNTRIES, 3),
        concepts=several(chance, "concept-", CONCEPTS, 3),
        organisations=several(chance, "organisation-", ORGANISATIONS, 4),
        withdrawn=chance.random() < 0.002,
    )


def spoken(known: Model, topic: Ranks, length: int, chance: np.random.Generator) -> list[str]:
    """Words in a row: frequent ones, those of the topic, and now and then a phrase."""
    ranks = np.searchsorted(known.cumulated, chance.random(length))
    of_topic = chance.random(length) < SHARE_OF_A_TOPIC
    ranks[of_topic] = topic[(chance.random(int(of_topic.sum())) ** 3 * WORDS_OF_A_TOPIC).astype(int)]
    words: list[str] = known.words[np.minimum(ranks, WORDS - 1)].tolist()
    for place in chance.integers(0, length, length // WORDS_BETWEEN_PHRASES):
        words[place] = known.phrases[rare(chance, PHRASES)]
    return words


def sentences(words: list[str], chance: np.random.Generator) -> Iterator[str]:
    """The words as sentences of 9 to 27."""
    remaining = iter(words)
    while sentence := list(islice(remaining, int(chance.integers(9, 28)))):
        yield f"{' '.join(sentence).capitalize()}."


def rare(chance: np.random.Generator, number: int) -> int:
    """One of so many, the first far more often than the last."""
    return int(number ** chance.random()) - 1


def several(chance: np.random.Generator, name: str, number: int, most: int) -> tuple[str, ...]:
    """Up to `most` names."""
    return tuple(sorted({f"{name}{rare(chance, number)}" for _ in range(int(chance.integers(0, most + 1)))}))
