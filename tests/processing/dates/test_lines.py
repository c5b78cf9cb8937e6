"""The lines of a page, and those around its title."""

import pytest

from processing.dates.lines import lines_around, lines_of, title_element
from processing.text.tree import parse

MENU = (
    "<nav><ul>" + "".join(f"<li><a href='/{number}'>Section {number}</a></li>" for number in range(40)) + "</ul></nav>"
)
REST = "".join(f"<div class='teaser'>Other news {number}</div>" for number in range(40))
TITLES = [
    "<h1>The title</h1>",
    "<div class='article'><header><p>12 May 2026</p><h1>The <em>title</em></h1></header></div>",
    "<span>A kicker</span> beside it <h1>The title</h1>",
    "<noscript><p>Not seen</p></noscript><script>var no</script><div><div></div><h1>The title</h1></div>",
    "<section><ul><li>One</li><li>Two</li></ul>Three<br>Four<h1>The title</h1></section>",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("menu", ["", MENU, "<p>Home</p>", "<table><tr><td>a</td><td>b</td></tr></table>" * 4])
def test_lines_around_a_title_are_those_of_the_page(title: str, menu: str) -> None:
    tree = parse(f"<html><head><title>The title</title></head><body>{menu}{title}<p>Text</p>{REST}</body></html>").tree
    assert tree is not None
    element = title_element(tree)
    page, around = lines_of(tree, element), lines_around(tree, element, above=5, below=12)
    of_page = next(place for place, line in enumerate(page) if line.is_title)
    of_window = next(place for place, line in enumerate(around) if line.is_title)
    above = min(5, of_page)
    assert around[of_window - above : of_window + 13] == page[of_page - above : of_page + 13]
    assert len(around) < 40


def test_a_page_without_a_title_has_no_lines_around_it() -> None:
    tree = parse("<html><body><p>12 May 2026</p></body></html>").tree
    assert tree is not None
    assert lines_around(tree, None, above=5, below=12) == []
