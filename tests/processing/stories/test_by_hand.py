from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from processing.stories import by_hand
from processing.stories.link import link

A, B, C = "https://iom.example/news/flood", "https://unicef.example/press/flood", "https://iom.example/fr/flood"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_what_an_operator_joins_stays_joined_when_texts_change(desk: Any, write: Callable[..., str]) -> None:
    first = desk.publish(A, write(1))
    desk.publish(B, write(2))
    link(desk.catalogue)
    assert not desk.together(A, B)
    story = by_hand.join(desk.catalogue, first, B, AT)  # by id, and by address
    assert set(desk.stories().values()) == {story}
    desk.publish(B, write(3))
    link(desk.catalogue)
    assert desk.together(A, B)


def test_the_index_sees_what_was_joined_by_hand(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1))
    desk.publish(B, write(2))
    link(desk.catalogue)
    before = max(desk.revisions().values())
    by_hand.join(desk.catalogue, A, B, AT)
    assert max(desk.revisions().values()) > before


def test_what_an_operator_joined_can_be_taken_back(desk: Any, write: Callable[..., str]) -> None:
    for address, seed in ((A, 1), (B, 2), (C, 1)):
        desk.publish(address, write(seed))
    link(desk.catalogue)
    by_hand.join(desk.catalogue, A, B, AT)
    by_hand.join(desk.catalogue, A, C, AT)
    for other in (B, C):
        by_hand.take_back(desk.catalogue, A, other)
    link(desk.catalogue)
    assert not desk.together(A, B)
    assert desk.together(A, C)  # the program sees that by itself


def test_only_what_was_joined_by_hand_can_be_taken_back(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1))
    desk.publish(B, write(1))
    link(desk.catalogue)
    with pytest.raises(by_hand.NotJoinedError, match="nothing to take back"):
        by_hand.take_back(desk.catalogue, A, B)


def test_an_unknown_article_is_named(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1))
    with pytest.raises(by_hand.NoSuchArticleError, match="https://nowhere"):
        by_hand.join(desk.catalogue, A, "https://nowhere.example/", AT)
    with pytest.raises(by_hand.NoSuchArticleError, match="one article already"):
        by_hand.join(desk.catalogue, A, A, AT)


def test_what_an_operator_splits_stays_split_whatever_comes(
    desk: Any, write: Callable[..., str], edited: Callable[..., str]
) -> None:
    near_a, near_b = "https://one.example/near-a", "https://two.example/near-b"
    desk.publish(A, write(1))
    desk.publish(B, edited(write(1), 0.1))
    link(desk.catalogue)
    assert desk.together(A, B)
    ids = by_hand.split(desk.catalogue, A, B, AT)
    assert ids[0] != ids[1]
    assert set(desk.stories().values()) == set(ids)
    desk.publish(A, write(1) + " With a word more.")  # changed texts
    desk.publish(near_a, write(1))  # new copies, each of which is like both
    desk.publish(near_b, edited(write(1), 0.1) + " And one more here.")
    link(desk.catalogue)
    assert desk.together(A, near_a)
    assert desk.together(B, near_b)
    assert not desk.together(A, B)


def test_a_split_taken_back_is_seen_by_the_program_again(desk: Any, write: Callable[..., str]) -> None:
    for address in (A, B, C):
        desk.publish(address, write(1))
    link(desk.catalogue)
    by_hand.split(desk.catalogue, A, C, AT)
    link(desk.catalogue)
    assert not desk.together(A, C)
    by_hand.take_back(desk.catalogue, A, C)
    link(desk.catalogue)
    assert desk.together(A, B, C)


def test_a_declared_language_version_can_be_split_too(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1), alternates=(C,))
    desk.publish(C, write(2), language="fr", alternates=(A,))
    link(desk.catalogue)
    by_hand.split(desk.catalogue, A, C, AT)
    desk.publish(C, write(3), language="fr")
    link(desk.catalogue)
    assert not desk.together(A, C)


def test_the_later_word_on_two_articles_counts(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1))
    desk.publish(B, write(2))
    link(desk.catalogue)
    by_hand.join(desk.catalogue, A, B, AT)
    by_hand.split(desk.catalogue, A, B, AT)
    assert not desk.together(A, B)
    by_hand.join(desk.catalogue, A, B, AT)
    assert desk.together(A, B)


def test_a_word_that_contradicts_an_earlier_one_changes_nothing(desk: Any, write: Callable[..., str]) -> None:
    for seed, address in enumerate((A, B, C)):
        desk.publish(address, write(seed))
    link(desk.catalogue)
    by_hand.join(desk.catalogue, A, B, AT)
    by_hand.join(desk.catalogue, B, C, AT)
    before = desk.links()
    with pytest.raises(by_hand.ContradictionError, match="take one of these back"):
        by_hand.split(desk.catalogue, A, C, AT)
    assert desk.links() == before
    assert desk.together(A, B, C)
    by_hand.take_back(desk.catalogue, B, C)
    by_hand.split(desk.catalogue, A, C, AT)
    with pytest.raises(by_hand.ContradictionError, match="split by hand"):
        by_hand.join(desk.catalogue, B, C, AT)
