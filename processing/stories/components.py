"""Stories from links: articles that hang together are one story, as far as nobody has said that two of them are not."""

from collections.abc import Iterable

from processing.catalogue.stories import COPY, LANGUAGE_VERSION, OPERATOR, SPLIT, Link


def stories_from(articles: Iterable[str], links: Iterable[Link]) -> dict[str, str]:
    """The story id of each article: "s" and the digits of the smallest article of its story.

    A link joins the stories of its two ends, unless that would bring together what an operator split. Links are taken by
    their strength: what is joined by hand, then declared language versions, then copies, the likest first, then language
    versions that nobody declares. So the same links give the same stories in whatever order they were found, and a copy of two
    articles that are split goes with the one it is more like. Links have both their ends among `articles`; those that do not
    are passed over.
    """
    parent = {article: article for article in articles}

    def root(article: str) -> str:
        while parent[article] != article:
            parent[article] = parent[parent[article]]
            article = parent[article]
        return article

    made = [link for link in links if link.left in parent and link.right in parent]
    apart: dict[str, set[str]] = {}  # root -> articles that must not come into its story
    split: dict[str, set[str]] = {}  # root -> articles in its story that are split from some other
    for link in made:
        if link.reason == SPLIT:
            for one, other in ((link.left, link.right), (link.right, link.left)):
                apart.setdefault(one, set()).add(other)
                split.setdefault(one, set()).add(one)
    # Where nothing is split the order changes nothing.
    for link in sorted(made, key=strength) if apart else made:
        smaller, larger = sorted((root(link.left), root(link.right)))
        if link.reason == SPLIT or smaller == larger or apart.get(smaller, set()) & split.get(larger, set()):
            continue
        parent[larger] = smaller
        for kept in (apart, split):
            if larger in kept:
                kept.setdefault(smaller, set()).update(kept.pop(larger))
    return {article: "s" + root(article)[1:] for article in parent}


def strength(link: Link) -> tuple[int, float, str, str]:
    """Sorts links, the strongest first; no two are equal."""
    rank = {OPERATOR: 0, LANGUAGE_VERSION: 1, COPY: 2}.get(link.reason, 3)
    likeness = float(link.evidence.get("jaccard", 0)) + float(link.evidence.get("containment", 0))
    return rank, -likeness, link.left, link.right
