"""Whole crawls of a press office on loopback, each in a process of its own."""

from typing import Any

# The fixtures `office` and `source` are in conftest.py.


def test_a_first_night_captures_what_the_listing_names(source: Any, office: Any) -> None:
    office.listing("one", "two")
    office.article("one")
    office.article("two")
    night = source.crawl()
    assert (night.state, night.reason) == ("finished", "")
    assert night.outcomes == {"/news": "captured", "/news/one": "captured", "/news/two": "captured"}
    assert night.paths("listing") == ["news"]
    assert sorted(night.paths("article")) == ["news/one", "news/two"]
