"""A declaration is written by looking at a site: of every demo office one that works, and of other sites the reason why not."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawlers.inspection.forms import forms_of
from crawlers.introduction import NoContactError
from crawlers.looking import LookError
from crawlers.marked_yaml import DeclarationError
from crawlers.registry import load_sources
from crawlers.source_commands import sources

HEADLINES = (
    "Children wait at the border for guardians",
    "A visit to the reception centre of Bihac",
    "Forty children go to school",
)


def run(source: Any, *words: str) -> Result:
    return CliRunner().invoke(sources, words, obj=source.settings, catch_exceptions=False)


def test_what_is_written_of_each_demo_office_is_right_and_works(demo: Any, tmp_path: Path) -> None:
    folder = tmp_path / "written"
    for office in demo.offices.addresses:
        told = demo.run("new", demo.address(office), "--into", str(folder), "--name", office).output
        assert f"{office}.yml is written" in told
    demo.settings = demo.settings.model_copy(update={"sources": (folder,)})
    declared = {one.name: one for one in load_sources(demo.settings)}
    assert set(declared) == set(demo.offices.addresses)
    assert [way.way for way in declared["observatory"].ways.values()] == ["json"]
    assert next(iter(declared["ombudsman"].ways.values())).way == "wordpress"
    assert set(declared["childhood"].languages) >= {"en", "fr", "es", "ar"}
    assert declared["network"].ways["map"].in_place_of == ("network-news-current-news",)
    assert all(one.rests_on and one.permission and one.articles.are for one in declared.values())
    checked = demo.run("check", "--live")
    assert "6 of 6 are well." in checked.output, checked.output


def test_a_list_is_recognised_by_its_headlines_and_not_by_its_menus(source: Any, office: Any) -> None:
    menu = (
        "<nav>" + "".join(f"<a href='/about/section-{n}'>A long title of section {n}</a>" for n in range(9)) + "</nav>"
    )
    cards = "".join(
        f"<div class='teaser'><h3><a href='/uutiset/{n}'>{text}</a></h3><span class='day'>{n}.3.2026</span></div>"
        for n, text in enumerate(HEADLINES, 1)
    )
    name = "Office # enabled: false\x1b[2J"
    office.page("/", f"<html lang=fi><title>{name}</title><a href='/uutiset'>Press</a>{menu}</html>")
    for path in ("/uutiset", "/uutiset?page=1"):
        office.page(path, f"<html lang=fi>{menu}<main>{cards}<a href='/uutiset?page=2'>2</a></main></html>")
    written = run(source, "new", office.site).output
    for said in (
        'cards: "div.teaser"',
        "title: h3",
        'date: "span.day"',
        'addresses: "/uutiset?page={page}"',
        "first_page: 1",
    ):
        assert said in written
    assert r"- '^https?://[^/]+/uutiset/\d+(\?[^/]*)?$'" in written
    assert "languages: [fi]" in written
    assert "\x1b" not in written


def test_a_file_is_never_overwritten(source: Any, office: Any, tmp_path: Path) -> None:
    links = "".join(f"<article><a href='/news/{n}-x'>{text}</a></article>" for n, text in enumerate(HEADLINES))
    office.page("/", f"<html><body>{links}</body></html>")
    assert "x.yml is written" in run(source, "new", office.site, "--into", str(tmp_path), "--name", "x").output
    with pytest.raises(DeclarationError, match=r"x\.yml is there already"):
        run(source, "new", office.site, "--into", str(tmp_path), "--name", "x")


def test_a_site_that_cannot_be_looked_at_is_told_with_the_reason(source: Any, office: Any) -> None:
    with pytest.raises(LookError, match="home page answered 404"):
        run(source, "new", office.site)
    office.page("/", '{"a": 1}', content_type="application/json")
    with pytest.raises(LookError, match=r"its home page is no web page \(application/json\)"):
        run(source, "new", office.site)
    office.page("/", "<html><body><p>Under construction</p></body></html>")
    with pytest.raises(LookError, match="gives no way in that a program can read"):
        run(source, "new", office.site)
    office.page("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    with pytest.raises(LookError, match=r"\(refused by robots\): robots.txt does not allow it"):
        run(source, "new", office.site)
    source.settings = source.settings.model_copy(update={"contact": ""})
    with pytest.raises(NoContactError):
        run(source, "new", "https://office.example")


@pytest.mark.parametrize(
    ("addresses", "expressions"),
    [
        (["https://a.example/2026/03/04/x/"], [r"^https?://[^/]+/\d{4}/\d{2}/\d{2}/[^/?]+/(\?[^/]*)?$"]),
        (["https://a.example/en/pages/12"], [r"^https?://[^/]+/[a-z]{2}(-[a-z]{2})?/pages/\d+(\?[^/]*)?$"]),
        (["https://a.example/slug.html"], [r"^https?://[^/]+/[^/?]+\.html(\?[^/]*)?$"]),
        (["https://a.example/", "https://a.example/en", "https://a.example/a.pdf", "https://a.example/tag/x"], []),
    ],
)
def test_forms_are_what_a_declaration_says(addresses: list[str], expressions: list[str]) -> None:
    assert [form.expression() for form in forms_of(addresses)] == expressions
