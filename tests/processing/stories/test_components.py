import random

import pytest

from processing.catalogue.stories import COPY, LANGUAGE_VERSION, OPERATOR, SPLIT, Link
from processing.stories.components import stories_from


def copy(left: str, right: str, jaccard: float) -> Link:
    return Link(left, right, COPY, {"jaccard": jaccard, "containment": jaccard})


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_links_does_not_matter_even_where_splits_decide(seed: int) -> None:
    chance = random.Random(seed)
    articles = [f"a{number:02}" for number in range(12)]
    pairs = [(one, other) for one in articles for other in articles if one < other]
    reasons = [COPY, COPY, COPY, LANGUAGE_VERSION, OPERATOR, SPLIT]
    links = [
        Link(*pair, chance.choice(reasons), {"jaccard": chance.choice([0.4, 0.5, 1.0]), "containment": 0.7})
        for pair in chance.sample(pairs, 25)
    ]
    expected = stories_from(articles, links)
    for _ in range(10):
        assert stories_from(chance.sample(articles, 12), chance.sample(links, 25)) == expected
    for link in links:
        if link.reason == SPLIT:
            assert expected[link.left] != expected[link.right]


def test_a_copy_of_two_that_are_split_goes_with_the_one_it_is_more_like() -> None:
    split = Link("a1", "a2", SPLIT, {})
    links = [copy("a1", "a3", 0.5), copy("a2", "a3", 0.9), split]
    assert stories_from(["a1", "a2", "a3"], links) == {"a1": "s1", "a2": "s2", "a3": "s2"}
    by_hand = Link("a1", "a3", OPERATOR, {})
    assert stories_from(["a1", "a2", "a3"], [by_hand, *links[1:]]) == {"a1": "s1", "a2": "s2", "a3": "s1"}


def test_a_split_counts_for_whole_stories() -> None:
    links = [copy("a1", "a3", 0.9), copy("a2", "a4", 0.9), copy("a3", "a4", 0.8), Link("a1", "a2", SPLIT, {})]
    assert stories_from(["a1", "a2", "a3", "a4"], links) == {"a1": "s1", "a3": "s1", "a2": "s2", "a4": "s2"}
