"""The engine's highlights as safe markup: whatever came with them, only `<mark>` is let through."""

import html
import re

from markupsafe import Markup

MARK = re.compile(r"(</?mark>)")


def marked(highlighted: str) -> Markup:
    """`highlighted` is escaped HTML with `<mark>` around what matched; everything in it but the marks is escaped anew.

    The engines escape already. A page's own words must not become markup on our pages even if one of them did not.
    """
    pieces = MARK.split(highlighted)
    safe = [piece if MARK.fullmatch(piece) else html.escape(html.unescape(piece)) for piece in pieces]
    return Markup("".join(safe))  # noqa: S704 - every piece is escaped in the line above
