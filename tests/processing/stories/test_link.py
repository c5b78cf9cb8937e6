import random
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from processing.catalogue import stories
from processing.catalogue.database import Catalogue, open_catalogue
from processing.settings import Settings
from processing.stories import candidates
from processing.stories import link as linking
from processing.stories.link import link

A, B, C = "https://iom.example/news/flood", "https://unicef.example/press/flood", "https://iom.example/fr/flood"
FRAME = (
    "Read more about our work for children on the move and how you can support it today. Subscribe to our newsletter, follow us on "
    "all channels and contact the press office for interviews with our experts in the region and at headquarters."
)


def in_groups(desk: Any) -> set[frozenset[str]]:
    """The stories, as sets of addresses."""
    groups: dict[str | None, set[str]] = {}
    for address, story in desk.stories().items():
        groups.setdefault(story, set()).add(address)
    return {frozenset(group) for group in groups.values()}


def test_a_copy_on_another_site_is_the_same_story(desk: Any, write: Callable[..., str]) -> None:
    ids = [desk.publish(A, write(1)), desk.publish(B, write(1) + " This text first appeared elsewhere.")]
    assert link(desk.catalogue) == {"linked": 2, "moved": 2, "stories": 1}
    assert set(desk.stories().values()) == {"s" + min(ids)[1:]}


def test_different_news_are_different_stories(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1))
    desk.publish(B, write(2))
    link(desk.catalogue)
    assert not desk.together(A, B)


def test_linking_again_changes_nothing(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1))
    desk.publish(B, write(1))
    link(desk.catalogue)
    before = desk.stories(), desk.links(), desk.revisions()
    assert link(desk.catalogue) == {"linked": 0, "moved": 0, "stories": 1}
    assert (desk.stories(), desk.links(), desk.revisions()) == before


def test_the_index_sees_only_the_articles_whose_story_changed(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1))
    desk.publish(C, write(2))
    link(desk.catalogue)
    before = desk.revisions()
    desk.publish(B, write(1))
    link(desk.catalogue)
    after = desk.revisions()
    assert after[C] == before[C]
    moved = {address for address in before if after[address] != before[address]}
    assert moved <= {A}  # it moved unless it gives the story its name
    assert after[B] > max(before.values())


def test_a_teaser_joins_the_whole_text(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1, 600))
    desk.publish(B, " ".join(write(1, 600).split()[:60]) + " Read more")
    link(desk.catalogue)
    assert desk.together(A, B)


def test_the_next_report_of_a_series_is_another_story(desk: Any, write: Callable[..., str]) -> None:
    first = write(1)
    chance = random.Random(3)
    desk.publish(A, first, published=date(2026, 10, 6))
    desk.publish(
        A + "-2", re.sub(r"\d+", lambda _: str(chance.randrange(1001, 9999)), first), published=date(2026, 10, 13)
    )
    link(desk.catalogue)
    assert not desk.together(A, A + "-2")


def test_short_items_in_one_sites_frame_are_different_stories(desk: Any, write: Callable[..., str]) -> None:
    for number in range(12):
        desk.publish(f"{A}/{number}", f"{write(100 + number, 25)}\n{FRAME}", title=f"Item {number}")
    link(desk.catalogue)
    assert len(in_groups(desk)) == 12


def test_a_frame_that_many_pages_share_does_not_hide_a_copy(desk: Any, write: Callable[..., str]) -> None:
    for number in range(12):
        desk.publish(f"{A}/{number}", f"{write(100 + number, 120)}\n{FRAME}", title=f"Item {number}")
    desk.publish(B, write(105, 120))
    link(desk.catalogue, batch=3)
    assert desk.together(B, f"{A}/5")
    assert len(in_groups(desk)) == 12


def test_a_page_under_many_addresses_is_one_story(desk: Any, write: Callable[..., str]) -> None:
    addresses = [f"{A}?session={number}" for number in range(20)]
    for address in addresses:
        desk.publish(address, write(1))
    link(desk.catalogue, batch=7)
    assert desk.together(*addresses)


def test_articles_without_text_are_not_all_one_story(desk: Any) -> None:
    desk.publish(A, "")
    desk.publish(B, "")
    link(desk.catalogue)
    assert not desk.together(A, B)


@pytest.mark.parametrize("declaring_first", [True, False])
def test_a_declared_language_version_is_the_same_story(
    desk: Any, write: Callable[..., str], declaring_first: bool
) -> None:
    versions: list[tuple[str, str, str, tuple[str, ...]]] = [(A, write(1), "en", (C,)), (C, write(2), "fr", ())]
    for address, text, language, alternates in versions if declaring_first else reversed(versions):
        desk.publish(address, text, language=language, alternates=alternates)
        link(desk.catalogue)
    assert desk.together(A, C)


def test_a_declared_version_in_the_same_language_is_not_believed(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1), alternates=(C,))
    desk.publish(C, write(2))
    link(desk.catalogue)
    assert not desk.together(A, C)


def test_a_front_page_that_all_articles_declare_joins_nothing(desk: Any, write: Callable[..., str]) -> None:
    addresses = [f"{A}/{number}" for number in range(5)]
    for number, address in enumerate(addresses):
        desk.publish(address, write(number), alternates=(C,))
        if number == 0:
            desk.publish(C, write(50), language="fr", alternates=(addresses[3],))
        link(desk.catalogue)
    assert desk.together(addresses[3], C)  # the only one that it declares back
    assert len(in_groups(desk)) == 5


def test_copies_of_language_versions_hang_together(desk: Any, write: Callable[..., str]) -> None:
    desk.publish(A, write(1), alternates=(C,))
    desk.publish(C, write(2), language="fr")
    desk.publish(B, write(2), language="fr")
    link(desk.catalogue)
    assert desk.together(A, B, C)


def test_a_story_splits_when_a_text_changes(desk: Any, write: Callable[..., str]) -> None:
    for address in (A, B, C):
        desk.publish(address, write(1))
    link(desk.catalogue)
    assert desk.together(A, B, C)
    desk.publish(B, write(2))
    link(desk.catalogue)
    assert desk.together(A, C)
    assert not desk.together(A, B)


def test_a_link_says_why_it_was_made(desk: Any, write: Callable[..., str]) -> None:
    declaring = desk.publish(A, write(1), alternates=(C,))
    desk.publish(C, write(2), language="fr")
    desk.publish(B, " ".join(write(1).split()[:60]))
    link(desk.catalogue)
    with desk.catalogue.reading() as session:
        made = {one.reason: one.evidence for one in stories.links_of(session, [declaring])}
    assert made[stories.LANGUAGE_VERSION] == {"way": "hreflang", "declared by": declaring, "answered": False}
    assert made[stories.COPY]["kind"] == "shortened"
    assert made[stories.COPY]["containment"] == 1.0


# --- the same stories in whatever order ---------------------------------------------------------------------------------


def newspaper(write: Callable[..., str], edited: Callable[..., str]) -> list[dict[str, Any]]:
    """Articles that meet every rule: copies, cuts, edits, frames, series, language versions, and chains of them."""
    made: list[dict[str, Any]] = []

    def page(site: int, number: str, text: str, **more: Any) -> str:
        address = f"https://site{site}.example/{number}"
        made.append({"address": address, "text": text, "title": f"Title {number}", **more})
        return address

    for number in range(6):
        text = write(number)
        page(1, f"n{number}", f"{text}\n{FRAME}")
        page(2, f"n{number}", edited(text, 0.1 + 0.05 * (number % 3), number))
        page(3, f"n{number}", " ".join(text.split()[: 60 + 30 * number]))
    for number in range(7):  # a frame with little of its own, and a series
        page(1, f"short{number}", f"{write(50 + number, 30)}\n{FRAME}")
        chance = random.Random(number)
        page(4, f"week{number}", re.sub(r"\d+", lambda _, c=chance: str(c.randrange(1001, 99999)), write(60)))
    for number in range(3):
        page(5, f"fr{number}", write(70 + number), language="fr", alternates=(f"https://site1.example/n{number}",))
        page(6, f"fr{number}", edited(write(70 + number), 0.05), language="fr")
    for number in range(5):
        page(7, f"same{number}", write(80))
    return made


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that forty articles reach, so that phrases become common and texts become frames on the way."""
    for module in (candidates, linking):
        monkeypatch.setattr(module, "COMMON", 9)
    monkeypatch.setattr(candidates, "FRAME", 3)


@pytest.mark.usefixtures("small_limits")
def test_any_order_batch_and_interruption_give_the_same_stories(
    tmp_path: Path,
    desk_at: Callable[[Catalogue], Any],
    write: Callable[..., str],
    edited: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = newspaper(write, edited)
    expected: set[frozenset[str]] | None = None
    for seed in range(8):
        chance = random.Random(seed)
        catalogue = open_catalogue(Settings(_env_file=None, data=tmp_path / str(seed)))
        desk = desk_at(catalogue)
        order = paper if seed == 0 else chance.sample(paper, len(paper))
        for start in range(0, len(order), nightly := len(order) if seed == 0 else chance.choice([1, 5, 17])):
            for page in order[start : start + nightly]:
                desk.publish(**page)
            if seed and chance.random() < 0.5:
                with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
                    killed_after(patch, chance.randrange(3))
                    link(catalogue, batch=2)
                    raise KeyboardInterrupt  # it was done before it could be killed
            link(catalogue, batch=200 if seed == 0 else chance.choice([1, 3, 200]))
        catalogue.close()
        groups = in_groups(desk_at(open_catalogue(Settings(_env_file=None, data=tmp_path / str(seed)))))
        expected = expected or groups
        assert groups == expected, f"seed {seed}"
    assert expected is not None
    sizes = sorted(map(len, expected))
    assert sizes[-1] >= 5  # chains were joined
    assert sizes[0] == 1  # and not everything


@pytest.mark.usefixtures("small_limits")
def test_changed_texts_give_the_same_stories_as_if_they_had_always_been_so(
    tmp_path: Path, desk_at: Callable[[Catalogue], Any], write: Callable[..., str], edited: Callable[..., str]
) -> None:
    paper = newspaper(write, edited)
    fresh = open_catalogue(Settings(_env_file=None, data=tmp_path / "fresh"))
    for page in paper:
        desk_at(fresh).publish(**page)
    link(fresh)
    for seed in range(3):
        chance = random.Random(seed)
        changed = open_catalogue(Settings(_env_file=None, data=tmp_path / str(seed)))
        desk = desk_at(changed)
        for page in chance.sample(paper, len(paper)):  # at first, many pages say something else, most of it common
            desk.publish(**{**page, "text": chance.choice(paper)["text"] if chance.random() < 0.5 else page["text"]})
        link(changed, batch=chance.choice([2, 200]))
        for page in chance.sample(paper, len(paper)):
            desk.publish(**{**page, "alternates": ()})
            if chance.random() < 0.3:
                link(changed, batch=chance.choice([2, 200]))
        link(changed)
        assert in_groups(desk) == in_groups(desk_at(fresh)), f"seed {seed}"


def killed_after(patch: pytest.MonkeyPatch, batches: int) -> None:
    """The process is killed in a batch's transaction, after so many whole ones."""
    done = []
    mark_linked = stories.mark_linked

    def killed(*arguments: Any) -> None:
        done.append(1)
        if len(done) > batches:
            raise KeyboardInterrupt
        mark_linked(*arguments)

    patch.setattr(stories, "mark_linked", killed)
