"""Headings as they are printed."""

import pytest
from lxml.html import fromstring

from processing.text.headings import heading_of, printed_runs

HERE = "https://advocate.example/news/guardians"


@pytest.mark.parametrize(
    ("html", "runs"),
    [
        ("<h1><b>Mi</b>gration of <i>all</i> children</h1>", ["Migration of", "all", "children"]),
        ("<h1><span>REPORT</span><span>Nine children</span></h1>", ["REPORT", "Nine children"]),
        ("<h1><span>Report</span>Nine children</h1>", ["Report", "Nine children"]),
        ("<h1>One<br>two<div>three</div></h1>", ["One", "two", "three"]),
        ("<h1>Long<wbr>word and short\u00adened</h1>", ["Longword and shortened"]),
        ("<h1><ruby>子<rt>こ</rt></ruby>どもへの<ruby>体罰<rt>たいばつ</rt></ruby></h1>", ["子どもへの体罰"]),
        ("<h1><span class=sr-only>Article: </span>Nine<svg><title>icon</title></svg><button>Share</button></h1>", ["Nine"]),
        ("<h1>“<em>Nine</em>” children</h1>", ["“Nine” children"]),
    ],
)  # fmt: skip
def test_runs_are_parted_where_a_reader_sees_parts(html: str, runs: list[str]) -> None:
    assert printed_runs(fromstring(html)) == runs


@pytest.mark.parametrize(
    ("html", "beside", "leads"),
    [
        ("<article><header><h1>Nine</h1></header></article>", False, ""),
        ("<div class=sidebar-right><h2>Nine</h2></div>", True, ""),
        ("<aside><div><h3>Nine</h3></div></aside>", True, ""),
        ("<main class=with-sidebar><h2>Nine</h2></main>", False, ""),
        ("<div><h1><a href='/'>Nine</a></h1></div>", False, "home"),
        ("<div><h2><a href='/news/other'>Nine</a></h2></div>", False, "elsewhere"),
        ("<div><h2><a href='/news/guardians'>Nine</a></h2></div>", False, ""),
        ("<div><h2><a href='/news/other'>Nine</a> children of whom one is lost at sea</h2></div>", False, ""),
    ],
)
def test_where_a_heading_stands_and_leads_is_told(html: str, beside: bool, leads: str) -> None:
    element = next(fromstring(f"<body>{html}</body>").iter("h1", "h2", "h3"))
    heading = heading_of(element, HERE)
    assert heading is not None
    assert (heading.beside, heading.leads) == (beside, leads)


@pytest.mark.parametrize(
    "html",
    [
        "<h1></h1>",
        "<h1>***</h1>",
        "<h1 hidden>Nine</h1>",
        "<h1 style='display: none'>Nine</h1>",
        f"<h1>{'word ' * 300}</h1>",
    ],
)
def test_what_nobody_sees_or_nobody_would_print_is_no_heading(html: str) -> None:
    assert heading_of(fromstring(html), HERE) is None
