"""What a payload is, by its bytes first and its declared type second: servers send log-in pages as PDF and PDF as anything."""

import re
from typing import Literal

Kind = Literal["html", "pdf", "text", ""]

PDF_START_WITHIN = 1_024  # bytes of rubbish that readers of PDF allow before its mark
HTML_START = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|div|p|h1|article|section|main)\b", re.IGNORECASE
)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(data: bytes, content_type: str) -> Kind:
    """ "html", "pdf", "text", or empty for what holds no article (pictures, films, archives, data)."""
    declared = content_type.partition(";")[0].strip().lower()
    if b"%PDF-" in data[:PDF_START_WITHIN]:
        return "pdf"
    start = data[:4_096].removeprefix(b"\xef\xbb\xbf")
    is_html = HTML_START.match(_without_prologue(start)) is not None
    if declared == "text/plain" and not is_html:
        return "" if BINARY.search(start) else "text"
    if is_html or declared in ("text/html", "application/xhtml+xml"):
        return "html"
    return "text" if declared == "text/markdown" and not BINARY.search(start) else ""


def _without_prologue(start: bytes) -> bytes:
    """What follows the XML declaration and the comments that may stand before the first tag."""
    start = start.lstrip()
    while start.startswith((b"<?", b"<!--")):
        end = b"?>" if start.startswith(b"<?") else b"-->"
        _, found, rest = start.partition(end)
        if not found:
            return b""
        start = rest.lstrip()
    return start
