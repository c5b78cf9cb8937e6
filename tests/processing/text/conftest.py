"""Pages to read."""

from collections.abc import Callable

import pytest
from lxml.html import HtmlElement

from processing.text.tree import parse


@pytest.fixture
def tree_of() -> Callable[[str], HtmlElement]:
    """Parses a page as the extraction does."""

    def parsed(html: str) -> HtmlElement:
        page = parse(html)
        assert page.tree is not None, page.trouble
        return page.tree

    return parsed
