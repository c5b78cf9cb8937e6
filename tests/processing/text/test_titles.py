"""The headline as printed."""

from collections.abc import Callable

import pytest
from lxml.html import HtmlElement

from benchmarks.golden_pages import golden_pages
from processing.text.headings import Heading
from processing.text.metadata import PageMetadata, read_metadata
from processing.text.site_names import SiteNames
from processing.text.titles import choose_title

HERE = "https://www.childhood.example/press-releases/nine-children"


def choose(
    h1: list[str], window: str = "", og: str = "", site: str = "", hint: str = "", **rest: object
) -> tuple[str, str]:
    found = PageMetadata(
        headings=[Heading(words) for words in h1], window_title=window, site_names=[site] if site else []
    )
    if og:
        found.titles.append(("meta og:title", og))
    chosen = choose_title(found, HERE, hint=hint, **rest)  # type: ignore[arg-type]
    return chosen.where, chosen.text


@pytest.mark.parametrize(
    ("h1", "window", "og", "site", "title"),
    [
        (["Nine children rescued"], "Nine children rescued | Childhood Fund", "", "Childhood Fund", "Nine children rescued"),
        (["Childhood Fund", "Nine children rescued"], "Nine children rescued - Fund", "", "", "Nine children rescued"),
        (["Childhood Fund"], "", "Nine children rescued at sea | Childhood Fund", "Childhood Fund", "Nine children rescued at sea"),
        (["Press release"], "Nine children rescued off the coast | Press release | Childhood", "", "", "Nine children rescued off the coast"),
        ([], "Neuf enfants parmi les rescapés de la nuit – Fonds", "", "Fonds", "Neuf enfants parmi les rescapés de la nuit"),
        ([], "childhood | Nueve niños entre los rescatados", "", "", "Nueve niños entre los rescatados"),
        (["تسعة أطفال بين الناجين"], "تسعة أطفال بين الناجين | الصندوق", "", "", "تسعة أطفال بين الناجين"),
        (["A - B: what nine children told us"], "A - B: what nine children told us", "", "", "A - B: what nine children told us"),
        (["PERÚ | Defensoría visita albergue"], "PERÚ | Defensoría visita albergue - IOI", "", "IOI", "PERÚ | Defensoría visita albergue"),
        (["A very long headline that the page’s title cuts in its middle because it is long"], "A very long headline that the page's title cuts in its…", "", "",
         "A very long headline that the page’s title cuts in its middle because it is long"),
        (["Related news", "Subscribe"], "", "Doqquz uşaq xilas edildi", "", "Doqquz uşaq xilas edildi"),
        (["UŞAQ HÜQUQLARINA DAİR TƏLİM KEÇİRİLDİ"], "UŞAQ HÜQUQLARINA DAİR TƏLİM KEÇİRİLDİ - Ombudsman", "", "Ombudsman", "UŞAQ HÜQUQLARINA DAİR TƏLİM KEÇİRİLDİ"),
    ],
)  # fmt: skip
def test_the_headline_is_told_from_the_names_of_site_and_section(
    h1: list[str], window: str, og: str, site: str, title: str
) -> None:
    assert choose(h1, window, og, site)[1] == title


def test_a_declared_selector_is_believed_first() -> None:
    assert choose(["Other words"], "Other words", declared="Nine children") == ("declared selector", "Nine children")


def test_a_declared_suffix_is_taken_off() -> None:
    assert (
        SiteNames((), HERE).without("Nine children — Newsdesk of the Fund", (" — Newsdesk of the Fund",))
        == "Nine children"
    )


def test_the_card_that_led_here_is_the_last_resort() -> None:
    assert choose(["News"], "News", hint="Nine children rescued") == ("card", "Nine children rescued")
    assert choose([], "") == ("", "")


def test_all_candidates_are_kept_as_printed() -> None:
    found = PageMetadata(headings=[Heading("Nine children")], window_title="Nine children | Fund")
    chosen = choose_title(found, HERE)
    assert chosen.candidates == (("h1", "Nine children"), ("window title", "Nine children | Fund"))


@pytest.mark.parametrize("layout", sorted({page.layout for page in golden_pages()}))
def test_the_headline_is_exact_in_every_layout(layout: str, tree_of: Callable[[str], HtmlElement]) -> None:
    for page in golden_pages():
        if page.layout == layout:
            tree = tree_of(page.html)
            chosen = choose_title(read_metadata(tree, page.address), page.address, tree=tree)
            assert chosen.text == page.title, f"{page.about}, {page.language}"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("UNICEF: nine children are safe", "UNICEF: nine children are safe"),
        ("Nine children are safe | Childhood", "Nine children are safe"),
        ("Nine children | one harbour", "Nine children | one harbour"),
        ("« Neuf enfants » – le rapport", "« Neuf enfants » – le rapport"),
    ],
)
def test_what_a_heading_prints_stays_but_for_the_sites_exact_name(heading: str, title: str) -> None:
    assert choose([heading], heading, site="Childhood")[1] == title


def test_a_heading_that_the_head_only_varies_is_still_the_headline() -> None:
    assert choose(
        ["Why nine children never reached the harbour"], "Nine children lost: what the harbour log says", "Shocking!"
    ) == ("h1", "Why nine children never reached the harbour")


@pytest.mark.parametrize(
    "hostile", ["| " * 200, "« " * 200, "- - " * 100, ":" * 400, "a | " * 99, "<" * 400, "&" * 400]
)
def test_titles_made_to_stall_the_chooser_are_chosen_from_like_others(hostile: str) -> None:
    assert choose([hostile, "Nine children are safe"], hostile, hostile, hostile)[0]
