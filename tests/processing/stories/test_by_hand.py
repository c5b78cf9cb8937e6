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
