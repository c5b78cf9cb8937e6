"""Language versions that no page declares: the same figures in the same order, the same names, pictures and addresses.

A function of the two articles alone. Both are of one family of publishers and in different languages; where their dates are
sure they are near. Thresholds were set on NTREX, where 123 articles are there in 37 languages, as if one office had published
all of them on one day: the hardest case, for what is not a version differs by its facts only.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import xxhash

from processing.catalogue.stories import LinkedText
from processing.stories.copies import Comparable
from processing.stories.families import family_of, has_words, without_language
from processing.stories.images import image_name
from processing.stories.reading import YEARS

FAMILY_DAYS = 7  # between the dates of two versions
ADDRESS_DAYS = 60  # the same where the address says it too
WEEK = 7  # days: versions are looked for in their own week and those beside it
FEWEST_FIGURES = 3  # in common, where nothing else agrees
FIGURES_COVER = 0.6  # share of the figures of either text that the other has
FIGURES_ORDER = 0.7  # share of the common ones that stand in one order
FEW_FIGURES = 2  # in common, where names or a picture agree too
FEWEST_NAMES = 2  # in common
NAMES_COVER = 0.3  # share of the smaller text's names, where both are written in Latin letters
LENGTHS = 3.0  # times as many words at most: Armenian needs half of the words of Haitian Creole
MOST_PAIRS = 8  # of figures, that are kept of an article to find its versions
MOST_LARGE = 3
MOST_IMAGES = 3
LARGE = 4  # digits from which one figure is a feature by itself
TIMELESS = 0  # week of features that hold at any time
FEATURE_BITS = 46


@dataclass(frozen=True)
class Facts:
    """What an article is compared by across languages."""

    article: Comparable
    address: str
    figures: tuple[str, ...]  # of two digits and more, years left out, in the order of their first mention
    images: frozenset[str]


def figures_in_order(words: Sequence[str]) -> tuple[str, ...]:
    """The telling figures among folded words: two digits and more, no years, each once."""
    return tuple(
        dict.fromkeys(word for word in words if word[0].isdecimal() and len(word) > 1 and not YEARS.fullmatch(word))
    )


def keys_of(one: LinkedText, words: Sequence[str], site: str) -> tuple[int, ...]:
    """Hashes that language versions share, by which they find each other, sorted: of pairs of figures that follow each other and
    of large figures, kept by the week of publication, for they tell only together with a day; of pictures and of the address
    without its language, at any time.
    """
    family = family_of(site)
    figures = figures_in_order(words) if one.published else ()
    week = one.published.toordinal() // WEEK if one.published else TIMELESS
    pairs = [f"{first} {second}" for first, second in pairwise(figures)][:MOST_PAIRS]
    large = [figure for figure in figures if len(figure) >= LARGE][:MOST_LARGE]
    images = sorted(filter(None, map(image_name, one.images)))[:MOST_IMAGES]
    timeless = [_hash(family, "address", without_language(one.address)[0])]
    timeless += [_hash(family, "image", image) for image in images]
    dated = {_key(week, _hash(family, "figures", value)) for value in (*pairs, *large)}
    return tuple(sorted(dated | {_key(TIMELESS, one) for one in timeless}))


def near(key: int) -> tuple[int, ...]:
    """The key, and the same in the weeks before and after where it has a week."""
    week = key >> FEATURE_BITS & 0xFFFF
    return (key,) if week == TIMELESS else (key - (1 << FEATURE_BITS), key, key + (1 << FEATURE_BITS))


def _key(week: int, feature: int) -> int:
    """Weeks stand together in the table, so that what is new is written in one place."""
    return (1 << 62) | ((week & 0xFFFF) << FEATURE_BITS) | feature


def facts(one: LinkedText, article: Comparable) -> Facts:
    """An article with what is compared across languages."""
    images = frozenset(filter(None, map(image_name, one.images)))
    return Facts(article, one.address, figures_in_order(article.reading.words), images)


def version_evidence(left: Facts, right: Facts) -> dict[str, Any] | None:
    """Why two articles are language versions of each other; None when nothing says so, or something speaks against it.

    `{"way": "address" | "image" | "figures", "figures": […], "names": […], "score": …}`: the larger the score, the surer.
    """
    one, other = left.article, right.article
    if not one.language or not other.language or one.language == other.language:
        return None
    if family_of(one.site) != family_of(other.site) or not _lengths_agree(one, other):
        return None
    common = [figure for figure in left.figures if figure in set(right.figures)]
    most = max(len(left.figures), len(right.figures))
    cover = len(common) / most if most else 0.0
    in_order = _in_order(common, right.figures) / len(common) if common else 0.0
    names = sorted(_latin(one) & _latin(other))
    fewest = min(len(_latin(one)), len(_latin(other)))
    both_latin = _is_latin(one) and _is_latin(other)
    names_cover = len(names) / fewest if fewest else 0.0
    names_agree = len(names) >= FEWEST_NAMES and names_cover >= NAMES_COVER
    contradicted = both_latin and fewest > FEWEST_NAMES and not names_agree
    figures_agree = cover >= FIGURES_COVER and in_order >= FIGURES_ORDER and bool(common)
    days = _days_apart(one.published, other.published)
    way = ""
    if (
        _same_address(left.address, right.address)
        and (days is None or days <= ADDRESS_DAYS)
        and (figures_agree or most < FEWEST_FIGURES)
    ):
        way = "address"
    elif days is not None and days > FAMILY_DAYS:
        return None
    elif left.images & right.images and (figures_agree or (names_agree and not most)) and not contradicted:
        way = "image"
    elif (
        days is not None
        and figures_agree
        and not contradicted
        and len(common) >= (FEW_FIGURES if names_agree else FEWEST_FIGURES)
    ):
        way = "figures"
    if not way:
        return None
    score = len(common) * cover * in_order + names_cover + 5 * (way == "address") + 2 * bool(left.images & right.images)
    return {"way": way, "figures": common[:10], "names": names[:10], "score": round(score, 3)}


def _same_address(left: str, right: str) -> bool:
    (rest, language), (other_rest, other_language) = without_language(left), without_language(right)
    return rest == other_rest and language != other_language and has_words(rest)


def _in_order(common: Sequence[str], other: Sequence[str]) -> int:
    """How many of the figures that both have stand in one order in both: the longest rising row of their places."""
    place = {figure: at for at, figure in enumerate(other)}
    lengths: list[int] = []
    places = [place[figure] for figure in common]
    for at, one in enumerate(places):
        lengths.append(1 + max((lengths[before] for before in range(at) if places[before] < one), default=0))
    return max(lengths, default=0)


def _lengths_agree(one: Comparable, other: Comparable) -> bool:
    short, long = sorted((len(one.reading.words), len(other.reading.words)))
    return short > 0 and long / short <= LENGTHS


def _latin(one: Comparable) -> frozenset[str]:
    """Names in Latin letters: capitalised where the text is in such letters, any word of them where it is not."""
    if _is_latin(one):
        return frozenset(name for name in one.reading.facts.names if name.isascii() and len(name) > 2)
    return frozenset(word for word in one.reading.vocabulary if word.isascii() and word.isalpha() and len(word) > 2)


def _is_latin(one: Comparable) -> bool:
    letters = "".join(one.reading.words[:200])
    return 2 * sum(letter < "\u0250" for letter in letters) > len(letters)


def _days_apart(left: date | None, right: date | None) -> int | None:
    return abs((left - right).days) if left and right else None


def _hash(*parts: str) -> int:
    return xxhash.xxh3_64_intdigest(unicodedata.normalize("NFC", "\n".join(parts)).encode("utf-8", "surrogatepass")) % (
        1 << FEATURE_BITS
    )
