"""The headline as printed."""

import pytest

from processing.text.metadata import PageMetadata
from processing.text.titles import choose_title, without_site

HERE = "https://www.childhood.example/press-releases/nine-children"


def choose(
    h1: list[str], window: str = "", og: str = "", site: str = "", hint: str = "", **rest: object
) -> tuple[str, str]:
    found = PageMetadata(first_headings=h1, window_title=window, site_name=site)
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
        without_site("Nine children — Newsdesk of the Fund", frozenset(), (" — Newsdesk of the Fund",))
        == "Nine children"
    )


def test_the_card_that_led_here_is_the_last_resort() -> None:
    assert choose(["News"], "News", hint="Nine children rescued") == ("card", "Nine children rescued")
    assert choose([], "") == ("", "")


def test_all_candidates_are_kept_as_printed() -> None:
    found = PageMetadata(first_headings=["Nine  children"], window_title="Nine children | Fund")
    chosen = choose_title(found, HERE)
    assert chosen.candidates == (("h1", "Nine  children"), ("window title", "Nine children | Fund"))
