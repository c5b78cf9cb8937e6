"""Language versions: articles of which one's page declares the other, by its address, as the same in another language."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from processing.catalogue.stories import LANGUAGE_VERSION, Declared, Link

MOST_DECLARERS = (
    3  # articles of one language that declare the same page without an answer: more, and it is a front page
)


def language_versions(
    declarations: Collection[Declared], languages: Mapping[str, str], among: Collection[str]
) -> list[Link]:
    """The links that the declarations justify, of those with an end in `among`.

    Articles must be in different languages. A page that many articles of one language declare is a front page or a fault of the
    site; it is believed only where it declares an article back.
    """
    made = {(one.by, one.of) for one in declarations}
    declarers = Counter((of, languages.get(by, "")) for by, of in made)
    links: dict[tuple[str, str], Link] = {}
    for one in sorted(declarations, key=lambda one: (one.by, one.of, one.way)):
        language, other = languages.get(one.by, ""), languages.get(one.of, "")
        answered = (one.of, one.by) in made
        if not language or not other or language == other or not {one.by, one.of} & set(among):
            continue
        if answered or declarers[one.of, language] <= MOST_DECLARERS:
            left, right = sorted((one.by, one.of))
            evidence = {"way": one.way, "declared by": one.by, "answered": answered}
            links.setdefault((left, right), Link(left, right, LANGUAGE_VERSION, evidence))
    return list(links.values())


def ends(declarations: Iterable[Declared]) -> set[str]:
    """All articles that declare or are declared."""
    return {article for one in declarations for article in (one.by, one.of)}
