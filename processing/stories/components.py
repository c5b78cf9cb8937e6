"""Stories from links: articles that hang together, however many links there are between, are one story."""

from collections.abc import Iterable


def stories_from(articles: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The story id of each article: "s" and the digits of the smallest article it hangs together with.

    The same for the same links, in whatever order they were found.
    """
    parent = {article: article for article in articles}

    def root(article: str) -> str:
        while parent[article] != article:
            parent[article] = parent[parent[article]]
            article = parent[article]
        return article

    for left, right in links:
        smaller, larger = sorted((root(left), root(right)))
        parent[larger] = smaller
    return {article: "s" + root(article)[1:] for article in parent}
